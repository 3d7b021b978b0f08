import { normalQuantile, tCdf, tQuantile } from './distributions.ts';
import { difference, type Estimate } from './estimate.ts';
import { CONFIDENCE, upperProbability } from './interval.ts';

export interface RankOptions {
  confidence?: number;
  higherIsBetter?: boolean;
}

/**
 * Rank of each row: 1 + the number of rows clearly above it. A row is clearly above another when the difference of
 * their means exceeds t·√(v1 + v2), the estimates taken as independent (which errs towards ties where both answered
 * the same questions). Rows that the data cannot tell apart share a rank. Null rows (incomplete, or without a
 * variance) have none and count for nobody. The result depends on no order.
 */
export function ranks(rows: readonly (Estimate | null)[], options: RankOptions = {}): (number | null)[] {
  return rows.map((row) => {
    if (row === null) return null;
    let rank = 1;
    for (const other of rows) if (other !== null && isClearlyAbove(other, row, options)) rank++;
    return rank;
  });
}

export function isClearlyAbove(a: Estimate, b: Estimate, options: RankOptions = {}): boolean {
  const { confidence = CONFIDENCE, higherIsBetter = true } = options;
  const gap = higherIsBetter ? a.mean - b.mean : b.mean - a.mean;
  // The normal's quantile is the least of all, that of fewer degrees of freedom the greater: most pairs are told by these.
  if (!(gap > 0) || gap < quantileOfNormal(confidence) * Math.sqrt(a.variance + b.variance)) return false;
  const { variance, degreesOfFreedom } = difference(a, b);
  const t = gap / Math.sqrt(variance);
  if (degreesOfFreedom >= FEW && t > quantileOfFew(confidence)) return true;
  // The tail probability says the same as the quantile and costs a tenth.
  return tCdf(-t, degreesOfFreedom) < 1 - upperProbability(confidence);
}

const FEW = 10;

const byConfidence = (quantile: (confidence: number) => number) => {
  const known = new Map<number, number>();
  return (confidence: number): number => {
    const found = known.get(confidence) ?? quantile(confidence);
    known.set(confidence, found);
    return found;
  };
};

// A hair to the safe side of both, so that only the tail probability decides what lies on the line.
const quantileOfNormal = byConfidence((confidence) => normalQuantile(upperProbability(confidence)) - 1e-9);
const quantileOfFew = byConfidence((confidence) => tQuantile(upperProbability(confidence), FEW) + 1e-9);
