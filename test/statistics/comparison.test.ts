import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreement } from '../../src/statistics/agreement.ts';
import { pairedBootstrap } from '../../src/statistics/bootstrap.ts';
import { bootstrapDifference, type Pair, pairedDifference } from '../../src/statistics/comparison.ts';
import { detectablePaired } from '../../src/statistics/detectable.ts';
import { mcnemarExact, pairedT } from '../../src/statistics/pairedTests.ts';
import { wilcoxonSignedRank } from '../../src/statistics/wilcoxon.ts';

const pair = fc.record({ baseline: fc.integer({ min: 0, max: 6 }), value: fc.integer({ min: 0, max: 6 }) });
const pairsOf = fc.array(pair, { minLength: 2, maxLength: 40 });
const strataOf = fc.array(pairsOf, { minLength: 1, maxLength: 4 });

const swapped = (pairs: readonly Pair[]): Pair[] =>
  pairs.map(({ baseline, value }) => ({ baseline: value, value: baseline }));

const differences = (pairs: readonly Pair[]): number[] =>
  pairs.map(({ baseline, value }) => value - baseline);

test('one stratum is the paired t', () => {
  fc.assert(
    fc.property(pairsOf, (pairs) => {
      const found = pairedDifference([pairs]);
      const expected = pairedT(differences(pairs));

      expect(found.n).toBe(pairs.length);
      expect(found.wins + found.ties + found.losses).toBe(pairs.length);
      expect(found.difference).toBeCloseTo(expected?.mean ?? Number.NaN, 12);
      fc.pre(expected !== null && expected.variance > 0);
      expect(found.test).toBe('PAIRED_T');
      expect(found.pValue).toBeCloseTo(expected.pValue, 10);
      expect(found.interval?.low).toBeCloseTo(expected.low, 10);
      expect(found.interval?.high).toBeCloseTo(expected.high, 10);
      const variance = expected.variance * pairs.length;
      expect(found.smallestDetectable).toBeCloseTo(
        detectablePaired(variance, pairs.length) ?? Number.NaN,
        10,
      );
    }),
  );
});

test('exchanging the two turns signs, wins and losses, and nothing else', () => {
  fc.assert(
    fc.property(strataOf, (strata) => {
      const there = pairedDifference(strata);
      const back = pairedDifference(strata.map(swapped));

      expect(back.difference).toBeCloseTo(-(there.difference ?? Number.NaN), 12);
      expect([back.wins, back.ties, back.losses]).toEqual([there.losses, there.ties, there.wins]);
      expect(back.test).toBe(there.test);
      expect(back.pValue).toBeCloseTo(there.pValue ?? Number.NaN, 12);
      expect(back.interval?.low ?? 0).toBeCloseTo(-(there.interval?.high ?? 0), 12);
    }),
  );
});

test('the difference is that of the two means, over strata alike', () => {
  fc.assert(
    fc.property(strataOf, (strata) => {
      const { baselineMean, mean, difference } = pairedDifference(strata);

      expect(difference).toBeCloseTo((mean ?? 0) - (baselineMean ?? 0), 12);
    }),
  );
  const small = [{ baseline: 0, value: 1 }];
  const large = Array.from({ length: 9 }, () => ({ baseline: 1, value: 1 }));
  expect(pairedDifference([small, large]).difference).toBe(0.5);
  expect(pairedDifference([[...small, ...large]]).difference).toBeCloseTo(0.1, 12);
});

test('where less is better a lower value wins', () => {
  const pairs = [
    { baseline: 3, value: 1 },
    { baseline: 3, value: 1 },
    { baseline: 1, value: 2 },
  ];

  expect(pairedDifference([pairs], { higherIsBetter: false })).toMatchObject({ wins: 2, losses: 1 });
});

test('yes-or-no answers are tested by McNemar, unless categories are weighed', () => {
  const yes = { baseline: 0, value: 1 };
  const no = { baseline: 1, value: 0 };
  const same = { baseline: 1, value: 1 };
  const pairs = [yes, yes, yes, yes, yes, no, same, same];

  expect(pairedDifference([pairs], { isYesNo: true })).toMatchObject({
    test: 'MCNEMAR',
    pValue: mcnemarExact(5, 1).pValue,
  });
  expect(pairedDifference([pairs], { isYesNo: true, test: 'PAIRED_T' }).test).toBe('PAIRED_T');
  expect(pairedDifference([pairs, [same, no]], { isYesNo: true }).test).toBe('PAIRED_T');
});

test('Wilcoxon is taken when asked', () => {
  fc.assert(
    fc.property(pairsOf, (pairs) => {
      const expected = wilcoxonSignedRank(differences(pairs));

      expect(pairedDifference([pairs], { test: 'WILCOXON' })).toMatchObject({
        test: 'WILCOXON',
        pValue: expected?.pValue ?? 1,
      });
    }),
  );
});

test('exchanging the two turns the bootstrap round exactly, ties, groups and even data included', () => {
  const even = (pairs: readonly Pair[]) => [...pairs, ...swapped(pairs)];
  const data = fc.oneof(
    strataOf,
    strataOf.map((strata) => strata.map(even)),
  );
  fc.assert(
    fc.property(data, fc.integer(), (strata, seed) => {
      const options = { seed, resamples: 40 };
      const there = bootstrapDifference(strata, options);

      expect(bootstrapDifference(strata.map(swapped), options)).toEqual({
        low: 0 - (there?.high ?? Number.NaN),
        high: 0 - (there?.low ?? Number.NaN),
      });
    }),
  );
  const many = Array.from({ length: 2500 }, (_, at) => ({ baseline: at % 3, value: (at * at) % 5 }));
  const there = bootstrapDifference([many], { seed: 3, resamples: 40 });
  expect(bootstrapDifference([swapped(many)], { seed: 3, resamples: 40 })).toEqual({
    low: -(there?.high ?? Number.NaN),
    high: -(there?.low ?? Number.NaN),
  });
});

describe('without variance', () => {
  test('the same step twice is no certainty', () => {
    const twice = [1, 2].map((baseline) => ({ baseline, value: baseline + 1 }));

    expect(pairedDifference([twice])).toMatchObject({
      difference: 1,
      interval: null,
      test: 'SIGN',
      pValue: 0.5,
      smallestDetectable: null,
    });
  });

  test('equal answers are no difference', () => {
    const equal = [4, 5, 6].map((value) => ({ baseline: value, value }));

    expect(pairedDifference([equal])).toMatchObject({ difference: 0, ties: 3, pValue: 1, interval: null });
  });

  test('nothing in common gives no number', () => {
    expect(pairedDifference([[]])).toMatchObject({
      n: 0,
      difference: null,
      mean: null,
      test: null,
      pValue: null,
    });
    expect(bootstrapDifference([[]], { seed: 1 })).toBeNull();
  });
});

describe('the bootstrap', () => {
  test('depends on the seed and on no order', () => {
    fc.assert(
      fc.property(strataOf, fc.integer(), (strata, seed) => {
        const options = { seed, resamples: 50 };
        const there = bootstrapDifference(strata, options);

        expect(
          bootstrapDifference(
            strata.toReversed().map((pairs) => pairs.toReversed()),
            options,
          ),
        ).toEqual(there);
        expect(there?.low).toBeLessThanOrEqual(there?.high ?? Number.NaN);
      }),
    );
  });

  test('agrees with the paired cluster bootstrap', () => {
    const pairs = Array.from({ length: 200 }, (_, at) => ({ baseline: at % 7, value: (at * 5 + 2) % 7 }));
    const cluster = (of: (each: Pair) => number) => pairs.map((each) => ({ n: 1, sum: of(each) }));

    const found = bootstrapDifference([pairs], { seed: 1 });
    const expected = pairedBootstrap(
      cluster(({ value }) => value),
      cluster(({ baseline }) => baseline),
      { seed: 1 },
    );

    // The same distribution by other draws: ends within a tenth of a standard error of about 0.2.
    expect(Math.abs((found?.low ?? 9) - (expected?.low ?? 0))).toBeLessThan(0.05);
    expect(Math.abs((found?.high ?? 9) - (expected?.high ?? 0))).toBeLessThan(0.05);
  });
});

test('many questions are drawn in groups to the same interval', () => {
  const pairs = Array.from({ length: 9001 }, (_, at) => ({
    baseline: at % 7,
    value: (at * at + 3 * at) % 7,
  }));
  const expected = pairedDifference([pairs]);
  const width = (expected.interval?.high ?? 0) - (expected.interval?.low ?? 0);

  const found = bootstrapDifference([pairs], { seed: 1 });

  // Nine thousand differences make t and percentiles the same; a standard error is a quarter of the width.
  expect(Math.abs((found?.low ?? 9) - (expected.interval?.low ?? 0))).toBeLessThan(0.06 * width);
  expect(Math.abs((found?.high ?? 9) - (expected.interval?.high ?? 0))).toBeLessThan(0.06 * width);
  expect(bootstrapDifference([pairs.toReversed()], { seed: 1 })).toEqual(found);
});

test('agreement counts what both gave, and what one alone gave', () => {
  const found = agreement([
    { baseline: 0, value: 0, times: 40 },
    { baseline: 0, value: 1, times: 10 },
    { baseline: 1, value: 0, times: 20 },
    { baseline: 1, value: 1, times: 30 },
    { baseline: null, value: 1, times: 3 },
    { baseline: null, value: null, times: 7 },
  ]);

  expect(found).toMatchObject({ n: 100, same: 70, onlyOne: 3 });
  expect(found.kappa).toBeCloseTo(0.4, 12);
  expect(found.pearson).toBeCloseTo(found.spearman ?? 0, 12);
});
