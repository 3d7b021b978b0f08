import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusteredInterval, clusteredMean } from '../../src/statistics/clusteredMean.ts';
import { addClusterSums, type Cluster, clusterSums } from '../../src/statistics/clusterSums.ts';
import { wilsonInterval } from '../../src/statistics/wilson.ts';
import { expectNear, scipy } from './fixtures/scipy.ts';

const scale = { min: 0, max: 6 };
const clusterOf = (scores: readonly number[]): Cluster => ({
  n: scores.length,
  sum: scores.reduce((total, score) => total + score, 0),
});
const groups = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 }), {
  minLength: 2,
  maxLength: 40,
});

describe('the mean over questions as clusters, from sums alone', () => {
  test('agrees with the definition on the scores themselves', () => {
    for (const expected of scipy.clusters) {
      const interval = clusteredInterval(clusterSums(expected.groups.map(clusterOf)), scale);

      expectNear(interval?.mean, expected.mean);
      expectNear(interval?.variance, expected.variance);
      expectNear(interval?.low, expected.low);
      expectNear(interval?.high, expected.high);
    }
  });

  test('is the ordinary t interval when every question has one score', () => {
    const { scores, low, high } = scipy.singles;

    const interval = clusteredInterval(clusterSums(scores.map((score) => clusterOf([score]))), null);

    expectNear(interval?.low, low);
    expectNear(interval?.high, high);
  });

  test('equals the residuals summed question by question, whatever the data', () => {
    fc.assert(
      fc.property(groups, (data) => {
        const clusters = data.map(clusterOf);
        const n = data.flat().length;
        const mean = clusterOf(data.flat()).sum / n;
        const residual = clusters.reduce((total, { sum, n: size }) => total + (sum - mean * size) ** 2, 0);
        const expected = ((data.length / (data.length - 1)) * residual) / n ** 2;

        expect(clusteredMean(clusterSums(clusters))?.variance).toBeCloseTo(expected, 10);
      }),
    );
  });

  test('does not depend on the order of questions, nor on how their sums were added up', () => {
    fc.assert(
      fc.property(groups, fc.nat(40), (data, cut) => {
        const clusters = data.map(clusterOf);
        const inParts = addClusterSums(clusterSums(clusters.slice(cut)), clusterSums(clusters.slice(0, cut)));

        expect(clusterSums(clusters.toReversed())).toEqual(clusterSums(clusters));
        expect(inParts).toEqual(clusterSums(clusters));
      }),
    );
  });

  test('stays on the scale and holds the mean', () => {
    fc.assert(
      fc.property(groups, (data) => {
        const interval = clusteredInterval(clusterSums(data.map(clusterOf)), scale);

        expect(interval).not.toBeNull();
        if (!interval) return;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(6);
        expect(interval.low).toBeLessThanOrEqual(interval.mean + 1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(interval.mean - 1e-12);
        expect(interval.high - interval.low).toBeGreaterThan(0);
      }),
    );
  });

  test('is wider than the pictures alone would have it when a question repeats itself', () => {
    const repeated = Array.from({ length: 20 }, (_, index) => clusterOf(Array(4).fill(index % 2)));
    const apart = repeated.flatMap(({ n, sum }) => Array.from({ length: n }, () => clusterOf([sum / n])));

    const ratio =
      (clusteredMean(clusterSums(repeated))?.variance ?? 0) /
      (clusteredMean(clusterSums(apart))?.variance ?? 1);

    expect(ratio).toBeGreaterThan(3.9);
  });
});

describe('without variance', () => {
  const all = (score: number, questions: number, each: number) =>
    clusterSums(Array.from({ length: questions }, () => clusterOf(Array(each).fill(score))));

  test('ten of ten is not certainty: Wilson on questions, not on pictures', () => {
    const interval = clusteredInterval(all(1, 10, 4), { min: 0, max: 1 });

    expect(interval).toMatchObject({ mean: 1, high: 1, method: 'WILSON' });
    expect(interval?.low).toBe(wilsonInterval(10, 10).low);
    expect(interval?.variance).toBeGreaterThan(0);
  });

  test('the same score everywhere on a wider scale is placed on it', () => {
    const interval = clusteredInterval(all(3, 10, 1), scale);

    expect(interval?.low).toBeCloseTo(6 * wilsonInterval(5, 10).low, 12);
    expect(interval?.high).toBeCloseTo(6 * wilsonInterval(5, 10).high, 12);
  });

  test('rounding noise is not taken for variance', () => {
    expect(
      clusteredInterval(clusterSums(Array(1000).fill({ n: 3, sum: 2 })), { min: 0, max: 1 })?.method,
    ).toBe('WILSON');
  });

  test('one question, no score, or no scale to place it on has no interval', () => {
    expect(clusteredInterval(all(1, 1, 4), scale)).toBeNull();
    expect(clusteredInterval(clusterSums([]), scale)).toBeNull();
    expect(clusteredInterval(clusterSums([{ n: 0, sum: 0 }]), scale)).toBeNull();
    expect(clusteredInterval(all(3, 10, 1), null)).toBeNull();
  });
});

describe('beyond the scale, where no scale binds the values', () => {
  const beyond = fc.array(fc.array(fc.integer({ min: -40, max: 60 }), { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 12,
  });

  test('an interval contains its estimate, or there is none', () => {
    fc.assert(
      fc.property(beyond, (data) => {
        const interval = clusteredInterval(clusterSums(data.map(clusterOf)), scale);

        if (interval === null) return;
        const { mean, low, high } = interval;
        expect([low, mean, high].every(Number.isFinite)).toBe(true);
        expect(low).toBeLessThanOrEqual(mean);
        expect(high).toBeGreaterThanOrEqual(mean);
      }),
    );
  });

  test('the end that is passed does not cut the interval, the other one does', () => {
    const { low, high } = clusteredInterval(clusterSums([2, 100].map((sum) => ({ n: 1, sum }))), scale) ?? {};

    expect(low).toBe(0);
    // 51 ± t(0.975; 1) · 49.
    expect(high).toBeCloseTo(51 + 49 * 12.706204736174698, 6);
    const same = clusterSums(Array(9).fill({ n: 1, sum: 41.8 }));
    expect(clusteredInterval(same, scale)).toBeNull();
  });

  test('a mean that only noise puts past the end lies at it', () => {
    const sums = clusterSums(Array(10).fill({ n: 1, sum: 0.3 }));
    const interval = clusteredInterval({ ...sums, sum: sums.sum + 1e-15 }, { min: 0, max: 0.3 });

    expect(interval).toMatchObject({ method: 'WILSON', high: interval?.mean });
    expect(interval?.low).toBeCloseTo(0.3 * wilsonInterval(10, 10).low, 12);
  });
});

test("Wilson's interval agrees with SciPy and ends exactly at 0 and 1", () => {
  for (const { successes, n, confidence, low, high } of scipy.wilson) {
    const interval = wilsonInterval(successes, n, confidence);

    expectNear(interval.low, low);
    expectNear(interval.high, high);
  }
  expect([wilsonInterval(0, 10).low, wilsonInterval(10, 10).high]).toEqual([0, 1]);
});

test('a confidence that is none is refused', () => {
  expect(() => wilsonInterval(1, 2, 95)).toThrow('A confidence lies between 0 and 1, not at 95');
});
