import { averageRanks } from './averageRanks.ts';
import { normalCdf } from './distributions.ts';
import type { TestResult } from './pairedTests.ts';

export interface WilcoxonResult extends TestResult {
  method: 'EXACT' | 'NORMAL';
}

const EXACT_LIMIT = 50;

/**
 * Wilcoxon's signed-rank test, two-sided; `statistic` is the smaller rank sum. Zero differences are left out
 * (Wilcoxon's own rule), and equal ones share the mean of their ranks. Up to 50 differences the p-value is that of all
 * sign patterns of the ranks there are, ties included; beyond it is the normal approximation with tie correction and
 * without continuity correction, as scipy.stats.wilcoxon. Null when all are zero.
 */
export function wilcoxonSignedRank(differences: readonly number[]): WilcoxonResult | null {
  const nonzero = differences.filter((value) => value !== 0);
  if (nonzero.length === 0) return null;

  const { ranks, ties } = averageRanks(nonzero.map(Math.abs));
  const positive = ranks.reduce((total, rank, index) => total + ((nonzero[index] ?? 0) > 0 ? rank : 0), 0);
  const n = nonzero.length;
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive);

  return n <= EXACT_LIMIT
    ? { statistic, pValue: exactP(statistic, ranks), method: 'EXACT' }
    : { statistic, pValue: normalP(statistic, n, ties), method: 'NORMAL' };
}

function exactP(statistic: number, ranks: readonly number[]): number {
  const n = ranks.length;
  // ways[s]: in how many of the 2^n sign patterns the positive ranks add up to s/2, since shared ranks are halves.
  // Below 2^53, so exact.
  const ways = new Float64Array(n * (n + 1) + 1);
  ways[0] = 1;
  for (const rank of ranks)
    for (let sum = ways.length - 1; sum >= 2 * rank; sum -= 1)
      ways[sum] = (ways[sum] ?? 0) + (ways[sum - 2 * rank] ?? 0);
  const tail = ways.subarray(0, 2 * statistic + 1).reduce((total, count) => total + count, 0);
  return Math.min(1, (2 * tail) / 2 ** n);
}

function normalP(statistic: number, n: number, ties: readonly number[]): number {
  const mean = (n * (n + 1)) / 4;
  const tieCorrection = ties.reduce((total, size) => total + size * (size * size - 1), 0) / 2;
  const variance = (n * (n + 1) * (2 * n + 1) - tieCorrection) / 24;
  return 2 * normalCdf(-Math.abs((statistic - mean) / Math.sqrt(variance)));
}
