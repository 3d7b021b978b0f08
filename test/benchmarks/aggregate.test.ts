import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregate, type Part, percentInterval, percentOf } from '../../src/benchmarks/aggregate.ts';
import type { Aggregation, Mode } from '../../src/benchmarks/benchmark.ts';
import { asPrinted } from '../../src/benchmarks/official.ts';
import { tQuantile } from '../../src/statistics/distributions.ts';
import { wilsonInterval } from '../../src/statistics/wilson.ts';
import { type Answer, type AnsweredQuestion, partOf, partOfValues } from '../support/parts.ts';

const SCALE = { min: 0, max: 2 };
const MODES: readonly Mode[] = ['OFFICIAL', 'STRICT'];

/** Pictures by the sum of what they were given; one sum a response, of three answers each. */
const pictures = (sums: readonly (readonly number[])[]): AnsweredQuestion[] =>
  sums.map((ofPicture) => ({
    asked: 3,
    responses: ofPicture.map((sum) => [
      Math.min(2, sum),
      Math.min(2, Math.max(0, sum - 2)),
      Math.max(0, sum - 4),
    ]),
  }));

/** The mean over responses with the residuals of whole questions, straight from the definition. */
function byDefinition(sums: readonly (readonly number[])[]) {
  const n = sums.flat().length;
  const mean = sums.flat().reduce((total, sum) => total + sum, 0) / n;
  const squares = sums.reduce(
    (total, own) => total + own.reduce((residual, sum) => residual + sum - mean, 0) ** 2,
    0,
  );
  const half =
    tQuantile(0.975, sums.length - 1) * Math.sqrt(((sums.length / (sums.length - 1)) * squares) / n ** 2);
  return { mean, low: mean - half, high: mean + half };
}

describe('a mean sum over responses', () => {
  test('119 pictures, one of them twice, are 119 questions', () => {
    const repeated = (times: number, sum: number) => Array.from({ length: times }, () => [sum]);
    const sums = [
      ...[...repeated(15, 0), ...repeated(15, 1), ...repeated(15, 5), ...repeated(15, 6)],
      ...[...repeated(30, 3), ...repeated(28, 4), [2, 4]],
    ];

    const { mean, interval, n, expected } = aggregate(
      'MEAN_RESPONSE_SUM',
      [partOf(pictures(sums), 2, SCALE)],
      SCALE,
      'OFFICIAL',
    );

    expect({ n, expected }).toEqual({ n: 120, expected: 238 });
    // NumPy and SciPy: 3.2333333333333334 2.897130848430862 3.5695358182358046
    expect(mean).toBeCloseTo(3.2333333333333334, 12);
    expect(interval?.low).toBeCloseTo(2.897130848430862, 9);
    expect(interval?.high).toBeCloseTo(3.5695358182358046, 9);
  });

  test('has the interval of whole questions, however many responses each has', () => {
    const sum = fc.integer({ min: 0, max: 6 });
    const data = fc.array(fc.array(sum, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(data, (sums) => {
        const exact = byDefinition(sums);
        for (const mode of MODES) {
          const found = aggregate('MEAN_RESPONSE_SUM', [partOf(pictures(sums), 4, SCALE)], SCALE, mode);

          expect(found.mean).toBeCloseTo(exact.mean, 12);
          if (exact.high - exact.low < 1e-6) continue;
          expect(found.interval?.low).toBeCloseTo(Math.max(0, exact.low), 9);
          expect(found.interval?.high).toBeCloseTo(Math.min(6, exact.high), 9);
        }
      }),
    );
  });

  test('of pictures that are all worth the same is no certainty', () => {
    const same = partOf(
      pictures(Array.from({ length: 10 }, (_, at) => Array(1 + (at % 3)).fill(3))),
      3,
      SCALE,
    );
    const { low, high } = wilsonInterval(5, 10);

    const { interval, estimate } = aggregate('MEAN_RESPONSE_SUM', [same], SCALE, 'STRICT');

    expect(interval?.low).toBeCloseTo(6 * low, 12);
    expect(interval?.high).toBeCloseTo(6 * high, 12);
    expect(estimate?.variance).toBeGreaterThan(0);
  });
});

describe('official values beyond the scale', () => {
  const wild = fc.oneof(fc.integer({ min: -50, max: 418 }), fc.constantFrom<Answer>('UNPARSEABLE', null));
  const question = fc
    .integer({ min: 1, max: 3 })
    .chain((asked) =>
      fc
        .array(fc.array(wild, { minLength: asked, maxLength: asked }), { minLength: 1, maxLength: 3 })
        .map((responses) => ({ asked, responses })),
    );
  const parts = fc.array(
    fc.array(question, { minLength: 1, maxLength: 6 }).map((all) => partOf(all, 3, SCALE)),
    { minLength: 1, maxLength: 3 },
  );
  const all: readonly Aggregation[] = ['MEAN', 'MEAN_RESPONSE_SUM', 'MEAN_OF_CATEGORY_MEANS', 'ANY_OF_N'];

  test.each(all)('%s: the interval is a pair of numbers that holds the mean, or none', (aggregation) => {
    fc.assert(
      fc.property(parts, (given) => {
        const { mean, interval } = aggregate(aggregation, given, SCALE, 'OFFICIAL');

        if (!interval || mean === null) return;
        expect([interval.low, interval.high].every(Number.isFinite)).toBe(true);
        expect(interval.low).toBeLessThanOrEqual(mean);
        expect(interval.high).toBeGreaterThanOrEqual(mean);
      }),
    );
  });

  test.each(all)(
    '%s: ends of the interval in percent lie about the percent, be it rounded',
    (aggregation) => {
      fc.assert(
        fc.property(parts, fc.integer({ min: 0, max: 3 }), (given, digits) => {
          const exact = aggregate(aggregation, given, SCALE, 'OFFICIAL');
          for (const number of [exact, asPrinted(exact, { meanDigits: digits, percentDigits: digits })]) {
            const { percent, interval, scale } = number;
            const percents = percentInterval(number);

            expect(percents === null).toBe(interval === null);
            if (!percents || !interval || percent === null) return;
            expect(percents.low).toBeLessThanOrEqual(percent);
            expect(percents.high).toBeGreaterThanOrEqual(percent);
            expect(percents.low).toBe(Math.min(percent, percentOf(interval.low, scale)));
          }
        }),
      );
    },
  );

  test('a mean of 41.8 has an interval around it', () => {
    const { mean, interval } = aggregate('MEAN', [partOfValues([0, 1, 2, 2, 204], SCALE)], SCALE, 'OFFICIAL');

    expect(mean).toBeCloseTo(41.8, 12);
    expect(interval?.low).toBe(0);
    expect(interval?.high).toBeGreaterThan(100);
  });
});

describe('ANY_OF_N', () => {
  const best = (values: readonly number[][], scale = SCALE, higherIsBetter = true): Part =>
    partOf(
      values.map((responses) => ({ asked: 1, responses: responses.map((value) => [value]) })),
      4,
      scale,
      higherIsBetter,
    );
  const share = (part: Part) => aggregate('ANY_OF_N', [part], SCALE, 'OFFICIAL');

  test('one value beyond the scale wins its own question only', () => {
    expect(share(best([[418, 0], [0], [0], [0]]))).toMatchObject({
      mean: 0.25,
      interval: wilsonInterval(1, 4),
    });
  });

  test('looks for the least where less is better', () => {
    const part = best([[2, 0], [2, 2], [1]], SCALE, false);

    expect(share(part).mean).toBeCloseTo((1 + 0 + 0.5) / 3, 12);
  });

  test('expects questions, however many criteria each is asked', () => {
    const part = partOf(pictures([[6], [3, 0], [2]]), 4, SCALE);

    expect(share(part)).toMatchObject({ n: 3, expected: 3, mean: 1 });
  });
});
