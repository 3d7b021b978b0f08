import { describe, expect, test } from 'vitest';
import { addHistograms, barsOf } from '../../web/src/live/bars.ts';
import { duration, type Mark, perSecond, withMark } from '../../web/src/live/pace.ts';
import { settingFacts } from '../../web/src/live/settings.ts';
import { shareText } from '../../web/src/live/share.ts';
import { type TrailPoint, withPoint } from '../../web/src/live/trail.ts';
import { usageFacts } from '../../web/src/live/usage.ts';
import type { StatusName } from '../../web/src/statuses.ts';

test('settings are shown one by one, long ones on a line of their own', () => {
  expect(
    settingFacts({
      seed: 1,
      sampler: 'euler',
      nested: { a: [1] },
      long: { of: ['x'.repeat(60)] },
      prompt: 'x'.repeat(61),
      note: '',
    }),
  ).toEqual([
    { name: 'seed', text: '1', isLong: false },
    { name: 'sampler', text: 'euler', isLong: false },
    { name: 'nested', text: '{"a":[1]}', isLong: false },
    { name: 'long', text: JSON.stringify({ of: ['x'.repeat(60)] }, null, 2), isLong: true },
    { name: 'prompt', text: 'x'.repeat(61), isLong: true },
    { name: 'note', text: '“”', isLong: false },
  ]);
});

describe('pace', () => {
  test('is of the last half minute, not of the whole run', () => {
    // A hundred slow seconds, then ten a second.
    let marks: readonly Mark[] = [{ at: 0, done: 0 }];
    for (let second = 100; second <= 160; second++)
      marks = withMark(marks, { at: second * 1000, done: 100 + (second - 100) * 10 });

    expect(perSecond(marks)).toBe(10);
    expect(marks.length).toBeLessThan(34);
  });

  test('is of the time between, where events are farther apart', () => {
    const marks = withMark([{ at: 0, done: 0 }], { at: 120_000, done: 60 });

    expect(perSecond(marks)).toBe(0.5);
  });

  test('is not told before there are two times to tell it by', () => {
    expect(perSecond([])).toBeNull();
    expect(perSecond(withMark([], { at: 1000, done: 32 }))).toBeNull();
  });

  test.each([
    [0, 'under 0.1 s'],
    [0.4, '0.4 s'],
    [59, '59 s'],
    [61, '1 min 01 s'],
    [3_900, '1 h 05 min'],
  ])('%d seconds are said as %s', (seconds, said) => {
    expect(duration(seconds)).toBe(said);
  });
});

describe('the share that is done', () => {
  const numbers = (status: StatusName, outcomes: Record<string, number>) => ({
    ...{ status, done: 8, responses: 8 },
    criteria: [
      { strict: { outcomes: Object.entries(outcomes).map(([outcome, count]) => ({ outcome, count })) } },
    ],
  });

  test.each<[StatusName, Record<string, number>, string]>([
    ['RUNNING', { SCORED: 2, JUDGE_ERROR: 6 }, '100 %'],
    ['FAILED', { JUDGE_ERROR: 8 }, '0 % answered'],
    ['PARTIAL', { SCORED: 2, UNPARSEABLE: 1, JUDGE_ERROR: 5 }, '37.5 % answered'],
    // What the run does not have is no failure of the judge.
    ['PARTIAL', { SCORED: 8, MISSING_RESPONSE: 100 }, '100 %'],
    ['COMPLETED', { SCORED: 8 }, '100 %'],
  ])('of %s with %j is %s', (status, outcomes, said) => {
    expect(shareText(numbers(status, outcomes) as Parameters<typeof shareText>[0])).toBe(said);
  });
});

test('what a server took is told as far as it says', () => {
  const usage = { requests: 1200, tokens: 52_000, promptTokens: 50_000, cachedTokens: 40_000 };

  expect(usageFacts({ ...usage, completionTokens: 2000, cost: 0.01234 })).toEqual([
    ['Requests', '1,200', null],
    ['Tokens', '52,000', '50,000 in prompts, of these 40,000 cached, 2,000 in answers'],
    ['Cost', '0.0123', null],
  ]);
  const unknown = {
    tokens: null,
    promptTokens: null,
    cachedTokens: null,
    completionTokens: null,
    cost: null,
  };
  expect(usageFacts({ requests: 3, ...unknown }).map(([, said]) => said)).toEqual(['3', '–', '–']);
});

describe('bars', () => {
  const bins = (counts: Record<number, number>) => Array.from({ length: 20 }, (_, bin) => counts[bin] ?? 0);

  test('are one for each whole value where there are no others', () => {
    // 0, 3 and 6 of a scale of 0 to 6 lie in the first, eleventh and last of twenty bins.
    const bars = barsOf(bins({ 0: 4, 10: 2, 19: 1 }), { min: 0, max: 6 });

    expect(bars.map(({ label, count }) => [label, count])).toEqual([
      ['0', 4],
      ['1', 0],
      ['2', 0],
      ['3', 2],
      ['4', 0],
      ['5', 0],
      ['6', 1],
    ]);
  });

  test('are the bins as they are where a value lies between', () => {
    const bars = barsOf(bins({ 0: 4, 1: 1 }), { min: 0, max: 1 });

    expect(bars.length).toBe(20);
    expect(bars[1]).toEqual({ label: '0.05 to 0.1', count: 1, from: 0.05, to: 0.1 });
  });

  test('of several histograms hold the counts of all', () => {
    expect(
      addHistograms([
        [1, 2],
        [10, 20],
      ]),
    ).toEqual([11, 22]);
    expect(addHistograms([])).toEqual([]);
  });
});

describe('trail', () => {
  const point = (done: number): TrailPoint => ({ done, mean: 0.5, low: 0.4, high: 0.6 });

  test('keeps its ends and a bounded size over any number of points', () => {
    let trail: readonly TrailPoint[] = [];
    for (let done = 1; done <= 10_000; done++) trail = withPoint(trail, point(done));

    expect(trail.length).toBeLessThanOrEqual(241);
    expect([trail[0]?.done, trail.at(-1)?.done]).toEqual([1, 10_000]);
  });

  test('takes no point twice and none that is behind', () => {
    const trail = [point(1), point(5)];

    expect(withPoint(trail, point(5))).toBe(trail);
    expect(withPoint(trail, point(3))).toBe(trail);
  });
});
