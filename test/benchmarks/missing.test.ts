import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Aggregate, aggregate, type Part } from '../../src/benchmarks/aggregate.ts';
import type { Aggregation, MissingPolicy, Scale } from '../../src/benchmarks/benchmark.ts';
import { strictAggregate } from '../../src/benchmarks/missing.ts';
import { clusteredInterval } from '../../src/statistics/clusteredMean.ts';
import { clusterSums } from '../../src/statistics/clusterSums.ts';
import { type Answer, type AnsweredQuestion, partOf as partOfQuestions } from '../support/parts.ts';

/** Questions of one criterion by the answers to `samples` responses each. */
type Given = Answer | 'MISSING_RESPONSE';
type Questions = readonly (readonly Given[])[];

const SCALE: Scale = { min: 1, max: 4 };

const partOf = (questions: Questions, samples: number, higherIsBetter = true): Part =>
  partOfQuestions(
    questions.map((answers) => ({
      asked: 1,
      responses: answers.flatMap((answer) => (answer === 'MISSING_RESPONSE' ? [] : [[answer]])),
    })),
    samples,
    SCALE,
    higherIsBetter,
  );

const strict = (
  aggregation: Aggregation,
  parts: readonly Part[],
  policy: MissingPolicy,
  higherIsBetter = true,
) => strictAggregate(aggregation, parts, { scale: SCALE, higherIsBetter }, policy);

const value = fc.integer({ min: SCALE.min, max: SCALE.max });
const answer: fc.Arbitrary<Given> = fc.oneof(
  { weight: 3, arbitrary: value },
  fc.constantFrom<Given>('UNPARSEABLE', 'MISSING_RESPONSE'),
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

describe('a mean sum over responses', () => {
  const asked = fc.integer({ min: 0, max: 4 });
  const pictures = (samples: number): fc.Arbitrary<AnsweredQuestion[]> =>
    fc.array(
      asked.chain((each) => {
        const one = fc.array(fc.oneof({ weight: 4, arbitrary: value }, fc.constant<Answer>('UNPARSEABLE')), {
          ...{ minLength: each, maxLength: each },
        });
        return fc.array(one, { maxLength: samples }).map((responses) => ({ asked: each, responses }));
      }),
      { minLength: 1, maxLength: 12 },
    );
  const data = fc
    .integer({ min: 1, max: 3 })
    .chain((samples) => fc.tuple(fc.constant(samples), pictures(samples)));

  test('of a full run lies within the bounds of a part of it, whatever the missing values are', () => {
    fc.assert(
      fc.property(data, fc.array(value, { minLength: 40, maxLength: 40 }), ([samples, all], truth) => {
        const part = partOfQuestions(all, samples, SCALE);
        const { interval, scale, mean, percent } = strict('MEAN_RESPONSE_SUM', [part], 'BOUNDS');
        const zero = strict('MEAN_RESPONSE_SUM', [part], 'ZERO');
        const scores = all.flatMap(({ responses }) => responses.flat());
        const known = scores.reduce<number>((sum, each) => sum + (typeof each === 'number' ? each : 0), 0);
        const missing = part.sums.expected - scores.filter((each) => typeof each === 'number').length;
        const filled = Array.from({ length: missing }, (_, at) => truth[at % truth.length] ?? 1);
        const whole = (known + filled.reduce((sum, each) => sum + each, 0)) / (all.length * samples);

        fc.pre(part.sums.expected > 0);
        expect(zero.mean).toBeCloseTo((known + missing * SCALE.min) / (all.length * samples), 9);
        expect(zero.n).toBe(all.length * samples);
        expect(interval?.low).toBeCloseTo(zero.mean ?? Number.NaN, 9);
        expect(whole).toBeGreaterThanOrEqual((interval?.low ?? Number.NaN) - 1e-9);
        expect(whole).toBeLessThanOrEqual((interval?.high ?? Number.NaN) + 1e-9);
        expect(interval?.high).toBeLessThanOrEqual(scale.max + 1e-9);
        if (mean !== null)
          expect(percent).toBeCloseTo((100 * (mean - scale.min)) / (scale.max - scale.min), 9);
      }),
    );
  });

  test('expects as many responses as a full run has, whatever is asked of the ones that are there', () => {
    fc.assert(
      fc.property(data, ([samples, all]) => {
        const { expected } = strict('MEAN_RESPONSE_SUM', [partOfQuestions(all, samples, SCALE)], 'DROP');

        expect(expected).toBe(all.length * samples);
      }),
    );
  });

  test('17 of 120 prompts, of which 33 questions are asked: 120 expected, and all that the other 384 can add', () => {
    const ones = Array.from({ length: 15 }, () => ({ asked: 2, responses: [[1, 1]] }));
    const answered = [{ asked: 1, responses: [[2]] }, { asked: 2, responses: [[2, 2]] }, ...ones];
    const others = Array.from({ length: 103 }, (_, at) => ({ asked: at < 75 ? 4 : 3, responses: [] }));
    const part = partOfQuestions([...answered, ...others], 1, { min: 0, max: 2 });

    expect(part.sums).toMatchObject({ expected: 417, n: 33, sum: 36 });
    const { expected, interval } = strictAggregate(
      'MEAN_RESPONSE_SUM',
      [part],
      { scale: { min: 0, max: 2 }, higherIsBetter: true },
      'BOUNDS',
    );
    expect(expected).toBe(120);
    expect(interval?.low).toBeCloseTo(0.3, 12);
    expect(interval?.high).toBeCloseTo(6.7, 12);
  });
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
  const part = partOf([[2], [2], ['UNPARSEABLE'], ['UNPARSEABLE']], 1, false);

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
    sums: { ...spread.sums, expected: 12, expectedQuestions: 6, samples: 2 },
  };

  const zero = strict('MEAN', [crowded], 'ZERO');
  const exact = clusteredInterval(clusterSums([8, 7, 7, 8, 2, 2].map((sum) => ({ n: 2, sum }))), SCALE);

  expect(zero.interval?.low).toBeCloseTo(exact?.low ?? Number.NaN, 9);
  expect(zero.interval?.high).toBeCloseTo(exact?.high ?? Number.NaN, 9);
});
