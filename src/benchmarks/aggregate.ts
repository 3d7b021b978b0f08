import { clusteredInterval } from '../statistics/clusteredMean.ts';
import { addClusterSums, type ClusterSums, NO_CLUSTERS } from '../statistics/clusterSums.ts';
import { type Estimate, meanOfMeans, tInterval } from '../statistics/estimate.ts';
import type { Interval } from '../statistics/interval.ts';
import { meanResponseSum } from '../statistics/sharedMean.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { Aggregation, Outcome, Scale } from './benchmark.ts';

/** What rollups keep of a set of scores in one reading. Sums of disjoint sets of questions add up. */
export interface Sums extends ClusterSums {
  /** Σ over questions of the highest value. */
  best: number;
  /** Scores a full run has. */
  expected: number;
  /** Responses of the run, scored or not. */
  responses: number;
}

/** One category's sums in one reading. */
export interface Part {
  sums: Sums;
  outcomes: Partial<Record<Outcome, number>>;
}

/** Scores as one number, with what is needed to defend it. */
export interface Aggregate {
  aggregation: Aggregation;
  /** In units of the scale; null without scores. */
  mean: number | null;
  /** Ends of the 95 % interval; null where it cannot be told. */
  interval: Interval | null;
  sum: number;
  n: number;
  expected: number;
  scale: Scale;
  outcomes: Partial<Record<Outcome, number>>;
  /** What ranks compare; null where there is no interval. */
  estimate: Estimate | null;
}

/** Computes one number over categories, from their sums alone. `scale` is that of a single score. */
export function aggregate(aggregation: Aggregation, parts: readonly Part[], scale: Scale): Aggregate {
  const total = addSums(parts.map((part) => part.sums));
  const rest = { aggregation, sum: total.sum, expected: total.expected, outcomes: addOutcomes(parts) };
  switch (aggregation) {
    case 'MEAN':
      return { ...rest, n: total.n, scale, ...mean(total, scale) };
    case 'MEAN_OF_CATEGORY_MEANS':
      return { ...rest, n: total.n, scale, ...meanOfCategoryMeans(parts, scale) };
    case 'MEAN_RESPONSE_SUM':
      return { ...rest, n: total.responses, ...responseSum(total, scale) };
    case 'ANY_OF_N':
      return { ...rest, n: total.clusters, scale: { min: 0, max: 1 }, ...anyOfN(total, scale) };
  }
}

/** Percent of the way from the lowest to the highest value. */
export function percentOf(mean: number, scale: Scale): number {
  return ((mean - scale.min) / (scale.max - scale.min)) * 100;
}

type Numbers = Pick<Aggregate, 'mean' | 'interval' | 'estimate'>;

function mean(sums: Sums, scale: Scale): Numbers {
  const estimate = clusteredInterval(sums, scale);
  return { mean: sums.n === 0 ? null : sums.sum / sums.n, interval: estimate, estimate };
}

function meanOfCategoryMeans(parts: readonly Part[], scale: Scale): Numbers {
  const scored = parts.filter((part) => part.sums.n > 0);
  if (scored.length === 0) return { mean: null, interval: null, estimate: null };
  const means = scored.map(({ sums }) => sums.sum / sums.n);
  const estimates = scored.flatMap(({ sums }) => clusteredInterval(sums, scale) ?? []);
  const estimate = estimates.length === scored.length ? meanOfMeans(estimates) : null;
  return {
    mean: means.reduce((sum, value) => sum + value, 0) / means.length,
    interval: estimate && tInterval(estimate, scale),
    estimate,
  };
}

function responseSum(sums: Sums, scale: Scale): Numbers & { scale: Scale } {
  // Questions that ask nothing add 0 and count: the script divides by the pictures in the folder.
  const perResponse = sums.responses === 0 ? 0 : sums.expected / sums.responses;
  const whole = { min: scale.min * perResponse, max: scale.max * perResponse };
  const estimate = meanResponseSum([sums], sums.responses, sums.responses);
  return {
    mean: sums.responses === 0 ? null : sums.sum / sums.responses,
    interval: estimate && tInterval(estimate, whole),
    estimate,
    scale: whole,
  };
}

function anyOfN(sums: Sums, scale: Scale): Numbers {
  if (sums.clusters === 0) return { mean: null, interval: null, estimate: null };
  const won = (sums.best - scale.min * sums.clusters) / (scale.max - scale.min);
  const share = won / sums.clusters;
  const variance = (share * (1 - share)) / sums.clusters;
  return {
    mean: share,
    interval: wilsonInterval(won, sums.clusters),
    estimate: { mean: share, variance, degreesOfFreedom: sums.clusters - 1 },
  };
}

const NOTHING: Sums = { ...NO_CLUSTERS, best: 0, expected: 0, responses: 0 };

function addSums(all: readonly Sums[]): Sums {
  return all.reduce(
    (a, b) => ({
      ...addClusterSums(a, b),
      best: a.best + b.best,
      expected: a.expected + b.expected,
      responses: a.responses + b.responses,
    }),
    NOTHING,
  );
}

function addOutcomes(parts: readonly Part[]): Partial<Record<Outcome, number>> {
  const all: Partial<Record<Outcome, number>> = {};
  for (const { outcomes } of parts) {
    for (const [outcome, count] of Object.entries(outcomes) as [Outcome, number][]) {
      all[outcome] = (all[outcome] ?? 0) + count;
    }
  }
  return all;
}
