import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggregate, type Part } from '../../src/benchmarks/aggregate.ts';
import { GENEVAL } from '../../src/benchmarks/geneval/definition.ts';
import { officialMean, percentOfMean } from '../../src/benchmarks/mmie/aggregate.ts';
import { MMIE } from '../../src/benchmarks/mmie/definition.ts';
import { standing } from '../../src/benchmarks/standing.ts';
import { partOfValues } from '../support/parts.ts';

const partOf = (sum: number, n: number): Part => ({
  outcomes: { SCORED: n },
  sums: { ...partOfValues([]).sums, sum, n, expected: n, responses: n, asked: n },
});

test("MMIE's official numbers are what its script prints, for every sum and count", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_103 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, share) => {
        const sum = Math.round(6 * n * share);
        const parts = new Map([['situational-analysis', partOf(sum, n)]]);

        const official = standing(MMIE, { criterion: 'overall', isSlice: false }, parts, 'OFFICIAL');

        expect(official?.mean).toBe(officialMean({ sum, n }));
        expect(official?.percent).toBe(percentOfMean(officialMean({ sum, n }) ?? Number.NaN));
      },
    ),
  );
});

test("a strict number keeps its digits beside the official one's", () => {
  const parts = new Map([['situational-analysis', partOf(1, 80)]]);
  const view = { criterion: 'overall', isSlice: false };

  expect(standing(MMIE, view, parts, 'OFFICIAL')?.mean).toBe(0.012);
  expect(standing(MMIE, view, parts, 'STRICT')?.mean).toBe(0.0125);
});

test("GenEval's overall adds the six task means from left to right and divides by six, as NumPy does", () => {
  const tasks = [
    ['single_object', 317, 320],
    ['two_object', 293, 396],
    ['counting', 125, 320],
    ['colors', 320, 376],
    ['position', 60, 400],
    ['color_attr', 92, 400],
  ] as const;
  const parts = new Map(tasks.map(([slug, sum, n]) => [slug as string, partOf(sum, n)]));

  const official = standing(GENEVAL, { criterion: 'correct', isSlice: false }, parts, 'OFFICIAL');

  // np.mean([317/320, 293/396, 125/320, 320/376, 60/400, 92/400])
  expect(official?.mean).toBe(0.5587021366143706);
});

test('pictures nobody has judged yet have no official sum', () => {
  const unjudged: Part = { ...partOf(0, 0), outcomes: { SCORED: 0, MISSING_RESPONSE: 3 } };
  const part: Part = { ...unjudged, sums: { ...unjudged.sums, expected: 3, responses: 3, asked: 3 } };

  expect(aggregate('MEAN_RESPONSE_SUM', [part], { min: 0, max: 2 }, 'OFFICIAL').mean).toBeNull();
});
