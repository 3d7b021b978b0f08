import { type AnyColumn, and, asc, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';

/** Relay's page arguments, as the API takes them. */
export interface PageArgs {
  first: number;
  after?: string | null | undefined;
}

export interface Page<Row> {
  rows: Row[];
  hasNextPage: boolean;
}

export const PAGE_CAP = 100;

const CURSOR = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const cursorOf = (row: { id: string }): string => Buffer.from(row.id).toString('base64url');

/**
 * The conditions of one page over a table ordered by its UUIDv7, which is the order of creation.
 * Throws INVALID_INPUT for a page size outside 0..100 or a cursor that is not ours.
 */
export function pageOf(id: AnyColumn, args: PageArgs, order: 'oldest' | 'newest') {
  const size = pageLimit(args.first);
  const last = readCursor(args.after);
  const after = last === null ? undefined : order === 'oldest' ? gt(id, last) : lt(id, last);
  return {
    where: (...conditions: (SQL | undefined)[]) => and(after, ...conditions),
    orderBy: order === 'oldest' ? asc(id) : desc(id),
    ...size,
  };
}

function readCursor(after: string | null | undefined): string | null {
  if (!after) return null;
  const decoded = Buffer.from(after, 'base64url').toString();
  if (CURSOR.test(decoded)) return decoded;
  throw new AppError('INVALID_INPUT', `after: "${after}" is not a cursor of this API`);
}

/** What comes first in a list of what models did; by model, the newest of each first. */
export type ListOrder = 'NEWEST' | 'OLDEST' | 'MODEL';

/** The same as `pageOf`, also by the name of the model, which `modelOf` gives of an id. */
export function pageInOrder(
  id: AnyColumn,
  args: PageArgs & { order?: ListOrder | undefined },
  modelOf: (id: SQL) => SQL,
) {
  if (args.order !== 'MODEL') return pageOf(id, args, args.order === 'OLDEST' ? 'oldest' : 'newest');
  const [last, name] = [readCursor(args.after), modelOf(sql`${id}`)];
  const lastName = modelOf(sql`${last}::uuid`);
  const after =
    last === null
      ? undefined
      : sql`(${name} > ${lastName} or (${name} = ${lastName} and ${id} < ${last}::uuid))`;
  return {
    where: (...conditions: (SQL | undefined)[]) => and(after, ...conditions),
    orderBy: sql`${name}, ${id} desc`,
    ...pageLimit(args.first),
  };
}

/** How many rows to read for a page. Throws INVALID_INPUT for a size outside 0..100. */
export function pageLimit(first: number) {
  if (first < 0 || first > PAGE_CAP)
    throw new AppError('INVALID_INPUT', `first: ${first} is outside 0 to ${PAGE_CAP}`);
  return {
    /** One more than asked for tells whether there is a next page. */
    limit: first + 1,
    cut: <Row>(rows: Row[]): Page<Row> => ({ rows: rows.slice(0, first), hasNextPage: rows.length > first }),
  };
}

/** Parents of which one statement reads a page each: what comes after it in `from` is read for every one. */
export const parents = (ids: readonly string[]): SQL =>
  sql`unnest(${sql.param([...ids])}::uuid[]) as parent(id)`;

/** The one whose page is being read. */
export const PARENT: SQL = sql`parent.id`;

/** A page of the rows of each parent, all by one statement, in the order of the keys. */
export async function findPagesOf<
  Table extends PgTable & { id: PgColumn },
  Parent extends string & keyof Table & keyof Table['$inferSelect'],
>(
  db: Db,
  table: Table,
  parent: Parent,
  ids: readonly string[],
  args: PageArgs & { order: 'oldest' | 'newest' },
): Promise<Page<Table['$inferSelect']>[]> {
  const page = pageOf(table.id, args, args.order);
  const own = db
    .select()
    .from(table as PgTable)
    .where(page.where(eq(table[parent] as PgColumn, PARENT)))
    .orderBy(page.orderBy)
    .limit(page.limit)
    .as('own');
  const rows: Table['$inferSelect'][] = await db
    .select(own._.selectedFields)
    .from(parents(ids))
    .crossJoinLateral(own)
    .orderBy(args.order === 'oldest' ? sql`own.id` : sql`own.id desc`);
  return groupsInKeyOrder(ids, rows, (row) => row[parent] as string).map(page.cut);
}

/** Rows in the order of their keys, null where there is none, so that a loader is one line. */
export function inKeyOrder<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Lists of rows in the order of their keys, empty where there are none. */
export function groupsInKeyOrder<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Row[][] {
  const byKey = Map.groupBy(rows, keyOf);
  return keys.map((key) => byKey.get(key) ?? []);
}
