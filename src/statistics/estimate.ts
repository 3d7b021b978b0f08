import { tQuantile } from './distributions.ts';
import { type Bounds, CONFIDENCE, clip, type Interval, upperProbability } from './interval.ts';

/** A number with the variance of its estimate, and the degrees of freedom that variance rests on. */
export interface Estimate {
  mean: number;
  variance: number;
  degreesOfFreedom: number;
}

/** Interval by Student's t, clipped to what the statistic can be; it always contains its estimate. */
export function tInterval(estimate: Estimate, bounds: Bounds | null, confidence = CONFIDENCE): Interval {
  const half =
    tQuantile(upperProbability(confidence), estimate.degreesOfFreedom) * Math.sqrt(estimate.variance);
  return clip({ low: estimate.mean - half, high: estimate.mean + half }, bounds, estimate.mean);
}

/**
 * Unweighted mean of independent means, by the delta method: Var = Σ Var_k / K². GenEval's overall over its six
 * tasks, which share no question.
 */
export function meanOfMeans(estimates: readonly Estimate[]): Estimate | null {
  return weightedMean(
    estimates,
    estimates.map(() => 1),
  );
}

/**
 * Weighted mean of independent means; weights need not add up to 1. Degrees of freedom by Welch and Satterthwaite.
 * Null without a positive total weight.
 */
export function weightedMean(estimates: readonly Estimate[], weights: readonly number[]): Estimate | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (estimates.length === 0 || !(total > 0)) return null;

  const parts = estimates.map((estimate, index) => ({ ...estimate, share: (weights[index] ?? 0) / total }));
  return {
    mean: parts.reduce((sum, { mean, share }) => sum + share * mean, 0),
    variance: parts.reduce((sum, { variance, share }) => sum + share ** 2 * variance, 0),
    degreesOfFreedom: welchSatterthwaite(
      parts.map(({ variance, share, degreesOfFreedom }) => ({
        variance: share ** 2 * variance,
        degreesOfFreedom,
      })),
    ),
  };
}

/** Difference a − b of independent estimates (Welch's t). */
export function difference(a: Estimate, b: Estimate): Estimate {
  return {
    mean: a.mean - b.mean,
    variance: a.variance + b.variance,
    degreesOfFreedom: welchSatterthwaite([a, b]),
  };
}

/** Degrees of freedom of a sum of independent variances: (Σ v)² / Σ v²/df. Infinite when all are zero. */
export function welchSatterthwaite(parts: readonly { variance: number; degreesOfFreedom: number }[]): number {
  const total = parts.reduce((sum, { variance }) => sum + variance, 0);
  if (total === 0) return Number.POSITIVE_INFINITY;
  // In shares of the total: variances of tiny numbers would underflow when squared.
  const denominator = parts.reduce(
    (sum, { variance, degreesOfFreedom }) => sum + (variance / total) ** 2 / degreesOfFreedom,
    0,
  );
  return denominator === 0 ? Number.POSITIVE_INFINITY : 1 / denominator;
}
