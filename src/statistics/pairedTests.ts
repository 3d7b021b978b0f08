import { binomialCdf, tCdf } from './distributions.ts';
import { type Estimate, tInterval } from './estimate.ts';
import { CONFIDENCE, type Interval } from './interval.ts';
import { deviations, meanOf } from './noise.ts';

export interface TestResult {
  statistic: number;
  /** Two-sided. */
  pValue: number;
}

export interface PairedT extends TestResult, Estimate, Interval {}

/**
 * Student's paired t on one difference per question. A question's samples are averaged first: questions, not
 * pictures, are independent. Null with fewer than two. Without any variance p is 1 for equal answers and 0 for a
 * constant difference, as the t of infinite size has it.
 */
export function pairedT(differences: readonly number[], confidence = CONFIDENCE): PairedT | null {
  const n = differences.length;
  if (n < 2) return null;
  const mean = meanOf(differences);
  const squares = deviations(differences).reduce((total, value) => total + value ** 2, 0);
  const estimate = { mean, variance: squares / (n - 1) / n, degreesOfFreedom: n - 1 };
  const statistic = mean === 0 ? 0 : mean / Math.sqrt(estimate.variance);
  return {
    ...estimate,
    ...tInterval(estimate, null, confidence),
    statistic,
    pValue: 2 * tCdf(-Math.abs(statistic), n - 1),
  };
}

/**
 * Exact two-sided sign test: of the questions that differ, do as many favour one as the other? Ties are left out.
 * `statistic` is the number of positive differences.
 */
export function signTest(differences: readonly number[]): TestResult {
  const wins = differences.filter((value) => value > 0).length;
  const losses = differences.filter((value) => value < 0).length;
  return mcnemarExact(wins, losses);
}

/** Exact McNemar test of paired yes/no answers, from the two discordant counts. With none, p is 1. */
export function mcnemarExact(onlyFirst: number, onlySecond: number): TestResult {
  const discordant = onlyFirst + onlySecond;
  const tail = discordant === 0 ? 1 : binomialCdf(Math.min(onlyFirst, onlySecond), discordant, 0.5);
  return { statistic: onlyFirst, pValue: Math.min(1, 2 * tail) };
}

/**
 * Holm's step-down correction: p-values that keep the chance of any false finding among them below the level. In the
 * order given.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).toSorted((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const adjusted = new Array<number>(pValues.length);
  let floor = 0;
  for (const [position, index] of order.entries()) {
    floor = Math.max(floor, Math.min(1, (pValues.length - position) * (pValues[index] ?? 0)));
    adjusted[index] = floor;
  }
  return adjusted;
}
