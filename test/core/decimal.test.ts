import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaderboardTable } from '../../src/cli/leaderboardTable.ts';
import { decimal } from '../../src/core/decimal.ts';
import { decimal as onPage } from '../../web/src/format.ts';

const exact = 71 / 400;
const summed = 0.17750000000000002;

test('a number is printed alike however it was added up', () => {
  expect(summed).not.toBe(exact);
  for (const value of [exact, summed]) {
    expect(decimal(value)).toBe('0.177');
    expect(onPage(value)).toBe('0.177');
    expect(leaderboardTable(boardOf(value), 100)).toContain('0.177 [0.17, 0.19]');
  }
});

test('no order of adding up changes what is printed', () => {
  const samples = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 3 }), (whole, digits) => {
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + value / 10, 0) / values.length;

      expect(decimal(mean(whole.toSorted()), digits)).toBe(decimal(mean(whole), digits));
    }),
  );
});

test('what is nothing with so many decimals has no sign', () => {
  expect([decimal(-0.0004), decimal(-0, 1), decimal(-0.0006)]).toEqual(['0.000', '0.0', '-0.001']);
});

function boardOf(mean: number) {
  const score = {
    ...{ mean, low: 0.17, high: 0.19, n: 400, expected: 400, aggregation: 'MEAN', outcomes: [] },
  };
  const row = {
    rank: 1,
    isComplete: true,
    notComparable: null,
    model: { name: 'sdv2' },
    categories: [],
    score,
  };
  return {
    benchmark: { name: 'GenEval' },
    judge: null,
    ...{ mode: 'STRICT', missing: 'DROP' },
    nodes: [{ ...row, evaluation: { id: '', status: 'COMPLETED' } }],
  };
}
