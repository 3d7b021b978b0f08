import type { Part } from '../../src/benchmarks/aggregate.ts';
import type { Outcome, Scale } from '../../src/benchmarks/benchmark.ts';
import { clusterSums } from '../../src/statistics/clusterSums.ts';

/** One score: a value, the reason why there is none, or `null` where the criterion does not apply. */
export type Answer = number | 'UNPARSEABLE' | null;

/** A question by the responses there are to it, each with the answers to what is asked of it. */
export interface AnsweredQuestion {
  /** Scores that each response is asked for. */
  asked: number;
  responses: readonly (readonly Answer[])[];
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What rollups keep of questions of which a full run has `samples` responses each. */
export function partOf(
  questions: readonly AnsweredQuestion[],
  samples: number,
  { min, max }: Scale = { min: 0, max: 1 },
  higherIsBetter = true,
): Part {
  const values = questions.map(({ responses }) =>
    responses.flat().filter((each) => typeof each === 'number'),
  );
  const sums = values.map(total);
  const sizes = questions.map(({ responses }) => responses.length);
  const places = values.map((own) =>
    own.map((value) => Math.min(1, Math.max(0, (higherIsBetter ? value - min : max - value) / (max - min)))),
  );
  const expected = samples * total(questions.map(({ asked }) => asked));
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const answer of questions.flatMap(({ responses }) => responses.flat())) {
    const outcome = typeof answer === 'number' ? 'SCORED' : (answer ?? 'NOT_APPLICABLE');
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const asked = total(questions.map(({ asked: each, responses }) => each * responses.length));
  if (expected > asked) outcomes.MISSING_RESPONSE = expected - asked;
  return {
    outcomes,
    sums: {
      ...clusterSums(values.map((own, at) => ({ n: own.length, sum: sums[at] ?? 0 }))),
      won: total(places.map((own) => Math.max(0, ...own))),
      ...{ expected, expectedQuestions: questions.length, samples, asked },
      responses: total(sizes),
      answeredQuestions: sizes.filter((size) => size > 0).length,
      sumR2: total(sizes.map((size) => size ** 2)),
      sumSr: total(sizes.map((size, at) => size * (sums[at] ?? 0))),
    },
  };
}

/** Questions of one score each. */
export const partOfValues = (values: readonly number[], scale?: Scale): Part =>
  partOf(
    values.map((value) => ({ asked: 1, responses: [[value]] })),
    1,
    scale,
  );
