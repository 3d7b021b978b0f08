import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { test } from '../support/fixtures.ts';

const GOLDEN = new URL('./contract.json', import.meta.url);

/** Column name to type and comment, in order, of every view. */
type Contract = Record<string, { comment: string; columns: Record<string, [type: string, comment: string]> }>;

async function contractOf({ pool }: Database, schema: string): Promise<Contract> {
  const { rows } = await pool.query<{ view: string; comment: string; columns: [string, string, string][] }>(
    `select c.relname as view, obj_description(c.oid, 'pg_class') as comment,
       json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum))
         order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     where c.relnamespace = $1::regnamespace group by c.oid, c.relname order by c.relname`,
    [schema],
  );
  return Object.fromEntries(
    rows.map(({ view, comment, columns }) => [
      view,
      { comment, columns: Object.fromEntries(columns.map(([name, type, said]) => [name, [type, said]])) },
    ]),
  );
}

/** `UPDATE_CONTRACT=1` writes the file anew: for a new version, or for columns added at the end. */
test('names, types and comments of bi_v1 are what they were promised to be', async ({ database }) => {
  const found = await contractOf(database, 'bi_v1');

  if (process.env['UPDATE_CONTRACT']) await writeFile(GOLDEN, `${JSON.stringify(found, null, 1)}\n`);

  expect(found).toEqual(JSON.parse(await readFile(GOLDEN, 'utf8')));
});

test('schema bi shows the newest version, comments included', async ({ database }) => {
  expect(await contractOf(database, 'bi')).toEqual(await contractOf(database, 'bi_v1'));
});

test('every view and column has a comment, a plain type and a name in snake case', async ({ database }) => {
  const views = Object.entries(await contractOf(database, 'bi_v1'));

  const plain = /^(integer|text|boolean|double precision|uuid|date|timestamp with time zone)$/;
  expect(views.map(([name]) => name)).toEqual([
    'board_headline',
    'board_rollup',
    'dim_benchmark',
    'dim_criterion',
    'dim_date',
    'dim_judge',
    'dim_model',
    'dim_slice',
    'fact_evaluation',
    'fact_headline',
    'fact_rollup',
    'fact_score',
    'leaderboard_official',
    'leaderboard_strict',
    'relations',
  ]);
  for (const [view, { comment, columns }] of views) {
    expect.soft(comment, view).toMatch(/\.$/);
    for (const [column, [type, said]] of Object.entries(columns)) {
      expect.soft(column).toMatch(/^[a-z][a-z0-9_]*$/);
      expect.soft(type, `${view}.${column}`).toMatch(plain);
      expect.soft(said, `${view}.${column}`).toMatch(/\.$/);
    }
  }
});
