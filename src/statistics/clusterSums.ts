import { isNoise } from './noise.ts';

/**
 * Sums over questions (clusters) q with n_q scores that add up to S_q. They suffice for a mean and its
 * cluster-robust variance, and sums of disjoint sets of questions add up.
 */
export interface ClusterSums {
  /** Σ n_q, the number of scores. */
  n: number;
  /** Σ S_q. */
  sum: number;
  /** G, the number of questions with at least one score. */
  clusters: number;
  /** Σ S_q². */
  sumS2: number;
  /** Σ S_q n_q. */
  sumSn: number;
  /** Σ n_q². */
  sumN2: number;
}

export const NO_CLUSTERS: ClusterSums = { n: 0, sum: 0, clusters: 0, sumS2: 0, sumSn: 0, sumN2: 0 };

/** Scores of one question: how many, and their sum. */
export interface Cluster {
  n: number;
  sum: number;
}

export function clusterSums(clusters: Iterable<Cluster>): ClusterSums {
  let sums = NO_CLUSTERS;
  for (const { n, sum } of clusters)
    if (n > 0)
      sums = addClusterSums(sums, { n, sum, clusters: 1, sumS2: sum * sum, sumSn: sum * n, sumN2: n * n });
  return sums;
}

/** Sums of two sets of questions that share none. Criteria of the same questions do share. */
export function addClusterSums(a: ClusterSums, b: ClusterSums): ClusterSums {
  return {
    n: a.n + b.n,
    sum: a.sum + b.sum,
    clusters: a.clusters + b.clusters,
    sumS2: a.sumS2 + b.sumS2,
    sumSn: a.sumSn + b.sumSn,
    sumN2: a.sumN2 + b.sumN2,
  };
}

/** Σ (S_q − m n_q)², the residual sum of squares about the mean m; 0 where it is noise. */
export function residualSquares({ sumS2, sumSn, sumN2, clusters }: ClusterSums, m: number): number {
  const residual = sumS2 - 2 * m * sumSn + m * m * sumN2;
  const size = sumS2 + 2 * Math.abs(m * sumSn) + m * m * sumN2;
  // Each number added may lose half a unit of the last place: of a million all the same, one that differs leaves 1e-6.
  return isNoise(residual, size) || residual <= 2 ** -52 * clusters * size ? 0 : residual;
}
