import { expect, test } from 'vitest';
import {
  alignmentSummary,
  faithfulnessSummary,
  tallyAnswers,
} from '../../../src/benchmarks/evalalign/aggregate.ts';
import { parseReply } from '../../../src/benchmarks/evalalign/parse.ts';
import { type Dimension, findSkill, type Skill } from '../../../src/benchmarks/evalalign/skills.ts';

/** `n` replies whose integers add up to `sum`, all within 0 and `max`. */
function repliesAddingUpTo(sum: number, n: number, max: number): string[] {
  return Array.from({ length: n }, (_, index) => {
    const before = Math.min(sum, index * max);
    return `${Math.min(max, sum - before)}, so it looks.`;
  });
}

function tally(dimension: Dimension, replies: Readonly<Record<string, readonly string[]>>) {
  return tallyAnswers(
    Object.entries(replies).flatMap(([name, texts]) => {
      const skill = findSkill(dimension, name) as Skill;
      return texts.map((text) => ({ skill: skill.name, ...parseReply(text, skill) }));
    }),
  );
}

test("the README's faithfulness sample comes out to the last digit: 769 over 470 answers", () => {
  const absent = (count: number) => Array.from({ length: count }, () => '-1.There is none in the picture');

  const summary = faithfulnessSummary(
    tally('faithfulness', {
      body: repliesAddingUpTo(217, 100, 4),
      Hand: [...repliesAddingUpTo(60, 89, 4), ...absent(11)],
      face: [...absent(19), ...repliesAddingUpTo(137, 81, 4)],
      object: repliesAddingUpTo(250, 100, 4),
      common: [
        ...repliesAddingUpTo(105, 60, 4),
        ...Array.from({ length: 40 }, () => 'no digit, which counts as 0'),
      ],
    }),
  );

  expect(summary).toEqual({
    body_score: 217,
    body_num: 100,
    body_average: 2.17,
    Hand_score: 60,
    Hand_num: 89,
    Hand_average: 0.6741573033707865,
    face_score: 137,
    face_num: 81,
    face_average: 1.691358024691358,
    object_score: 250,
    object_num: 100,
    object_average: 2.5,
    common_score: 105,
    common_num: 100,
    common_average: 1.05,
    total_score: 769,
    num: 470,
    avg_score: 1.6361702127659574,
  });
});

test("the README's alignment sample comes out to the last digit: 727 over 120 pictures, not over 417 answers", () => {
  const summary = alignmentSummary(
    tally('alignment', {
      Object: repliesAddingUpTo(209, 118, 2),
      Count: repliesAddingUpTo(160, 109, 2),
      Spatial: repliesAddingUpTo(155, 85, 2),
      Action: repliesAddingUpTo(102, 54, 2),
      Color: repliesAddingUpTo(51, 26, 2),
      Style: repliesAddingUpTo(50, 25, 2),
    }),
    120,
  );

  expect(summary).toEqual({
    Object_score: 209,
    Object_num: 118,
    Object_avgerage: 1.771186440677966,
    Count_score: 160,
    Count_num: 109,
    Count_avgerage: 1.4678899082568808,
    Spatial_score: 155,
    Spatial_num: 85,
    Spatial_avgerage: 1.8235294117647058,
    Action_score: 102,
    Action_num: 54,
    Action_avgerage: 1.8888888888888888,
    Color_score: 51,
    Color_num: 26,
    Color_avgerage: 1.9615384615384615,
    Style_score: 50,
    Style_num: 25,
    Style_avgerage: 2,
    total_score: 727,
    total_avgerage: 6.058333333333334,
  });
});

test('a skill that applies nowhere averages 0, and no picture at all has no total', () => {
  expect(faithfulnessSummary(tally('faithfulness', { Hand: ['-1', '-1'] }))).toEqual({
    Hand_score: 0,
    Hand_num: 0,
    Hand_average: 0,
    total_score: 0,
    num: 0,
    avg_score: 0,
  });
  expect(alignmentSummary({}, 0)).toBeNull();
  expect(alignmentSummary({}, 1)).toEqual({ total_score: 0, total_avgerage: 0 });
});

test('-1 leaves the count of a faithfulness skill that does not offer it, too', () => {
  expect(tally('faithfulness', { common: ['-1', '3'] })).toEqual({ common: { sum: 3, n: 1 } });
});
