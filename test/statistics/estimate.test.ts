import { expect, test } from 'vitest';
import { clusteredMean } from '../../src/statistics/clusteredMean.ts';
import { clusterSums } from '../../src/statistics/clusterSums.ts';
import {
  difference,
  type Estimate,
  meanOfMeans,
  tInterval,
  weightedMean,
} from '../../src/statistics/estimate.ts';
import { expectNear, scipy } from './fixtures/scipy.ts';

const singles = (values: readonly number[]) => clusterSums(values.map((sum) => ({ n: 1, sum })));

test("the difference of two independent means has Welch's degrees of freedom", () => {
  for (const { a, b, statistic, df } of scipy.welch) {
    const gap = difference(clusteredMean(singles(a)) as Estimate, clusteredMean(singles(b)) as Estimate);

    expectNear(gap.mean / Math.sqrt(gap.variance), statistic);
    expectNear(gap.degreesOfFreedom, df);
  }
});

test('the mean of six task means has a 36th of the sum of their variances', () => {
  const tasks = [0.9, 0.7, 0.5, 0.8, 0.2, 0.3].map((mean) => ({
    mean,
    variance: 0.0036,
    degreesOfFreedom: 99,
  }));

  const overall = meanOfMeans(tasks);

  expect(overall?.mean).toBeCloseTo(3.4 / 6, 14);
  expect(overall?.variance).toBeCloseTo(0.0006, 14);
  expect(overall?.degreesOfFreedom).toBeCloseTo(6 * 99, 9);
});

test('weights matter by their shares only, and no weight has no mean', () => {
  const parts = [
    { mean: 1, variance: 0.1, degreesOfFreedom: 5 },
    { mean: 3, variance: 0.2, degreesOfFreedom: 7 },
  ];

  expect(weightedMean(parts, [3, 1])?.mean).toBe(1.5);
  expect(weightedMean(parts, [30, 10])).toEqual(weightedMean(parts, [3, 1]));
  expect(weightedMean(parts, [0, 0])).toBeNull();
  expect(meanOfMeans([])).toBeNull();
});

test('an interval without variance is its mean, and none leaves the bounds', () => {
  expect(tInterval({ mean: 2, variance: 0, degreesOfFreedom: 4 }, null)).toEqual({ low: 2, high: 2 });
  expect(tInterval({ mean: 0.9, variance: 1, degreesOfFreedom: 4 }, { min: 0, max: 1 })).toEqual({
    low: 0,
    high: 1,
  });
});
