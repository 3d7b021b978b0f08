import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusterBootstrap, pairedBootstrap, quantile } from '../../src/statistics/bootstrap.ts';
import { clusteredInterval } from '../../src/statistics/clusteredMean.ts';
import { clusterSums } from '../../src/statistics/clusterSums.ts';
import { below, seededRandom } from '../../src/statistics/random.ts';
import { expectNear, scipy } from './fixtures/scipy.ts';

const cluster = fc.record({ n: fc.integer({ min: 1, max: 4 }), sum: fc.integer({ min: 0, max: 24 }) });
const clusters = fc.array(cluster, { minLength: 1, maxLength: 20 });
const options = { seed: 42, resamples: 200 };

test('a seed always gives the same stream, and these are its first numbers', () => {
  const random = seededRandom(1);

  expect(Array.from({ length: 4 }, () => random())).toMatchInlineSnapshot(`
    [
      393288148,
      2174103013,
      3814759091,
      2092745082,
    ]
  `);
  expect(seededRandom(2)()).not.toBe(seededRandom(1)());
});

test('drawn integers are spread evenly', () => {
  const random = seededRandom(3);
  const tally = Array.from({ length: 50_000 }, () => below(random, 5));

  for (const value of [0, 1, 2, 3, 4])
    expect(Math.abs(tally.filter((drawn) => drawn === value).length - 10_000)).toBeLessThan(400);
});

test('the same questions and seed give the same interval, in whatever order they come', () => {
  fc.assert(
    fc.property(clusters, (data) => {
      const interval = clusterBootstrap(data, options);

      expect(clusterBootstrap(data.toReversed(), options)).toEqual(interval);
    }),
  );
});

test('another seed gives another interval, close by', () => {
  const data = Array.from({ length: 200 }, (_, index) => ({ n: 1 + (index % 3), sum: index % 7 }));

  const [a, b] = [1, 2].map((seed) => clusterBootstrap(data, { seed }));

  expect(a?.low).not.toBe(b?.low);
  expect(a?.low).toBeCloseTo(b?.low ?? 0, 1);
});

test('with many questions it agrees with the sums formula', () => {
  const random = seededRandom(9);
  const data = Array.from({ length: 400 }, () => ({ n: 4, sum: below(random, 5) }));

  const bootstrap = clusterBootstrap(data, { seed: 5, resamples: 4000 });
  const formula = clusteredInterval(clusterSums(data), { min: 0, max: 1 });

  expect(bootstrap?.mean).toBe(formula?.mean);
  expect(bootstrap?.low).toBeCloseTo(formula?.low ?? 0, 2);
  expect(bootstrap?.high).toBeCloseTo(formula?.high ?? 0, 2);
});

test('a paired difference of equal answers is exactly zero, and of a constant gain exactly that', () => {
  const a = Array.from({ length: 30 }, (_, index) => ({ n: 1, sum: index % 5 }));
  const better = a.map(({ n, sum }) => ({ n, sum: sum + 1 }));

  expect(pairedBootstrap(a, a, options)).toEqual({ mean: 0, low: 0, high: 0 });
  expect(pairedBootstrap(better, a, options)?.low).toBeCloseTo(1, 12);
});

test('a paired difference does not depend on the order of questions', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cluster, cluster), { minLength: 1, maxLength: 15 }), (pairs) => {
      const [a, b] = [pairs.map(([left]) => left), pairs.map(([, right]) => right)];

      expect(pairedBootstrap(a.toReversed(), b.toReversed(), options)).toEqual(
        pairedBootstrap(a, b, options),
      );
    }),
  );
});

test('the difference the other way round has exactly the opposite interval', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cluster, cluster), { minLength: 1, maxLength: 15 }),
      fc.boolean(),
      (pairs, isEven) => {
        const data = isEven ? [...pairs, ...pairs.map(([left, right]) => [right, left] as const)] : pairs;
        const [a, b] = [data.map(([left]) => left), data.map(([, right]) => right)];
        const {
          mean = Number.NaN,
          low = Number.NaN,
          high = Number.NaN,
        } = pairedBootstrap(a, b, options) ?? {};

        expect(pairedBootstrap(b, a, options)).toEqual({ mean: 0 - mean, low: 0 - high, high: 0 - low });
      },
    ),
  );
});

test('no scores have no interval, and unpaired lists are refused', () => {
  expect(clusterBootstrap([{ n: 0, sum: 0 }], options)).toBeNull();
  expect(pairedBootstrap([{ n: 1, sum: 0 }], [{ n: 0, sum: 0 }], options)).toBeNull();
  expect(() => pairedBootstrap([{ n: 1, sum: 0 }], [], options)).toThrow(
    'Paired questions differ in number: 1 and 0',
  );
});

test("quantiles interpolate as NumPy's do", () => {
  const { values, p, expected } = scipy.quantiles;

  for (const [index, at] of p.entries()) expectNear(quantile(values, at), expected[index] ?? Number.NaN);
});
