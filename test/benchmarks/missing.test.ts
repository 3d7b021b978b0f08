import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Aggregate, aggregate, type Part } from '../../src/benchmarks/aggregate.ts';
import type { Aggregation, MissingPolicy, Outcome, Scale } from '../../src/benchmarks/benchmark.ts';
import { strictAggregate } from '../../src/benchmarks/missing.ts';
import { clusteredInterval } from '../../src/statistics/clusteredMean.ts';
import { clusterSums } from '../../src/statistics/clusterSums.ts';

/** Questions by their answers: a value, the reason why there is none, or `null` for one that does not apply. */
type Answer = number | 'UNPARSEABLE' | 'MISSING_RESPONSE' | null;
type Questions = readonly (readonly Answer[])[];

const SCALE: Scale = { min: 1, max: 4 };

/** What rollups keep of a category of single-criterion questions, `samples` responses each. */
function partOf(questions: Questions, samples: number): Part {
  const values = questions.map((answers) => answers.filter((answer) => typeof answer === 'number'));
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const answer of questions.flat()) {
    const outcome = typeof answer === 'number' ? 'SCORED' : answer === null ? 'NOT_APPLICABLE' : answer;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const expected = questions.length * samples;
  const responses = expected - (outcomes.MISSING_RESPONSE ?? 0);
  const total = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0);
  return {
    outcomes,
    sums: {
      ...clusterSums(values.map((own) => ({ n: own.length, sum: total(own) }))),
      best: total(values.map((own) => (own.length === 0 ? 0 : Math.max(...own)))),
      ...{ expected, responses, asked: responses, samples },
    },
  };
}

const strict = (
  aggregation: Aggregation,
  parts: readonly Part[],
  policy: MissingPolicy,
  higherIsBetter = true,
) => strictAggregate(aggregation, parts, { scale: SCALE, higherIsBetter }, policy);

const value = fc.integer({ min: SCALE.min, max: SCALE.max });
const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 3, arbitrary: value },
  fc.constantFrom<Answer>('UNPARSEABLE', 'MISSING_RESPONSE'),
);
const category = fc.array(fc.array(answer, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 8 });
const benchmark = fc.array(category, { minLength: 1, maxLength: 4 });

const AGGREGATIONS: readonly Aggregation[] = [
  'MEAN',
  'MEAN_OF_CATEGORY_MEANS',
  'MEAN_RESPONSE_SUM',
  'ANY_OF_N',
];

describe.each(AGGREGATIONS)('%s', (aggregation) => {
  const parts = (categories: readonly Questions[]) => categories.map((questions) => partOf(questions, 2));
  const filled = (categories: readonly Questions[], with_: (at: number) => number) => {
    let at = 0;
    return categories.map((questions) =>
      questions.map((answers) => answers.map((given) => (typeof given === 'string' ? with_(at++) : given))),
    );
  };

  test('bounds contain the mean whatever the missing values are, and the means of DROP and ZERO', () => {
    fc.assert(
      fc.property(benchmark, fc.array(value, { minLength: 64, maxLength: 64 }), (categories, truth) => {
        const { interval } = strict(aggregation, parts(categories), 'BOUNDS');
        const whole = aggregate(
          aggregation,
          parts(filled(categories, (at) => truth[at] ?? 1)),
          SCALE,
          'STRICT',
        );
        const drop = strict(aggregation, parts(categories), 'DROP').mean;
        const zero = strict(aggregation, parts(categories), 'ZERO').mean;

        for (const mean of [whole.mean, drop, zero]) {
          if (mean === null || !interval) continue;
          expect(mean).toBeGreaterThanOrEqual(interval.low - 1e-9);
          expect(mean).toBeLessThanOrEqual(interval.high + 1e-9);
        }
      }),
    );
  });

  test('ZERO is the mean with the worst value in every hole', () => {
    fc.assert(
      fc.property(benchmark, (categories) => {
        const zero = strict(aggregation, parts(categories), 'ZERO');
        const worst = aggregate(aggregation, parts(filled(categories, () => SCALE.min)), SCALE, 'STRICT');

        expect(zero.mean).toBeCloseTo(worst.mean ?? Number.NaN, 9);
        expect(zero.n).toBe(worst.n);
        expect(zero.outcomes).toEqual(strict(aggregation, parts(categories), 'DROP').outcomes);
      }),
    );
  });

  test('without holes all policies agree, and bounds have no width', () => {
    fc.assert(
      fc.property(benchmark, (categories) => {
        const whole = parts(filled(categories, (at) => 1 + (at % 4)));
        const drop = strict(aggregation, whole, 'DROP');
        const bounds = strict(aggregation, whole, 'BOUNDS');

        expect(strict(aggregation, whole, 'ZERO')).toEqual(drop);
        expect(bounds.interval?.low).toBeCloseTo(drop.mean ?? Number.NaN, 9);
        expect(bounds.interval?.high).toBeCloseTo(drop.mean ?? Number.NaN, 9);
      }),
    );
  });
});

/** Pictures by the answers to what is asked of each, one response a question; null is a picture that is missing. */
function pooled(pictures: readonly { asked: readonly Answer[]; isThere: boolean }[]): Part {
  const there = pictures.filter(({ isThere }) => isThere).map(({ asked }) => asked);
  const values = there.map((asked) => asked.filter((given) => typeof given === 'number'));
  const expected = pictures.flatMap(({ asked }) => asked).length;
  const scored = values.flat().length;
  const asked = there.flat().length;
  return {
    outcomes: { SCORED: scored, UNPARSEABLE: asked - scored, MISSING_RESPONSE: expected - asked },
    sums: {
      ...clusterSums(values.map((own) => ({ n: own.length, sum: own.reduce((sum, one) => sum + one, 0) }))),
      ...{ best: 0, expected, responses: there.length, asked, samples: 1 },
    },
  };
}

test('a mean sum per picture of unlike pictures lies within its bounds, and is the official one without holes', () => {
  const picture = fc.record({ asked: fc.array(answer, { maxLength: 4 }), isThere: fc.boolean() });
  fc.assert(
    fc.property(fc.array(picture, { minLength: 1, maxLength: 12 }), (pictures) => {
      const part = pooled(pictures);
      const drop = strict('MEAN_RESPONSE_SUM', [part], 'DROP').mean;
      const { interval } = strict('MEAN_RESPONSE_SUM', [part], 'BOUNDS');
      const zero = strict('MEAN_RESPONSE_SUM', [part], 'ZERO').mean;

      if (part.outcomes.SCORED === part.sums.expected)
        expect(drop).toBe(part.sums.n === 0 ? null : part.sums.sum / part.sums.responses);
      for (const mean of [drop, zero]) {
        if (mean === null || !interval) continue;
        expect(mean).toBeGreaterThanOrEqual(interval.low - 1e-9);
        expect(mean).toBeLessThanOrEqual(interval.high + 1e-9);
      }
    }),
  );
});

test('with one score a question, ZERO gives exactly the interval of the filled scores', () => {
  fc.assert(
    fc.property(fc.array(answer, { minLength: 2, maxLength: 20 }), (answers) => {
      const zero = strict(
        'MEAN',
        [
          partOf(
            answers.map((own) => [own]),
            1,
          ),
        ],
        'ZERO',
      );
      const values = answers.map((own) => (typeof own === 'number' ? own : SCALE.min));
      const exact = clusteredInterval(clusterSums(values.map((sum) => ({ n: 1, sum }))), SCALE);

      expect(zero.interval?.low).toBeCloseTo(exact?.low ?? Number.NaN, 9);
      expect(zero.interval?.high).toBeCloseTo(exact?.high ?? Number.NaN, 9);
    }),
  );
});

test('the worst value is the highest where lower is better', () => {
  const part = partOf([[2], [2], ['UNPARSEABLE'], ['UNPARSEABLE']], 1);

  expect(strict('MEAN', [part], 'ZERO', false)).toMatchObject({ mean: 3, n: 4 });
  expect(strict('MEAN', [part], 'BOUNDS', false)).toMatchObject({ mean: 2, interval: { low: 1.5, high: 3 } });
});

test('what does not apply is no hole', () => {
  const part = partOf([[2], [null], [4]], 1);

  const zero = strict('MEAN', [part], 'ZERO');

  expect(zero).toMatchObject({ mean: 3, n: 2 } satisfies Partial<Aggregate>);
});

test('nothing scored at all: no mean, ZERO the worst, and anything possible', () => {
  const part = partOf([['MISSING_RESPONSE'], ['MISSING_RESPONSE']], 1);

  expect(strict('MEAN', [part], 'DROP')).toMatchObject({ mean: null, interval: null });
  expect(strict('MEAN', [part], 'ZERO').mean).toBe(1);
  expect(strict('MEAN', [part], 'BOUNDS')).toMatchObject({ mean: null, interval: { low: 1, high: 4 } });
});

test('holes crowded in whole questions widen the interval of ZERO beyond that of holes spread out', () => {
  const spread = {
    ...partOf(
      [
        [4, 4],
        [3, 4],
        [4, 3],
        [4, 4],
      ],
      2,
    ),
  };
  const crowded: Part = {
    outcomes: { ...spread.outcomes, MISSING_RESPONSE: 4 },
    sums: { ...spread.sums, expected: 12, samples: 2 },
  };

  const zero = strict('MEAN', [crowded], 'ZERO');
  const exact = clusteredInterval(clusterSums([8, 7, 7, 8, 2, 2].map((sum) => ({ n: 2, sum }))), SCALE);

  expect(zero.interval?.low).toBeCloseTo(exact?.low ?? Number.NaN, 9);
  expect(zero.interval?.high).toBeCloseTo(exact?.high ?? Number.NaN, 9);
});
