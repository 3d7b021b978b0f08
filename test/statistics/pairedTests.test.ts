import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averageRanks } from '../../src/statistics/averageRanks.ts';
import { detectablePaired, detectableUnpaired } from '../../src/statistics/detectable.ts';
import { holm, mcnemarExact, pairedT, signTest } from '../../src/statistics/pairedTests.ts';
import { wilcoxonSignedRank } from '../../src/statistics/wilcoxon.ts';
import { expectNear, scipy } from './fixtures/scipy.ts';

describe.each(scipy.paired.map((expected, index) => ({ index, ...expected })))(
  'on paired sample $index',
  (expected) => {
    test('the paired t agrees with SciPy', () => {
      const result = pairedT(expected.differences);

      expectNear(result?.statistic, expected.t);
      expectNear(result?.pValue, expected.tP);
      expectNear(result?.low, expected.low);
      expectNear(result?.high, expected.high);
    });

    test('the sign test agrees with SciPy', () => {
      const result = signTest(expected.differences);

      expect(result.statistic).toBe(expected.wins);
      expectNear(result.pValue, expected.signP);
      expect(mcnemarExact(expected.losses, expected.wins).pValue).toBe(result.pValue);
    });

    test("Wilcoxon's test agrees with SciPy", () => {
      const result = wilcoxonSignedRank(expected.differences);

      expect(result?.method).toBe(expected.wilcoxon.method);
      expect(result?.statistic).toBe(expected.wilcoxon.statistic);
      expectNear(result?.pValue, expected.wilcoxon.pValue);
    });
  },
);

test("Wilcoxon's p-value is that of all sign patterns, with and without shared ranks", () => {
  const steps = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(steps, (differences) => {
      const sizes = differences.filter((value) => value !== 0).map(Math.abs);
      fc.pre(sizes.length > 0);
      const { ranks } = averageRanks(sizes);
      const sumOf = (pattern: number) =>
        ranks.reduce((sum, rank, at) => sum + ((pattern >> at) & 1 ? rank : 0), 0);
      const middle = sumOf(2 ** sizes.length - 1) / 2;
      const seen = differences.filter((value) => value !== 0).map((value, at) => (value > 0 ? 2 ** at : 0));
      const distance = Math.abs(sumOf(seen.reduce((sum, bit) => sum + bit, 0)) - middle);
      const patterns = Array.from({ length: 2 ** sizes.length }, (_, pattern) => pattern);
      const asFar = patterns.filter((pattern) => Math.abs(sumOf(pattern) - middle) >= distance);

      expect(wilcoxonSignedRank(differences)?.pValue).toBe(asFar.length / patterns.length);
    }),
  );
});

test('five equal steps are one pattern of 32, and its opposite', () => {
  expect(wilcoxonSignedRank([1, 1, 1, 1, 1])).toMatchObject({ pValue: 0.0625, method: 'EXACT' });
  expect(wilcoxonSignedRank([1, 1, 0, 1, 1, 0, 1])?.pValue).toBe(0.0625);
});

test('both ways of Wilcoxon are exercised', () => {
  expect(new Set(scipy.paired.map(({ wilcoxon }) => wilcoxon.method))).toEqual(new Set(['EXACT', 'NORMAL']));
});

test('who is called first changes the sign and not the p-value', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 30 }), (differences) => {
      const opposite = differences.map((value) => -value);

      expect(pairedT(opposite)?.pValue).toBeCloseTo(pairedT(differences)?.pValue ?? Number.NaN, 12);
      expect(signTest(opposite).pValue).toBeCloseTo(signTest(differences).pValue, 12);
      expect(wilcoxonSignedRank(opposite)?.pValue).toBe(wilcoxonSignedRank(differences)?.pValue);
    }),
  );
});

test('equal answers show no difference', () => {
  expect(pairedT([0, 0, 0])).toMatchObject({ statistic: 0, pValue: 1 });
  expect(signTest([0, 0, 0]).pValue).toBe(1);
  expect(wilcoxonSignedRank([0, 0, 0])).toBeNull();
  expect(pairedT([1])).toBeNull();
});

test("Holm's correction agrees with its definition", () => {
  for (const { pValues, adjusted } of scipy.holm)
    for (const [index, value] of holm(pValues).entries()) expectNear(value, adjusted[index] ?? Number.NaN);
});

test("Holm's correction keeps the order of p-values and never makes one smaller", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 }),
      (pValues) => {
        const adjusted = holm(pValues);

        for (const [i, p] of pValues.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          for (const [j, q] of pValues.entries())
            if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 0);
        }
      },
    ),
  );
});

test('the smallest difference a run can detect agrees with its formula in SciPy', () => {
  for (const { variance, n, alpha, power, paired, unpaired } of scipy.detectable) {
    expectNear(detectablePaired(variance, n, { alpha, power }), paired);
    expectNear(detectableUnpaired(variance, n, { alpha, power }), unpaired);
  }
  expect(detectablePaired(1, 1)).toBeNull();
});

test('four times the questions detect about half the difference', () => {
  const ratio = (detectablePaired(1, 2000) ?? 0) / (detectablePaired(1, 500) ?? 1);

  expect(ratio).toBeCloseTo(0.5, 2);
});
