import { describe, expect, test } from 'vitest';
import { officialInteger, parseReply } from '../../../src/benchmarks/evalalign/parse.ts';
import { findSkill, type Skill } from '../../../src/benchmarks/evalalign/skills.ts';
import cases from '../fixtures/evalalignReplies.json' with { type: 'json' };

const hand = findSkill('faithfulness', 'Hand') as Skill;
const common = findSkill('faithfulness', 'common') as Skill;
const count = findSkill('alignment', 'Count') as Skill;

test(`the official integer equals CPython's on ${cases.length} nasty replies`, () => {
  const differing = cases.filter(
    ({ reply, faithfulness, alignment }) =>
      !Object.is(officialInteger(reply, 'faithfulness'), faithfulness) ||
      officialInteger(reply, 'alignment') !== alignment,
  );

  expect(differing).toEqual([]);
});

describe('a reply is read twice', () => {
  test.each([
    [hand, '4.The hands in the picture are completely fine', 'SCORED', 4, 4],
    [hand, '0', 'SCORED', 0, 0],
    [hand, '-1.No human or animal hands are shown', 'NOT_APPLICABLE', null, null],
    [common, '-1', 'OUT_OF_RANGE', null, null],
    [hand, '-2', 'OUT_OF_RANGE', null, -2],
    [hand, '5', 'OUT_OF_RANGE', null, 5],
    [hand, 'no idea', 'UNPARSEABLE', null, 0],
    [hand, '', 'UNPARSEABLE', null, 0],
    [hand, '2-3', 'UNPARSEABLE', null, 2],
    [hand, '2.5', 'SCORED', 2.5, 2],
    [hand, 'The answer is 3.', 'SCORED', 3, 3],
    [hand, 'In the 2nd place, the answer is 3', 'SCORED', 3, 2],
    [count, '2, All counting numbers are right.', 'SCORED', 2, 2],
    [count, '3', 'OUT_OF_RANGE', null, 3],
    [count, '-1', 'OUT_OF_RANGE', null, 1],
    [count, 'None', 'UNPARSEABLE', null, 0],
  ])('$name: %j', (skill, reply, outcome, value, officialValue) => {
    expect(parseReply(reply, skill)).toEqual({ outcome, value, officialValue });
  });
});
