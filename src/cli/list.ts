import { Command, Option } from 'commander';
import type { Variables } from './client/answer.ts';
import type { CommandContext } from './context.ts';
import { table } from './terminal/table.ts';

/** What a command lists: rows from one query, and how a person sees a row. */
export interface Listing<Row> {
  description: string;
  document: string;
  /** Options of the command become variables of the query under their names. */
  variables?: (options: Readonly<Record<string, string | undefined>>) => Variables;
  rows: (data: never) => readonly Row[];
  /** Column name to cell, in order. */
  columns: Record<string, (row: Row) => string | number | null | undefined>;
  /** Said instead of an empty table. */
  empty: string;
}

/** A `list` command. */
export function listCommand<Row>(context: CommandContext, listing: Listing<Row>): Command {
  const command = new Command('list').description(listing.description).option('--json', 'print a JSON array');
  return command.action(async (options: Record<string, string>) => {
    const data = await context.client().query<never>(listing.document, listing.variables?.(options) ?? {});
    await printRows(context, listing, listing.rows(data), options['json'] !== undefined);
  });
}

/** For lists of what models did. */
export const orderOption = (): Option =>
  new Option('--order <order>', 'what comes first').choices(['newest', 'oldest', 'model']).default('newest');

export async function printRows<Row>(
  { terminal }: CommandContext,
  { columns, empty }: Pick<Listing<Row>, 'columns' | 'empty'>,
  rows: readonly Row[],
  json: boolean,
): Promise<void> {
  if (json) return terminal.out(JSON.stringify(rows, null, 2));
  if (rows.length === 0) return terminal.err(empty);
  const cells = rows.map((row) => Object.values(columns).map((cell) => String(cell(row) ?? '–')));
  await terminal.out(table(Object.keys(columns), cells, terminal.width));
}

/** `2026-11-24T07:12:50.123Z` as people write it. */
export const shortTime = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
