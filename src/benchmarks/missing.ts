import { type Aggregate, aggregate, type Part, perResponse, type Sums } from './aggregate.ts';
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
 * value. BOUNDS leaves the mean as it is and gives, in place of an interval, what it would be if each were the lowest
 * and if each were the highest.
 */
export function strictAggregate(
  aggregation: Aggregation,
  parts: readonly Part[],
  { scale, higherIsBetter }: { scale: Scale; higherIsBetter: boolean },
  policy: MissingPolicy,
): Aggregate {
  const dropped = aggregate(aggregation, parts, scale, 'STRICT');
  if (policy === 'DROP') return dropped;
  const filled = (value: number) =>
    aggregate(
      aggregation,
      parts.map((part) => withValue(part, value, scale)),
      scale,
      'STRICT',
    );
  const { outcomes } = dropped;
  if (policy === 'ZERO') return { ...filled(higherIsBetter ? scale.min : scale.max), outcomes };
  const [low, high] = [filled(scale.min).mean, filled(scale.max).mean];
  return { ...dropped, interval: low === null || high === null ? null : { low, high } };
}

/**
 * The part with one value in place of every one that is missing. Which questions lack them is not in the sums. They
 * are taken to be questions of their own, as few as can hold them, which makes the interval as wide as that many
 * values can: exact where a question has one score, and wide enough unless they crowd in questions that did as badly.
 */
function withValue({ sums, outcomes }: Part, value: number, scale: Scale): Part {
  const missing = WITHOUT_VALUE.reduce((total, outcome) => total + (outcomes[outcome] ?? 0), 0);
  const scores = perResponse(sums);
  const most = Math.max(1, Math.ceil(sums.samples * scores));
  const groups = [Math.floor(missing / most), missing % most > 0 ? 1 : 0] as const;
  const sizes = [most, missing % most] as const;
  const over = (term: (size: number) => number) => groups[0] * term(sizes[0]) + groups[1] * term(sizes[1]);
  const questions = Math.round(sums.expected / (sums.samples * scores));
  const clusters = Math.min(sums.clusters + groups[0] + groups[1], Math.max(sums.clusters, questions));
  return {
    outcomes,
    sums: {
      ...sums,
      n: sums.n + missing,
      sum: sums.sum + missing * value,
      clusters,
      sumS2: sums.sumS2 + over((size) => (size * value) ** 2),
      sumSn: sums.sumSn + over((size) => size * value * size),
      sumN2: sums.sumN2 + over((size) => size * size),
      best: bestWith(sums, { missing, clusters, value, scale }),
      responses: sums.expected / scores,
      asked: sums.expected,
    },
  };
}

/**
 * Σ of each question's highest value. A missing sample can lift a question that has others, too: the sums do not say
 * which, so each is taken to lift another one, as far as the scale goes.
 */
function bestWith(
  { best, clusters: answered, samples }: Sums,
  filled: { missing: number; clusters: number; value: number; scale: Scale },
): number {
  const { missing, clusters, value, scale } = filled;
  const added = clusters - answered;
  const others = Math.max(0, missing - added * samples);
  return Math.min(clusters * scale.max, best + added * value + others * (value - scale.min));
}
