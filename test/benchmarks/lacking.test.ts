import { expect, test } from 'vitest';
import type { Outcome } from '../../src/benchmarks/benchmark.ts';
import { lackingOf, whyNotComparable } from '../../src/benchmarks/lacking.ts';
import type { PartSums } from '../../src/benchmarks/partSums.ts';
import { partOfValues } from '../support/parts.ts';

interface Given {
  /** Questions of a full run, and those answered. */
  questions: readonly [expected: number, answered: number];
  responses: number;
  samples?: number;
  outcomes?: Partial<Record<Outcome, number>>;
}

function partOf({ questions: [expected, answered], responses, samples = 4, outcomes = {} }: Given): PartSums {
  const sums = {
    ...partOfValues([]).sums,
    ...{ expected: expected * samples, responses, asked: responses, samples },
  };
  const place = { category: 'c', domain: null, subdomain: null, criterion: null };
  return { ...place, strict: sums, official: sums, outcomes, questions: { expected, answered } };
}

const CLOSED = { isComplete: false, isOpen: false };

test('questions without any answer are told from answers that are missing to others', () => {
  const parts = [
    partOf({ questions: [80, 79], responses: 79 * 4 }),
    partOf({ questions: [99, 91], responses: 91 * 4 - 3 }),
  ];

  expect(lackingOf(parts)).toEqual({ questions: 9, responses: 39 });
  expect(whyNotComparable(parts, CLOSED)).toBe('9 questions missing, 3 other responses missing');
  expect(whyNotComparable([partOf({ questions: [80, 80], responses: 319 })], CLOSED)).toBe(
    '1 response missing',
  );
});

test.each([
  [{ NOT_SCORED: 2211 }, CLOSED, '2211 not scored by this judge'],
  [{ NOT_SCORED: 1 }, { isComplete: false, isOpen: true }, '1 not scored yet'],
  [
    { JUDGE_ERROR: 2, MISSING_MEDIA: 1 },
    CLOSED,
    '2 scores that the judge failed on, 1 score without the pictures to judge',
  ],
  [{}, { isComplete: false, isOpen: true }, 'still being scored'],
  [{}, { isComplete: true, isOpen: false }, null],
])('of a run with all answers, %j', (outcomes, state, words) => {
  expect(whyNotComparable([partOf({ questions: [553, 553], responses: 2212, outcomes })], state)).toBe(words);
});
