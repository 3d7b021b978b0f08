import { cursorOf, type Page } from '../store/pages.ts';
import type { Connection } from './rows.ts';

export interface ConnectionArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
  skip?: number | null | undefined;
}

export const pageArgs = (args: ConnectionArgs) => ({ first: args.first ?? 20, after: args.after ?? null });

/** A page as Relay wants it; rows are counted only when `totalCount` is asked for. */
export async function connection<Row>(
  page: Promise<Page<Row>>,
  args: ConnectionArgs,
  count: () => Promise<number>,
): Promise<Connection<Row>> {
  return { ...(await page), after: Boolean(args.after), skip: args.skip ?? 0, count };
}

/** Resolvers of a connection over a table that is read in the order of its ids. */
export const connectionFields = <Row extends { id: string }>() => connectionFieldsBy<Row>(cursorOf);

/** Resolvers of every connection type. */
export function connectionFieldsBy<Row>(cursorOf: (row: Row) => string) {
  return {
    edges: (page: Connection<Row>) => page.rows.map((node) => ({ cursor: cursorOf(node), node })),
    nodes: (page: Connection<Row>) => page.rows,
    pageInfo: async (page: Connection<Row>) => ({
      hasNextPage: page.hasNextPage,
      hasPreviousPage: await rowsPrecede(page),
      startCursor: page.rows[0] ? cursorOf(page.rows[0]) : null,
      endCursor: page.rows.at(-1) ? cursorOf(page.rows.at(-1) as Row) : null,
    }),
    totalCount: (page: Connection<Row>) => page.count(),
  };
}

/** A page beyond the end has none of its own to tell: only counting says whether there is anything to pass over. */
async function rowsPrecede<Row>(page: Connection<Row>): Promise<boolean> {
  if (page.after) return true;
  if (page.skip <= 0) return false;
  return page.rows.length > 0 || (await page.count()) > 0;
}
