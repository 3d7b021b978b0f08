import { type ClusterSums, residualSquares } from './clusterSums.ts';
import type { Estimate } from './estimate.ts';

/**
 * Pooled mean Σ S / Σ n over parts that are answers to the same questions: EvalAlign's faithfulness over its five
 * skills. One picture's skills go together, and the sums of the parts do not say how much. The variance is the largest
 * it can be, reached when the parts move as one: by Minkowski, √RSS of the whole is at most Σ √RSS_k about the common
 * mean. `clusters` is the number of questions that have any score. Null with fewer than two.
 */
export function sharedMean(parts: readonly ClusterSums[], clusters: number): Estimate | null {
  const n = parts.reduce((total, part) => total + part.n, 0);
  if (n === 0 || clusters < 2) return null;
  const mean = parts.reduce((total, part) => total + part.sum, 0) / n;
  const deviation = parts.reduce((total, part) => total + Math.sqrt(residualSquares(part, mean)), 0);
  return {
    mean,
    variance: (clusters / (clusters - 1)) * (deviation / n) ** 2,
    degreesOfFreedom: clusters - 1,
  };
}

/**
 * Mean over responses of the sum of their scores: EvalAlign's alignment, where a question that is not asked adds 0.
 * `clusters` counts all questions with a response and `responses` their responses, equally many per question. The
 * variance is the largest that the parts allow, as in `sharedMean`.
 */
export function meanResponseSum(
  parts: readonly ClusterSums[],
  clusters: number,
  responses: number,
): Estimate | null {
  if (responses === 0 || clusters < 2) return null;
  const mean = parts.reduce((total, part) => total + part.sum, 0) / responses;
  // About the mean over all questions, those that were not asked included: Σ S² − (Σ S)²/G.
  const deviation = parts.reduce(
    (total, part) => total + Math.sqrt(Math.max(0, part.sumS2 - part.sum ** 2 / clusters)),
    0,
  );
  return {
    mean,
    variance: (clusters / (clusters - 1)) * (deviation / responses) ** 2,
    degreesOfFreedom: clusters - 1,
  };
}
