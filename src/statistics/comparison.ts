import { type BootstrapOptions, quantile } from './bootstrap.ts';

import { detectableLike } from './detectable.ts';
import { tCdf } from './distributions.ts';
import { type Estimate, meanOfMeans, tInterval } from './estimate.ts';
import { CONFIDENCE, type Interval, upperProbability } from './interval.ts';
import { compareLists, evenhanded } from './mirror.ts';
import { type Difference, isNoise, meanOf, withoutNoise } from './noise.ts';
import { mcnemarExact, pairedT, signTest } from './pairedTests.ts';
import { below, type Random, seededRandom } from './random.ts';
import { wilcoxonSignedRank } from './wilcoxon.ts';

/** One question's mean in two evaluations. */
export interface Pair {
  baseline: number;
  value: number;
  /** Size of the largest value that either mean is made of, which may be more than they have themselves. */
  size?: number;
}

export type PairedTest = 'PAIRED_T' | 'WILCOXON' | 'MCNEMAR' | 'SIGN';

export interface PairedDifference {
  /** Questions that both answered. */
  n: number;
  baselineMean: number | null;
  mean: number | null;
  /** `mean` − `baselineMean`. */
  difference: number | null;
  /** Student's interval; null where the differences do not vary or there are too few. */
  interval: Interval | null;
  wins: number;
  ties: number;
  losses: number;
  test: PairedTest | null;
  pValue: number | null;
  /** Smallest true difference found with power 0.8 at 5 %; null where the differences do not vary. */
  smallestDetectable: number | null;
}

export interface PairedOptions {
  higherIsBetter?: boolean;
  /** The exact McNemar test, which is for one yes/no answer a question, or a paired t unless given. */
  test?: 'PAIRED_T' | 'WILCOXON' | 'MCNEMAR' | null | undefined;
  /** Whether each question has one yes-or-no answer in each evaluation. */
  isYesNo?: boolean;
}

/**
 * Two evaluations of the same questions. With several strata the means are unweighted means of the strata's, as
 * GenEval's overall is of its tasks; the strata share no question. Every question counts once, however many samples
 * it has: questions are independent, pictures are not.
 */
export function pairedDifference(
  strata: readonly (readonly Pair[])[],
  options: PairedOptions = {},
): PairedDifference {
  const { higherIsBetter = true } = options;
  const filled = strata.filter((pairs) => pairs.length > 0);
  const differences = differencesOf(filled);
  const all = differences.flat();
  const estimate = estimateOf(differences);
  const better = all.filter((value) => (higherIsBetter ? value > 0 : value < 0)).length;
  const ties = all.filter((value) => value === 0).length;
  const varies = estimate !== null && estimate.variance > 0;
  return {
    n: all.length,
    baselineMean: meanOver(filled.map((pairs) => pairs.map(({ baseline }) => baseline))),
    mean: meanOver(filled.map((pairs) => pairs.map(({ value }) => value))),
    difference: meanOver(differences),
    interval: varies ? tInterval(estimate, null) : null,
    wins: better,
    ties,
    losses: all.length - better - ties,
    ...testOf(differences, estimate, options),
    smallestDetectable: varies ? detectableLike(estimate) : null,
  };
}

const sized = ({ baseline, value, size = 0 }: Pair): Difference => ({
  value: value - baseline,
  size: Math.max(size, Math.abs(baseline), Math.abs(value)),
});

/** Whether two answers to a question are worth the same, but for the noise of adding up. */
export function isTie(pair: Pair): boolean {
  const { value, size } = sized(pair);
  return isNoise(value, size);
}

/** What every pair differs by, without noise. */
function differencesOf(strata: readonly (readonly Pair[])[]): number[][] {
  const all = withoutNoise(strata.flat().map(sized)).values();
  return strata.map((pairs) => pairs.map(() => all.next().value as number));
}

function meanOver(strata: readonly (readonly number[])[]): number | null {
  return strata.length === 0 ? null : meanOf(strata.map(meanOf));
}

function estimateOf(differences: readonly (readonly number[])[]): Estimate | null {
  const estimates = differences.flatMap((ofStratum) => pairedT(ofStratum) ?? []);
  return estimates.length === differences.length ? meanOfMeans(estimates) : null;
}

function testOf(
  strata: readonly (readonly number[])[],
  estimate: Estimate | null,
  { test, isYesNo = false }: PairedOptions,
): Pick<PairedDifference, 'test' | 'pValue'> {
  const differences = strata.flat();
  if (differences.length === 0) return { test: null, pValue: null };
  // McNemar asks about all questions alike, which is not what a mean of strata asks.
  if (isYesNo && (test === 'MCNEMAR' || (!test && strata.length === 1))) {
    const wins = differences.filter((value) => value > 0).length;
    const losses = differences.filter((value) => value < 0).length;
    return { test: 'MCNEMAR', pValue: mcnemarExact(wins, losses).pValue };
  }
  if (test === 'WILCOXON') return { test: 'WILCOXON', pValue: wilcoxonSignedRank(differences)?.pValue ?? 1 };
  if (!estimate || estimate.variance === 0) {
    // Without variance t is infinite and p is 0, be it on two questions: the signs are all there is to go by.
    return { test: 'SIGN', pValue: signTest(differences).pValue };
  }
  const t = estimate.mean / Math.sqrt(estimate.variance);
  return { test: 'PAIRED_T', pValue: 2 * tCdf(-Math.abs(t), estimate.degreesOfFreedom) };
}

/** Questions beyond so many are drawn in groups. */
const MOST_GROUPS = 2000;

/**
 * Percentile interval of the mean difference, drawing questions with both their answers, with replacement, within
 * each stratum. The same questions and seed give the same interval in whatever order they come, and the opposite one
 * when the two are exchanged. Null without any.
 *
 * More than 2,000 questions are first put at random into 2,000 groups of equal size, give or take one, and groups are
 * drawn (the random groups of Wolter 2007, "Introduction to Variance Estimation", chapter 2). It moves the ends by
 * about 0.03 standard errors, where the drawing itself moves them by 0.1, and 20,000 questions then cost no more.
 */
export function bootstrapDifference(
  strata: readonly (readonly Pair[])[],
  options: BootstrapOptions,
): Interval | null {
  const there = differencesOf(strata.filter((pairs) => pairs.length > 0));
  if (there.length === 0) return null;
  const columns = inOrder(there);
  const mirrored = inOrder(there.map((column) => column.map((value) => -value)));
  return evenhanded(compareLists(columns, mirrored, compareColumns), (isMirrored) =>
    percentiles(isMirrored ? mirrored : columns, options),
  );
}

/** Sorted, so that the draws depend on nothing but what is drawn. */
const inOrder = (differences: readonly (readonly number[])[]): Float64Array[] =>
  differences.map((column) => Float64Array.from(column, (value) => value + 0).sort()).sort(compareColumns);

function percentiles(
  columns: readonly Float64Array[],
  { seed, resamples = 2000, confidence = CONFIDENCE }: BootstrapOptions,
): Interval {
  const upper = upperProbability(confidence);
  const random = seededRandom(seed);
  const grouped = columns.map((column) => groups(column, random));
  const draws = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw += 1) {
    let total = 0;
    for (const column of grouped) total += drawnMean(column, random);
    draws[draw] = total / columns.length;
  }
  draws.sort();
  return { low: quantile(draws, 1 - upper), high: quantile(draws, upper) };
}

/** Sum and number of the differences in each group. */
interface Groups {
  sums: Float64Array;
  sizes: Float64Array;
}

function groups(values: Float64Array, random: Random): Groups {
  const { length } = values;
  if (length <= MOST_GROUPS) return { sums: values, sizes: new Float64Array(length).fill(1) };
  const sums = new Float64Array(MOST_GROUPS);
  const sizes = new Float64Array(MOST_GROUPS);
  const rest = values.slice();
  for (let left = length; left > 0; left -= 1) {
    const taken = below(random, left);
    const group = left % MOST_GROUPS;
    sums[group] = (sums[group] ?? 0) + (rest[taken] ?? 0);
    sizes[group] = (sizes[group] ?? 0) + 1;
    rest[taken] = rest[left - 1] ?? 0;
  }
  return { sums, sizes };
}

function drawnMean({ sums, sizes }: Groups, random: Random): number {
  let sum = 0;
  let size = 0;
  for (let drawn = 0; drawn < sums.length; drawn += 1) {
    const group = below(random, sums.length);
    sum += sums[group] ?? 0;
    size += sizes[group] ?? 0;
  }
  return sum / size;
}

function compareColumns(a: Float64Array, b: Float64Array): number {
  return a.length - b.length || compareLists(a, b, (left, right) => left - right);
}
