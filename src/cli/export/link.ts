import { Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../context.ts';
import { UsageFailure } from '../failure.ts';
import { FORMATS, TABLES } from './tables.ts';

const DOCUMENT = `mutation ($input: CreateExportLinkInput!) {
  createExportLink(input: $input) { link { path expiresAt } } }`;

interface Given {
  format: string;
  minutes: number;
  key?: string;
  json?: true;
  [filter: string]: string | number | true | undefined;
}

/** Every filter of any table, once. */
const FILTERS = new Map(
  Object.values(TABLES)
    .flatMap(({ filters }) => Object.entries(filters))
    .toReversed(),
);

export function linkCommand(context: CommandContext): Command {
  const command = new Command('link')
    .description(
      'an address that opens an export without a key, for a while: for pandas, polars, DuckDB and others',
    )
    .argument('<table>', Object.keys(TABLES).join(', '));
  for (const [flags, what] of [...FILTERS].toReversed()) command.option(`--${flags}`, what);
  return command
    .addOption(new Option('--format <format>', 'of the file').choices(FORMATS).default('parquet'))
    .option('--minutes <n>', 'how long it opens, up to 10080, a week', minutesOf, 60)
    .option('--key <key>', 'API key that the link ends with; ASSAY_API_KEY unless given')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Example:
  duckdb -c "select model, avg(value) from read_parquet('$(assay export link scores --benchmark mmie)') group by all"`,
    )
    .action(async (table: string, { format, minutes, key: given, json, ...filters }: Given) => {
      if (!(table in TABLES))
        throw new UsageFailure(`There is no table "${table}"; there are ${Object.keys(TABLES).join(', ')}`);
      const { terminal } = context;
      const config = context.config();
      const key = given ?? config.apiKey ?? undefined;
      const input = {
        ...{ table: table.toUpperCase(), format: format.toUpperCase(), minutes },
        filters: filtersOf(filters),
      };
      const { createExportLink } = await context
        .client()
        .query<{ createExportLink: { link: { path: string; expiresAt: string } } }>(
          DOCUMENT,
          { input },
          { key },
        );
      const { path, expiresAt } = createExportLink.link;
      const url = config.apiUrl + path;
      await terminal.out(json ? JSON.stringify({ url, expiresAt }, null, 2) : url);
      if (!json) terminal.err(`It opens until ${expiresAt} for whoever has it, or until the key is revoked.`);
    });
}

const filtersOf = (filters: Readonly<Record<string, string | number | true | undefined>>) =>
  Object.fromEntries(
    Object.entries(filters).map(([name, value]) => [
      name,
      name === 'outcome'
        ? String(value).toUpperCase().split(',')
        : name === 'mode' || name === 'missing'
          ? String(value).toUpperCase()
          : value,
    ]),
  );

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (/^\d+$/.test(text) && minutes >= 1 && minutes <= 10_080) return minutes;
  throw new InvalidArgumentError('It must be a whole number from 1 to 10080.');
}
