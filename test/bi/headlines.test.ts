import { expect } from 'vitest';
import { toGlobalId } from '../../src/core/ids.ts';
import { test } from '../support/fixtures.ts';
import { type Aggregate, type ApiNumber, apiNumbers } from './apiNumbers.ts';
import { randomResults } from './results.ts';

const near = (value: number | null, digits = 9) => (value === null ? null : expect.closeTo(value, digits));

const asColumns = (prefix: string, of: Aggregate) => ({
  [`${prefix}mean`]: near(of.mean),
  [`${prefix}percent`]: near(of.percent),
  [`${prefix}low`]: near(of.low),
  [`${prefix}high`]: near(of.high),
  [`${prefix}percent_low`]: near(of.percentLow, 6),
  [`${prefix}percent_high`]: near(of.percentHigh, 6),
  [`${prefix}n`]: of.n,
});

const keyOf = (evaluation: string, category: string | null | undefined) => `${evaluation} ${category ?? ''}`;

test('every evaluation keeps its numbers, plain averages of the board are its numbers, and means of one pool are means', {
  timeout: 240_000,
}, async ({ client, database: { pool } }) => {
  await randomResults(client, 51);
  const benchmarks = await pool.query('select benchmark from bi_v1.dim_benchmark');
  const all = await apiNumbers(
    client,
    benchmarks.rows.map(({ benchmark }) => benchmark),
  );
  const numbers = all.filter(({ isDomain }) => !isDomain);
  const hasWhole = new Set(numbers.flatMap(({ part, benchmark }) => (part ? [] : [benchmark])));
  const isHeadline = ({ part, benchmark }: ApiNumber) => part === null || !hasWhole.has(benchmark);

  const { rows } = await pool.query(
    'select h.*, evaluation_id from bi_v1.fact_headline h join bi_v1.fact_evaluation using (evaluation_key)',
  );
  const found = new Map(
    rows.map((row) => [keyOf(toGlobalId('Evaluation', row.evaluation_id), row.category), row]),
  );
  expect(numbers.length).toBeGreaterThan(300);
  expect(rows).toHaveLength(numbers.length);
  expect(rows.some(({ is_current: isCurrent }) => !isCurrent)).toBe(true);
  for (const number of numbers) {
    const { evaluation, part, strict, official, benchmark, entry, rank } = number;
    expect
      .soft(found.get(keyOf(evaluation, part?.slug)), `${benchmark} ${entry} ${part?.slug}`)
      .toMatchObject({
        ...asColumns('', strict),
        ...asColumns('official_', official),
        ...{ benchmark, entry, expected: strict.expected, is_headline: isHeadline(number) },
        ...(rank !== undefined && { is_current: true, is_board_judge: true }),
      });
  }

  const { rows: averages } = await pool.query<Record<'headline' | 'entry', string> & Record<string, number>>(
    `select headline, entry, avg(percent) as percent, avg(mean) as mean, avg(percent_low) as low from bi_v1.board_headline
     group by headline, entry`,
  );
  const board = numbers.filter((number) => number.rank !== undefined && isHeadline(number));
  expect(averages.map(({ headline, entry, ...row }) => [`${headline} | ${entry}`, row]).toSorted()).toEqual(
    board
      .map(({ benchmarkName, part, entry, strict }) => [
        `${benchmarkName}${part ? `: ${part.name}` : ''} | ${entry}`,
        { percent: near(strict.percent), mean: near(strict.mean), low: near(strict.percentLow) },
      ])
      .toSorted(),
  );

  const { rows: pooled } = await pool.query<{ evaluation_id: string; categories: string[]; mean: number }>(
    `select evaluation_id, array_agg(distinct category) as categories, sum(value_sum) / sum(n) as mean
     from bi_v1.fact_rollup r join bi_v1.fact_evaluation using (evaluation_key) join bi_v1.dim_slice s using (slice_key)
     where r.is_headline
     group by grouping sets ((evaluation_id, category), (evaluation_id))
     having sum(n) > 0 and min(pool) = max(pool)`,
  );
  expect(pooled.length).toBeGreaterThan(200);
  expect(pooled.some(({ categories }) => categories.length > 1)).toBe(true);
  for (const { evaluation_id: id, categories, mean } of pooled) {
    const category = categories.length === 1 ? categories[0] : null;
    const known = numbers.find(
      ({ evaluation, part }) =>
        evaluation === toGlobalId('Evaluation', id) && (part?.slug ?? null) === category,
    );
    expect.soft(mean, `${id} ${categories}`).toBeCloseTo(known?.strict.mean ?? Number.NaN, 9);
  }
});
