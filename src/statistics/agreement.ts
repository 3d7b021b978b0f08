import { averageRanks } from './averageRanks.ts';
import { deviations, settled } from './noise.ts';

/**
 * Agreement of two lists of scores of the same things, pairwise by position. A coefficient is null where it is not
 * defined: fewer than two pairs, or a list without variance.
 */
export function pearson(x: readonly number[], y: readonly number[]): number | null {
  const [fromX, fromY] = [deviations(x), deviations(y)];
  const cross = sumOver(fromX, fromY, (a, b) => a * b);
  const squares = sumOver(fromX, fromX, (a) => a * a) * sumOver(fromY, fromY, (b) => b * b);
  // Rounding can carry a perfect correlation past 1.
  return squares > 0 ? Math.max(-1, Math.min(1, cross / Math.sqrt(squares))) : null;
}

/** Pearson of the ranks, equal values sharing theirs. */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  return pearson(averageRanks(x).ranks, averageRanks(y).ranks);
}

/** Mean squared error. Null without pairs. */
export function mse(x: readonly number[], y: readonly number[]): number | null {
  return x.length === 0 ? null : sumOver(x, y, (a, b) => (a - b) ** 2) / x.length;
}

/** Mean absolute error. Null without pairs. */
export function mae(x: readonly number[], y: readonly number[]): number | null {
  return x.length === 0 ? null : sumOver(x, y, (a, b) => Math.abs(a - b)) / x.length;
}

/** Cosine of the two lists as vectors, not centred: near 1 for any two lists of similar positive scores. */
export function cosine(x: readonly number[], y: readonly number[]): number | null {
  const lengths = Math.sqrt(sumOver(x, x, (a) => a * a) * sumOver(y, y, (b) => b * b));
  return lengths > 0 ? sumOver(x, y, (a, b) => a * b) / lengths : null;
}

/** Cohen's kappa of two lists of labels, unweighted. Null where chance alone would agree always. */
export function cohenKappa<Label>(x: readonly Label[], y: readonly Label[]): number | null {
  const n = x.length;
  if (n === 0) return null;
  const [countsX, countsY] = [counts(x), counts(y)];
  const observed = x.filter((label, index) => label === y[index]).length / n;
  const expected =
    [...countsX].reduce((total, [label, count]) => total + count * (countsY.get(label) ?? 0), 0) / n ** 2;
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}

function counts<Label>(labels: readonly Label[]): Map<Label, number> {
  const found = new Map<Label, number>();
  for (const label of labels) found.set(label, (found.get(label) ?? 0) + 1);
  return found;
}

function sumOver(x: readonly number[], y: readonly number[], term: (a: number, b: number) => number): number {
  if (x.length !== y.length)
    throw new RangeError(`Paired lists differ in length: ${x.length} and ${y.length}`);
  return x.reduce((total, a, index) => total + term(a, y[index] ?? Number.NaN), 0);
}

/** How often two judges gave the same thing these two values; null for none. */
export interface CountedPair {
  baseline: number | null;
  value: number | null;
  times: number;
}

export interface Agreement {
  /** Things that both gave a value. */
  n: number;
  same: number;
  /** Things of which one alone has a value. */
  onlyOne: number;
  kappa: number | null;
  pearson: number | null;
  spearman: number | null;
}

/** Beyond so many different values they are measurements, and equal labels mean nothing. */
const MOST_LABELS = 20;

/** Agreement from counted pairs. */
export function agreement(pairs: readonly CountedPair[]): Agreement {
  const both = pairs.filter(({ baseline, value }) => baseline !== null && value !== null);
  const one = pairs.filter(({ baseline, value }) => (baseline === null) !== (value === null));
  const total = (some: readonly CountedPair[]) => some.reduce((sum, { times }) => sum + times, 0);
  const labels = settled(both.flatMap(({ baseline, value }) => [baseline as number, value as number]));
  const listOf = (side: 0 | 1): number[] =>
    both.flatMap(({ times }, at) => new Array<number>(times).fill(labels[2 * at + side] as number));
  const [x, y] = [listOf(0), listOf(1)];
  return {
    n: x.length,
    same: x.filter((label, at) => label === y[at]).length,
    onlyOne: total(one),
    kappa: new Set([...x, ...y]).size <= MOST_LABELS ? cohenKappa(x, y) : null,
    pearson: pearson(x, y),
    spearman: spearman(x, y),
  };
}
