import { sql } from 'drizzle-orm';
import { asNumber } from '../../core/tables/ids.ts';
import type { Db } from '../database.ts';
import type { RunRow } from '../tables/index.ts';
import type { Stage } from './stage.ts';

/** What an id is where a table took it for a number: 00000 is 0, and 0.0 too. */
const bare = (id: string): string => `ltrim(regexp_replace(trim(${id}), '\\.0*$', ''), '0')`;

/** Gives ids that a table took for numbers their zeros back where one question is meant. How many rows that changed. */
export async function restoreZeros(db: Db, { table }: Stage, { benchmarkId }: RunRow): Promise<number> {
  const { rowCount } = await db.execute(sql`
    update ${table} s set question = m.id from (
      select n.question, min(q.external_id) as id
      from (select distinct question from ${table} where question ~ '^\\s*\\d+(\\.0*)?\\s*$') n
        join questions q on q.benchmark_id = ${benchmarkId} and q.external_id ~ '^\\d+$'
          and ${sql.raw(bare('q.external_id'))} = ${sql.raw(bare('n.question'))}
      where not exists (
        select from questions e where e.benchmark_id = ${benchmarkId} and e.external_id = n.question)
      group by n.question having count(*) = 1) m
    where s.question = m.question`);
  return rowCount ?? 0;
}

/** The end of a sentence that says that a run has no response to these: what was meant, where the benchmark has none. */
export async function hintsFor(
  db: Db,
  { benchmarkId }: RunRow,
  given: readonly string[],
): Promise<Map<string, string>> {
  const names = given.slice(0, 20);
  const { rows } = await db.execute<{ name: string; meant: string[] | null; like: string | null }>(sql`
    select n.name, (
      select array_agg(q.external_id order by q.external_id) from questions q
      where q.benchmark_id = ${benchmarkId} and q.external_id ~ '^\\d+$' and n.name ~ '^\\s*\\d+(\\.0*)?\\s*$'
        and ${sql.raw(bare('q.external_id'))} = ${sql.raw(bare('n.name'))}) as meant, (
      select q.external_id from questions q where q.benchmark_id = ${benchmarkId} order by q.position limit 1) as "like"
    from unnest(${sql.param(names)}::text[]) as n(name)
    where not exists (select from questions e where e.benchmark_id = ${benchmarkId} and e.external_id = n.name)`);
  return new Map(
    rows.map(({ name, meant, like }) => [
      name,
      meant ? `; did you mean ${meant.slice(0, 3).join(' or ')}?` : like ? `; ids look like ${like}` : '',
    ]),
  );
}

export const mayLackZeros = (id: string): boolean => asNumber(id) !== null;
