import { AppError } from '../core/errors.ts';
import type { Cluster } from './clusterSums.ts';
import { CONFIDENCE, type Interval, upperProbability } from './interval.ts';
import { compareLists, evenhanded } from './mirror.ts';
import { below, seededRandom } from './random.ts';

export interface BootstrapOptions {
  seed: number;
  /** 2000 puts the ends of a 95 % interval within about 0.1 standard error. */
  resamples?: number;
  confidence?: number;
}

export interface BootstrapInterval extends Interval {
  mean: number;
}

/**
 * Percentile interval of Σ S / Σ n, drawing whole questions with replacement. The same questions and seed give the
 * same interval in whatever order they come. Null without scores.
 */
export function clusterBootstrap(
  clusters: readonly Cluster[],
  options: BootstrapOptions,
): BootstrapInterval | null {
  return resample(
    clusters.filter(({ n }) => n > 0).map(({ sum, n }) => [sum, n]),
    ([sum = 0, n = 0]) => sum / n,
    options,
  );
}

/**
 * The same for the difference a − b of two evaluations of the same questions: a question is drawn with both its
 * answers. `a[i]` and `b[i]` are the same question; one that either lacks is left out. Exchanged, they give the
 * opposite interval.
 */
export function pairedBootstrap(
  a: readonly Cluster[],
  b: readonly Cluster[],
  options: BootstrapOptions,
): BootstrapInterval | null {
  if (a.length !== b.length)
    throw new AppError('INVALID_INPUT', `Paired questions differ in number: ${a.length} and ${b.length}`);
  const rows = a.flatMap((left, index) => {
    const right = b[index];
    return right && left.n > 0 && right.n > 0 ? [[left.sum, left.n, right.sum, right.n]] : [];
  });
  const mirrored = rows.map(([s = 0, n = 0, t = 0, m = 0]) => [t, m, s, n]);
  const order = compareLists(rows.toSorted(compareRows), mirrored.toSorted(compareRows), compareRows);
  const found = resample(order > 0 ? mirrored : rows, differenceOfMeans, options);
  if (!found) return null;
  const mean = order === 0 ? 0 : order > 0 ? 0 - found.mean : found.mean;
  return { mean, ...evenhanded(order, () => found) };
}

const differenceOfMeans = ([s = 0, n = 0, t = 0, m = 0]: readonly number[]): number => s / n - t / m;

function resample(
  rows: number[][],
  statistic: (totals: readonly number[]) => number,
  { seed, resamples = 2000, confidence = CONFIDENCE }: BootstrapOptions,
): BootstrapInterval | null {
  if (rows.length === 0) return null;
  const upper = upperProbability(confidence);
  // The statistic depends on the set of rows only, so a canonical order makes the draw depend on nothing else.
  const sorted = rows.toSorted(compareRows);
  const columns = (sorted[0] ?? []).map((_, column) => Float64Array.from(sorted, (row) => row[column] ?? 0));
  const random = seededRandom(seed);

  const draws = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw += 1) draws[draw] = statistic(drawTotals(columns, random));
  draws.sort();

  return {
    mean: statistic(columns.map((column) => column.reduce((total, value) => total + value, 0))),
    low: quantile(draws, 1 - upper),
    high: quantile(draws, upper),
  };
}

function drawTotals(columns: readonly Float64Array[], random: () => number): number[] {
  const totals = columns.map(() => 0);
  const count = columns[0]?.length ?? 0;
  for (let drawn = 0; drawn < count; drawn += 1) {
    const row = below(random, count);
    for (const [column, values] of columns.entries())
      totals[column] = (totals[column] ?? 0) + (values[row] ?? 0);
  }
  return totals;
}

/** Quantile of sorted values by linear interpolation (type 7, NumPy's default). */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = (sorted.length - 1) * p;
  const index = Math.floor(position);
  const low = sorted[index] ?? Number.NaN;
  const high = sorted[index + 1] ?? low;
  return low + (high - low) * (position - index);
}

const compareRows = (a: readonly number[], b: readonly number[]): number =>
  compareLists(a, b, (left, right) => left - right);
