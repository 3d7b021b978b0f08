import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test as plain } from 'vitest';
import { asGiven, inert } from '../../src/core/tables/formula.ts';
import { selectList, text } from '../../src/store/exports/columns.ts';
import { test } from '../support/fixtures.ts';

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '－', "'", "'=", "''@", 'a', '', '0'];
const texts = fc.tuple(fc.constantFrom(...STARTS), fc.string()).map(([start, rest]) => start + rest);

plain('a cell is never a formula, and gives back the text that it was made of', () => {
  fc.assert(
    fc.property(texts, (given) => {
      const cell = inert(given);
      expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
      expect(asGiven(cell)).toBe(given);
    }),
  );
  expect(['=1+1', "'", "it's", "'quoted'", '-0.5'].map(inert)).toEqual([
    "'=1+1",
    "'",
    "it's",
    "'quoted'",
    "'-0.5",
  ]);
  expect(["'quoted'", "'", "''=a"].map(asGiven)).toEqual(["'quoted'", "'", "'=a"]);
});

test('PostgreSQL writes cells alike', async ({ database }) => {
  const given = fc.sample(texts, 200).filter((one) => one.isWellFormed() && !one.includes('\0'));
  const column = text('cell', 't.given', 'A text.');

  const { rows } = await database.db.execute<{ cell: string }>(
    sql`select ${sql.raw(selectList([column], 'csv'))} from unnest(${sql.param(given)}::text[]) with ordinality as t(given, place) order by place`,
  );

  expect(rows.map(({ cell }) => cell)).toEqual(given.map(inert));
});
