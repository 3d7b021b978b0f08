import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tCdf } from '../../src/statistics/distributions.ts';
import { difference, type Estimate } from '../../src/statistics/estimate.ts';
import { isClearlyAbove, ranks } from '../../src/statistics/ranks.ts';
import { scipy } from './fixtures/scipy.ts';

const row = (mean: number, error = 0.01, degreesOfFreedom = 500): Estimate => ({
  mean,
  variance: error ** 2,
  degreesOfFreedom,
});
const estimate = fc.record({
  mean: fc.double({ min: 0, max: 6, noNaN: true }),
  variance: fc.double({ min: 0, max: 1, noNaN: true }),
  degreesOfFreedom: fc.integer({ min: 1, max: 500 }),
});

test('rows the data cannot tell apart share a rank, and the next rank counts them', () => {
  expect(ranks([row(0.5), row(0.9), row(0.89), row(0.7)])).toEqual([4, 1, 1, 3]);
});

test('a rank is 1 + the number clearly above, so being near to both neighbours is possible', () => {
  expect(ranks([row(0.94), row(0.92), row(0.9)])).toEqual([1, 1, 2]);
});

test('an incomplete row has no rank and takes none from others', () => {
  expect(ranks([null, row(0.9), row(0.5)])).toEqual([null, 1, 2]);
});

test('where lower is better the order turns', () => {
  expect(ranks([row(0.9), row(0.5)], { higherIsBetter: false })).toEqual([2, 1]);
});

test('certainty separates any difference, and equality none', () => {
  expect(ranks([row(0.9, 0), row(0.8999, 0), row(0.9, 0)])).toEqual([1, 3, 1]);
});

test("clearly above is Welch's test at the level of the confidence", () => {
  for (const { a, b, pValue } of scipy.welch) {
    const of = (values: number[]): Estimate => {
      const mean = values.reduce((total, value) => total + value, 0) / values.length;
      const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
      return {
        mean,
        variance: squares / (values.length - 1) / values.length,
        degreesOfFreedom: values.length - 1,
      };
    };

    const separated = [0.5, 0.9, 0.95, 0.99, 0.999].map((confidence) =>
      isClearlyAbove(of(a), of(b), { confidence }),
    );

    expect(separated).toEqual([0.5, 0.1, 0.05, 0.01, 0.001].map((level) => pValue < level));
  }
});

test('ranks go with the rows, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(fc.option(estimate), { maxLength: 12 }), (rows) => {
      expect(ranks(rows.toReversed())).toEqual(ranks(rows).toReversed());
    }),
  );
});

test('the best row is first, and none is clearly above itself', () => {
  fc.assert(
    fc.property(fc.array(estimate, { minLength: 1, maxLength: 12 }), (rows) => {
      const best = rows.reduce((top, one) => (one.mean > top.mean ? one : top));

      expect(ranks(rows)[rows.indexOf(best)]).toBe(1);
      expect(isClearlyAbove(best, best)).toBe(false);
    }),
  );
});

test('a row is clearly above another exactly where the tail probability says so', () => {
  fc.assert(
    fc.property(estimate, estimate, (a, b) => {
      const { mean, variance, degreesOfFreedom } = difference(a, b);
      const isAbove = mean > 0 && tCdf(-mean / Math.sqrt(variance), degreesOfFreedom) < 0.025;

      expect(isClearlyAbove(a, b)).toBe(isAbove);
    }),
    { numRuns: 2000 },
  );
});
