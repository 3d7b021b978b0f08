import { clusteredInterval, clusteredMean, estimatedInterval } from '../statistics/clusteredMean.ts';
import { addClusterSums, type ClusterSums, NO_CLUSTERS } from '../statistics/clusterSums.ts';
import { type Estimate, meanOfMeans, tInterval } from '../statistics/estimate.ts';
import { containing, type Interval } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { type Aggregation, GIVEN_OUTCOMES, type Mode, type Outcome, type Scale } from './benchmark.ts';

/** What rollups keep of a set of scores in one reading. Sums of disjoint sets of questions add up. */
export interface Sums extends ClusterSums {
  /** Σ over questions of where the best value lies on its scale, 0 at the worst end and 1 at the best. */
  won: number;
  /** Scores a full run has. */
  expected: number;
  /** Questions a full run answers. */
  expectedQuestions: number;
  /** Responses of the run, scored or not. */
  responses: number;
  /** Questions q that have responses, r_q of them. */
  answeredQuestions: number;
  /** Σ r_q². */
  sumR2: number;
  /** Σ S_q r_q. */
  sumSr: number;
  /** Scores asked of those responses: as many, unless criteria are pooled. */
  asked: number;
  /** Responses per question of a full run. */
  samples: number;
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
  /** The mean as percent of the way from the lowest to the highest value. */
  percent: number | null;
  /** Ends of the 95 % interval, or of what the mean could be; null where it cannot be told. */
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
export function aggregate(
  aggregation: Aggregation,
  parts: readonly Part[],
  scale: Scale,
  mode: Mode,
): Aggregate {
  const sums = addSums(parts.map((part) => part.sums));
  const total = { sums, outcomes: addOutcomes(parts) };
  const numbers = numbersOf(aggregation, parts, total, scale, mode);
  const { mean, interval } = numbers;
  return {
    ...numbers,
    interval: interval && mean !== null ? containing(interval, mean) : interval,
    aggregation,
    sum: sums.sum,
    outcomes: total.outcomes,
    percent: mean === null ? null : percentOf(mean, numbers.scale),
  };
}

/** Percent of the way from the lowest to the highest value. */
export function percentOf(mean: number, scale: Scale): number {
  return ((mean - scale.min) / (scale.max - scale.min)) * 100;
}

/** Ends of the interval in the unit of `percent`, which it contains, be it rounded as a script prints it. */
export function percentInterval({
  interval,
  percent,
  scale,
}: Pick<Aggregate, 'interval' | 'percent' | 'scale'>): Interval | null {
  if (!interval) return null;
  const ends = { low: percentOf(interval.low, scale), high: percentOf(interval.high, scale) };
  return percent === null ? ends : containing(ends, percent);
}

/** Scores that one response is asked for: one, unless criteria are pooled. */
const perResponse = ({ asked, responses }: Sums): number => (asked > 0 ? asked / responses : 1);

type Numbers = Pick<Aggregate, 'mean' | 'interval' | 'estimate' | 'n' | 'expected' | 'scale'>;

function numbersOf(
  aggregation: Aggregation,
  parts: readonly Part[],
  total: Part,
  scale: Scale,
  mode: Mode,
): Numbers {
  switch (aggregation) {
    case 'MEAN':
      return mean(total.sums, scale);
    case 'MEAN_OF_CATEGORY_MEANS':
      return meanOfCategoryMeans(parts, total.sums, scale);
    case 'MEAN_RESPONSE_SUM':
      return responseSum(total, scale, mode);
    case 'ANY_OF_N':
      return anyOfN(total.sums);
  }
}

function mean(sums: Sums, scale: Scale): Numbers {
  const estimate = clusteredInterval(sums, scale);
  const { n, expected } = sums;
  return { mean: n === 0 ? null : sums.sum / n, interval: estimate, estimate, n, expected, scale };
}

function meanOfCategoryMeans(parts: readonly Part[], { n, expected }: Sums, scale: Scale): Numbers {
  const scored = parts.filter((part) => part.sums.n > 0);
  if (scored.length === 0) return { mean: null, interval: null, estimate: null, n, expected, scale };
  const means = scored.map(({ sums }) => sums.sum / sums.n);
  const estimates = scored.flatMap(({ sums }) => clusteredInterval(sums, scale) ?? []);
  const estimate = estimates.length === scored.length ? meanOfMeans(estimates) : null;
  return {
    // From left to right in the benchmark's order, as NumPy adds up to eight numbers.
    mean: means.reduce((sum, value) => sum + value, 0) / means.length,
    interval: estimate && tInterval(estimate, scale),
    estimate,
    n,
    expected,
    scale,
  };
}

/**
 * OFFICIAL divides by the responses there are, so that an answer without a value adds 0, and so does a response that
 * is asked nothing. STRICT takes an answer without a value to be worth the mean of the others. Questions are the clusters
 * with all their responses, those of nothing asked too.
 */
function responseSum({ sums, outcomes }: Part, scale: Scale, mode: Mode): Numbers {
  const scores = perResponse(sums);
  const whole = { min: scale.min * scores, max: scale.max * scores };
  const rest = { n: sums.responses, expected: sums.expectedQuestions * sums.samples, scale: whole };
  const applicable = sums.asked - (outcomes.NOT_APPLICABLE ?? 0);
  const factor = mode === 'OFFICIAL' || sums.n === 0 ? 1 : applicable / sums.n;
  const found = clusteredMean({
    n: sums.responses,
    sum: sums.sum,
    clusters: sums.answeredQuestions,
    sumS2: sums.sumS2,
    sumSn: sums.sumSr,
    sumN2: sums.sumR2,
  });
  const estimate =
    found &&
    estimatedInterval(
      { ...found, mean: found.mean * factor, variance: found.variance * factor ** 2 },
      sums.answeredQuestions,
      whole,
    );
  const isEmpty = sums.responses === 0 || (mode === 'STRICT' ? sums.n === 0 : isUnread(sums, outcomes));
  return {
    ...rest,
    mean: isEmpty ? null : (sums.sum / sums.responses) * factor,
    interval: estimate,
    estimate,
  };
}

/** Whether something is asked and nothing has been said about it, so that a 0 would be made up. */
function isUnread({ asked }: Sums, outcomes: Part['outcomes']): boolean {
  return asked > 0 && GIVEN_OUTCOMES.every((outcome) => !outcomes[outcome]);
}

function anyOfN({ won, clusters: n, expectedQuestions }: Sums): Numbers {
  const rest = { n, expected: expectedQuestions, scale: { min: 0, max: 1 } };
  if (n === 0) return { ...rest, mean: null, interval: null, estimate: null };
  // Places add up to no more than the questions, but for rounding.
  const share = Math.min(1, won / n);
  const variance = (share * (1 - share)) / n;
  return {
    ...rest,
    mean: share,
    interval: wilsonInterval(share * n, n),
    estimate: { mean: share, variance, degreesOfFreedom: n - 1 },
  };
}

const NOTHING: Sums = {
  ...NO_CLUSTERS,
  won: 0,
  expected: 0,
  expectedQuestions: 0,
  responses: 0,
  answeredQuestions: 0,
  sumR2: 0,
  sumSr: 0,
  asked: 0,
  samples: 1,
};

function addSums(all: readonly Sums[]): Sums {
  const [only, ...others] = all;
  if (only && others.length === 0) return only;
  return all.reduce(
    (a, b) => ({
      ...addClusterSums(a, b),
      won: a.won + b.won,
      expected: a.expected + b.expected,
      expectedQuestions: a.expectedQuestions + b.expectedQuestions,
      responses: a.responses + b.responses,
      answeredQuestions: a.answeredQuestions + b.answeredQuestions,
      sumR2: a.sumR2 + b.sumR2,
      sumSr: a.sumSr + b.sumSr,
      asked: a.asked + b.asked,
      samples: Math.max(a.samples, b.samples),
    }),
    NOTHING,
  );
}

function addOutcomes(parts: readonly Part[]): Partial<Record<Outcome, number>> {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only.outcomes;
  const all: Partial<Record<Outcome, number>> = {};
  for (const { outcomes } of parts) {
    for (const [outcome, count] of Object.entries(outcomes) as [Outcome, number][]) {
      all[outcome] = (all[outcome] ?? 0) + count;
    }
  }
  return all;
}
