import { type Aggregate, aggregate, type Part, percentOf, type Sums } from './aggregate.ts';
import type { Aggregation, MissingPolicy, Outcome, Scale } from './benchmark.ts';

/** Outcomes of a score that is expected and has no value. One that does not apply is not expected to have any. */
const WITHOUT_VALUE = [
  'UNPARSEABLE',
  'OUT_OF_RANGE',
  'JUDGE_ERROR',
  'MISSING_MEDIA',
  'NOT_SCORED',
  'MISSING_RESPONSE',
] as const satisfies readonly Outcome[];

/**
 * The strict number under a policy for values that are not there. DROP leaves them out. ZERO counts each as the worst
 * value. BOUNDS leaves the mean as it is and gives, in place of an interval, what that of a full run would be if each were
 * the lowest and if each were the highest.
 */
export function strictAggregate(
  aggregation: Aggregation,
  parts: readonly Part[],
  asked: Asked,
  policy: MissingPolicy,
): Aggregate {
  const { scale, higherIsBetter } = asked;
  const dropped = aggregate(aggregation, parts, scale, 'STRICT');
  if (policy === 'DROP') return dropped;
  const filled = (value: number) =>
    aggregate(
      aggregation,
      parts.map((part) => withValue(part, value, asked)),
      scale,
      'STRICT',
    );
  const { outcomes } = dropped;
  if (policy === 'ZERO') return { ...filled(higherIsBetter ? scale.min : scale.max), outcomes };
  return between(dropped, filled(scale.min), filled(scale.max));
}

/** How the values that may be missing are measured. */
interface Asked {
  scale: Scale;
  higherIsBetter: boolean;
}

/** A number with what it would be at either end; on a scale that has room for all three. */
function between(dropped: Aggregate, ...ends: readonly [Aggregate, Aggregate]): Aggregate {
  const means = ends.flatMap(({ mean }) => mean ?? []);
  const scales = [dropped.scale, ends[0].scale];
  const scale = {
    min: Math.min(...scales.map(({ min }) => min)),
    max: Math.max(...scales.map(({ max }) => max)),
  };
  return {
    ...dropped,
    scale,
    percent: dropped.mean === null ? null : percentOf(dropped.mean, scale),
    interval: means.length < 2 ? null : { low: Math.min(...means), high: Math.max(...means) },
  };
}

/**
 * The part with one value in place of every one that is missing. Which questions lack them is not in the sums. They
 * are taken to be questions of their own, as few as can hold them, which makes the interval as wide as that many
 * values can: exact where a question has one score, and wide enough unless they crowd in questions that did as badly.
 */
function withValue({ sums, outcomes }: Part, value: number, asked: Asked): Part {
  const missing = WITHOUT_VALUE.reduce((total, outcome) => total + (outcomes[outcome] ?? 0), 0);
  const { samples, expected, expectedQuestions: questions } = sums;
  const most = Math.max(1, Math.ceil(expected / Math.max(1, questions)));
  const groups = [Math.floor(missing / most), missing % most > 0 ? 1 : 0] as const;
  const sizes = [most, missing % most] as const;
  const over = (term: (size: number) => number) => groups[0] * term(sizes[0]) + groups[1] * term(sizes[1]);
  const clusters = Math.min(sums.clusters + groups[0] + groups[1], Math.max(sums.clusters, questions));
  const sum = sums.sum + missing * value;
  return {
    outcomes,
    sums: {
      ...sums,
      n: sums.n + missing,
      sum,
      clusters,
      sumS2: sums.sumS2 + over((size) => (size * value) ** 2),
      sumSn: sums.sumSn + over((size) => size * value * size),
      sumN2: sums.sumN2 + over((size) => size * size),
      won: wonWith(sums, { missing, clusters, most, place: placeOf(value, asked) }),
      responses: questions * samples,
      answeredQuestions: questions,
      sumR2: questions * samples ** 2,
      sumSr: samples * sum,
      asked: expected,
    },
  };
}

/** Where a value lies from the worst, 0, to the best, 1. */
function placeOf(value: number, { scale: { min, max }, higherIsBetter }: Asked): number {
  return (higherIsBetter ? value - min : max - value) / (max - min);
}

/**
 * Σ of the places of each question's best value. A missing sample can lift a question that has others, too: the sums do
 * not say which, so each is taken to lift another one, as far as the scale goes.
 */
function wonWith(
  { won, clusters: answered }: Sums,
  filled: { missing: number; clusters: number; most: number; place: number },
): number {
  const { missing, clusters, most, place } = filled;
  const added = clusters - answered;
  const others = Math.max(0, missing - added * most);
  return Math.min(clusters, won + (added + others) * place);
}
