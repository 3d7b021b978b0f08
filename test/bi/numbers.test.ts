import { expect } from 'vitest';
import { tQuantile } from '../../src/statistics/distributions.ts';
import { wilsonInterval } from '../../src/statistics/wilson.ts';
import { test } from '../support/fixtures.ts';

test('the quantile of Student’s t in SQL is the one that the API uses, for whole and broken degrees of freedom', async ({
  database: { pool },
}) => {
  const degrees = [
    ...Array.from({ length: 300 }, (_, at) => at + 1),
    ...Array.from({ length: 300 }, (_, at) => 1 + (at * 7.31) ** 1.3 / 40),
    ...[1.999999, 2, 2.000001, 1e4, 1e6, 1e9, Number.POSITIVE_INFINITY],
  ];

  const { rows } = await pool.query<{ df: number; t: number }>(
    'select df, bi_internal.t975(df) as t from unnest($1::float8[]) as df',
    [degrees.map(String)],
  );

  expect(rows).toHaveLength(degrees.length);
  const worst = Math.max(...rows.map(({ df, t }) => Math.abs(t / tQuantile(0.975, df) - 1)));
  expect(worst).toBeLessThan(1e-12);
});

test("Wilson's interval in SQL is the one that the API uses", async ({ database: { pool } }) => {
  const { rows } = await pool.query<{ p: number; n: number; low: number; high: number }>(
    `select p, n, bi_internal.wilson_low(p, n) as low, bi_internal.wilson_high(p, n) as high
     from (select i / 20.0::float8 as p from generate_series(0, 20) i) as p, (values (1::float8), (2), (7), (553), (1e6)) as n(n)`,
  );

  expect(rows).toHaveLength(105);
  for (const { p, n, low, high } of rows) {
    const interval = wilsonInterval(p * n, n);
    expect.soft(low, `${p} of ${n}`).toBeCloseTo(interval.low, 12);
    expect.soft(high, `${p} of ${n}`).toBeCloseTo(interval.high, 12);
  }
});
