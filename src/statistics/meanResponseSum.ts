import type { ClusterSums } from './clusterSums.ts';
import type { Estimate } from './estimate.ts';

/**
 * Mean over responses of the sum of their scores: EvalAlign's alignment, where a question that is not asked adds 0.
 * `sums` are of all criteria together; `clusters` counts all questions with a response and `responses` their
 * responses, equally many per question. Null with fewer than two questions.
 */
export function meanResponseSum(sums: ClusterSums, clusters: number, responses: number): Estimate | null {
  if (responses === 0 || clusters < 2) return null;
  // About the mean over all questions, those that were not asked included: Σ S² − (Σ S)²/G.
  const squares = Math.max(0, sums.sumS2 - sums.sum ** 2 / clusters);
  return {
    mean: sums.sum / responses,
    variance: ((clusters / (clusters - 1)) * squares) / responses ** 2,
    degreesOfFreedom: clusters - 1,
  };
}
