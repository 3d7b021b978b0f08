import { expect, test } from 'vitest';
import {
  binomialCdf,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
} from '../../src/statistics/distributions.ts';
import { expectNear, scipy } from './fixtures/scipy.ts';

test.each([
  ['tCdf', tCdf, scipy.tCdf],
  ['tQuantile', tQuantile, scipy.tQuantile],
  ['normalCdf', normalCdf, scipy.normalCdf],
  ['normalQuantile', normalQuantile, scipy.normalQuantile],
  ['binomialCdf', binomialCdf, scipy.binomialCdf],
] as const)('%s agrees with SciPy, tails included', (name, distribution, rows) => {
  for (const row of rows) {
    const args = row.slice(0, -1) as [number, number, number];
    expectNear(distribution(...args), row.at(-1) ?? Number.NaN, `${name}(${args})`);
  }
});

test('a t of infinite degrees of freedom is the normal', () => {
  expect(tCdf(-1.3, Number.POSITIVE_INFINITY)).toBe(normalCdf(-1.3));
  expect(tQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
});
