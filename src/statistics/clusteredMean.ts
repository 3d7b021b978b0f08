import { type ClusterSums, residualSquares } from './clusterSums.ts';
import { normalQuantile } from './distributions.ts';
import { type Estimate, tInterval } from './estimate.ts';
import {
  type Bounds,
  CONFIDENCE,
  containing,
  type Interval,
  isBeyond,
  upperProbability,
} from './interval.ts';
import { wilsonInterval } from './wilson.ts';

export interface IntervalEstimate extends Estimate, Interval {
  /** `WILSON` where every question has the same mean, so that the data show no variance. */
  method: 'CLUSTER_T' | 'WILSON';
}

/**
 * Mean of all scores, questions being clusters, with the variance
 *
 *     Var(m) = G/(G−1) · Σ (S_q − m n_q)² / n²
 *
 * the sandwich estimator CR1 for a mean (Liang and Zeger 1986; Cameron and Miller 2015, "A Practitioner's Guide to
 * Cluster-Robust Inference", section II; equal to the ratio estimator of survey sampling). With one score a question it
 * is s²/n. Null without scores or with a single question, which shows nothing about the next one.
 */
export function clusteredMean(sums: ClusterSums): Estimate | null {
  if (sums.n === 0 || sums.clusters < 2) return null;
  const mean = sums.sum / sums.n;
  const correction = sums.clusters / (sums.clusters - 1);
  return {
    mean,
    variance: (correction * residualSquares(sums, mean)) / sums.n ** 2,
    degreesOfFreedom: sums.clusters - 1,
  };
}

/**
 * The mean with its interval: t on G−1 degrees of freedom, clipped to the scale.
 *
 * Ten right answers of ten show no variance, yet the next may be wrong. There Wilson's interval is taken, with the
 * questions as trials and the mean's place on the scale as proportion. On a 0/1 scale that is exact practice; on a
 * wider one it errs on the wide side, as no bounded variable varies more than a 0/1 one. `variance` is then the one
 * that gives an interval of that width, so that ranks and sums of such estimates do not take it for certainty.
 * Null without a scale to place it on, too, and where the mean lies beyond it.
 */
export function clusteredInterval(
  sums: ClusterSums,
  scale: Bounds | null,
  confidence = CONFIDENCE,
): IntervalEstimate | null {
  const estimate = clusteredMean(sums);
  return estimate && estimatedInterval(estimate, sums.clusters, scale, confidence);
}

/** The same of a mean that is known with its variance. */
export function estimatedInterval(
  estimate: Estimate,
  clusters: number,
  scale: Bounds | null,
  confidence = CONFIDENCE,
): IntervalEstimate | null {
  if (estimate.variance > 0)
    return { ...estimate, ...tInterval(estimate, scale, confidence), method: 'CLUSTER_T' };
  if (!scale || isBeyond(estimate.mean, scale) !== 0) return null;
  return withoutVariance(estimate, clusters, scale, confidence);
}

function withoutVariance(
  estimate: Estimate,
  clusters: number,
  { min, max }: Bounds,
  confidence: number,
): IntervalEstimate {
  const width = max - min;
  const place = Math.max(0, Math.min(1, (estimate.mean - min) / width));
  const { low, high } = wilsonInterval(place * clusters, clusters, confidence);
  const z = normalQuantile(upperProbability(confidence));
  return {
    ...estimate,
    variance: (((high - low) * width) / (2 * z)) ** 2,
    ...containing({ low: min + low * width, high: min + high * width }, estimate.mean),
    method: 'WILSON',
  };
}
