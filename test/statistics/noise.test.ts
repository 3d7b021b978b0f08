import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreement, pearson, spearman } from '../../src/statistics/agreement.ts';
import { clusteredInterval } from '../../src/statistics/clusteredMean.ts';
import { clusterSums } from '../../src/statistics/clusterSums.ts';
import { bootstrapDifference, type Pair, pairedDifference } from '../../src/statistics/comparison.ts';
import { kendallTauB } from '../../src/statistics/kendall.ts';
import { withoutNoise } from '../../src/statistics/noise.ts';
import { pairedT } from '../../src/statistics/pairedTests.ts';

/** Tenths, of which hardly any is exact in binary. */
const tenths = fc.integer({ min: -30, max: 60 }).map((value) => value / 10);
const sampled = fc.array(tenths, { minLength: 1, maxLength: 9 });

const size = (samples: readonly number[]) => Math.max(...samples.map(Math.abs));
const mean = (samples: readonly number[]) => samples.reduce((sum, value) => sum + value, 0) / samples.length;
const pair = (baseline: readonly number[], value: readonly number[]): Pair => ({
  baseline: mean(baseline),
  value: mean(value),
  size: size([...baseline, ...value]),
});

describe('answers that are worth the same', () => {
  test('are ties in whatever order their samples come', () => {
    const questions = fc.array(
      sampled.chain((samples) => fc.tuple(fc.constant(samples), shuffled(samples))),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(questions, (all) => {
        const pairs = all.map(([samples, again]) => pair(samples, again));

        expect(pairedDifference([pairs])).toMatchObject({
          ...{ wins: 0, ties: all.length, losses: 0, difference: 0 },
          ...{ interval: null, pValue: 1, test: 'SIGN' },
        });
        expect(pairedDifference([pairs], { test: 'WILCOXON' }).pValue).toBe(1);
        expect(bootstrapDifference([pairs], { seed: 1, resamples: 20 })).toEqual({ low: 0, high: 0 });
      }),
    );
  });

  test('ten questions of the same three samples the other way round are ten ties', () => {
    const pairs = Array.from({ length: 10 }, () => pair([0.1, 0.2, 0.3], [0.3, 0.2, 0.1]));

    expect(pairs[0]?.value).not.toBe(pairs[0]?.baseline);
    expect(pairedDifference([pairs])).toMatchObject({ ties: 10, losses: 0, pValue: 1 });
  });
});

const shuffled = (samples: readonly number[]) =>
  fc.shuffledSubarray([...samples], { minLength: samples.length, maxLength: samples.length });

describe('the same step on every question', () => {
  test('twice is no certainty', () => {
    const pairs = [
      { baseline: 0.2, value: 0.3 },
      { baseline: 1.1, value: 1.2 },
    ];

    expect(pairedDifference([pairs])).toMatchObject({
      ...{ interval: null, smallestDetectable: null, test: 'SIGN', pValue: 0.5, wins: 2 },
    });
    expect(pairedT(pairs.map(({ baseline, value }) => value - baseline))?.variance).toBe(0);
  });

  test('has no variance and one rank, wherever it starts from', () => {
    fc.assert(
      fc.property(fc.array(tenths, { minLength: 2, maxLength: 20 }), tenths, (starts, step) => {
        fc.pre(step !== 0);
        const pairs = starts.map((baseline) => ({ baseline, value: baseline + step }));
        const found = pairedDifference([pairs]);

        expect(found).toMatchObject({ interval: null, test: 'SIGN', ties: 0 });
        expect(found.pValue).toBe(2 ** (1 - starts.length));
        // All signs alike among equal ranks: one pattern of all, and the opposite one.
        expect(pairedDifference([pairs], { test: 'WILCOXON' }).pValue).toBe(2 ** (1 - starts.length));
      }),
    );
  });
});

test('a change of units changes no verdict', () => {
  const pairs = fc.array(fc.record({ baseline: tenths, value: tenths }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(
      pairs,
      tenths.filter((factor) => factor > 0),
      tenths,
      (all, factor, shift) => {
        const moved = (value: number) => factor * value + shift;
        const there = all.map(({ baseline, value }) => ({ baseline: moved(baseline), value: moved(value) }));

        for (const test of ['PAIRED_T', 'WILCOXON'] as const) {
          const [before, after] = [all, there].map((each) => pairedDifference([each], { test }));
          expect(after).toMatchObject({
            ...{ wins: before?.wins, ties: before?.ties, losses: before?.losses, test: before?.test },
            pValue: expect.closeTo(before?.pValue ?? Number.NaN, 9),
          });
          expect(after?.interval === null).toBe(before?.interval === null);
        }
      },
    ),
  );
});

test('a hundred thousand questions with the same decimal as score show no variance', () => {
  for (const value of [0.1, 0.7, 1 / 3]) {
    const sums = clusterSums(Array.from({ length: 100_000 }, () => ({ n: 1, sum: value })));

    expect(clusteredInterval(sums, { min: 0, max: 1 })?.method).toBe('WILSON');
  }
  const one = clusterSums(Array.from({ length: 100_000 }, (_, at) => ({ n: 1, sum: at === 7 ? 0.2 : 0.1 })));
  expect(clusteredInterval(one, { min: 0, max: 1 })?.method).toBe('CLUSTER_T');
});

test('judges that agree but for noise agree, and a list without variance correlates with nothing', () => {
  const sum = 0.1 + 0.2;
  expect(agreement([{ baseline: sum, value: 0.3, times: 4 }])).toMatchObject({ same: 4, pearson: null });

  const constant = [0.1, 0.1, 0.1, sum - 0.2];
  for (const coefficient of [pearson, spearman, kendallTauB])
    expect(coefficient(constant, [1, 2, 3, 4])).toBeNull();
});

test('differences of nothing but noise are none, opposite ones stay opposite, and real ones stay as they are', () => {
  fc.assert(
    fc.property(fc.array(tenths, { minLength: 1, maxLength: 20 }), (values) => {
      const noisy = values.map((value) => ({ value: value + 0.3 - (0.1 + 0.2), size: 6 }));
      const found = withoutNoise(noisy);

      expect(withoutNoise(noisy.map((each) => ({ ...each, value: -each.value })))).toEqual(
        found.map((value) => 0 - value),
      );
      for (const [at, value] of values.entries()) {
        expect(found[at]).toBeCloseTo(value, 11);
        if (value === 0) expect(found[at]).toBe(0);
        for (const [other, same] of values.entries()) expect(found[at] === found[other]).toBe(value === same);
      }
    }),
  );
});
