import { describe, expect, test } from 'vitest';
import { type Aggregate, aggregate, type Part } from '../../src/benchmarks/aggregate.ts';
import { MMIE } from '../../src/benchmarks/mmie/definition.ts';
import { isComplete, rankRows } from '../../src/benchmarks/ranking.ts';
import { isHigherBetter, standing } from '../../src/benchmarks/standing.ts';
import { partOfValues } from '../support/parts.ts';

function partOf(values: readonly number[], outcomes: Part['outcomes'] = {}): Part {
  const part = partOfValues(values);
  return { ...part, outcomes: { ...part.outcomes, ...outcomes } };
}

const scored = (values: readonly number[]): Aggregate =>
  aggregate('MEAN', [partOf(values)], { min: 0, max: 6 }, 'STRICT');

const rows = [
  { id: '1', score: scored([1, 1, 2, 1]), isRanked: true },
  { id: '2', score: scored([5, 5, 6, 5]), isRanked: true },
  { id: '3', score: scored([6, 6, 6, 6]), isRanked: false },
  { id: '4', score: null, isRanked: true },
];

const order = (higherIsBetter: boolean) =>
  rankRows(rows, higherIsBetter).map(({ row, rank }) => [row.id, rank]);

describe('ranks', () => {
  test('go from the highest down, rows without one last', () => {
    expect(order(true)).toEqual([
      ['2', 1],
      ['1', 2],
      ['3', null],
      ['4', null],
    ]);
  });

  test('go from the lowest up where lower is better', () => {
    expect(order(false)).toEqual([
      ['1', 1],
      ['2', 2],
      ['3', null],
      ['4', null],
    ]);
  });
});

describe('a view is complete', () => {
  test.each([
    [{ UNPARSEABLE: 1, OUT_OF_RANGE: 2, NOT_APPLICABLE: 3 }, true],
    [{ MISSING_RESPONSE: 1 }, false],
    [{ NOT_SCORED: 1 }, false],
    [{ JUDGE_ERROR: 1 }, false],
    [{ MISSING_MEDIA: 1 }, false],
  ])('with %j: %j', (outcomes, complete) => {
    expect(isComplete([partOf([1, 2]), partOf([3], outcomes)])).toBe(complete);
  });

  test('only when it expects something', () => {
    expect(isComplete([])).toBe(false);
    expect(isComplete([partOf([])])).toBe(false);
  });
});

describe('criteria that cannot be taken together are refused', () => {
  const [first, second] = MMIE.criteria.filter(({ category }) => category === 'situational-analysis');
  if (!first || !second) throw new Error('MMIE has aspects');
  const parts = new Map([['situational-analysis', partOf([0, 1])]]);
  const view = { criterion: null, isSlice: true };

  test('by their scales', () => {
    const criteria = [first, { ...second, scale: { min: 0, max: 2 } }];

    expect(() => standing({ ...MMIE, criteria }, view, parts, 'STRICT')).toThrow(/different scales/);
  });

  test('by their directions', () => {
    const criteria = [first, { ...second, higherIsBetter: false }];

    expect(() => isHigherBetter({ ...MMIE, criteria }, view, [...parts.keys()])).toThrow(/name a criterion/);
  });
});
