import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSkill, type Skill } from '../../../src/benchmarks/evalalign/skills.ts';
import { parseStrict as readEvalAlign } from '../../../src/benchmarks/evalalign/strict.ts';
import { parseStrict } from '../../../src/benchmarks/mmie/strict.ts';
import { digits, statedOption } from '../../../src/benchmarks/options.ts';

const hand = findSkill('faithfulness', 'Hand') as Skill;

/** Replies that say all they want to say; cut anywhere, no other score than theirs may come of them. */
const REPLIES = [
  '### Score\n4.5\n\nThe story is vivid.',
  '### Score\n4/10\n',
  '### Score\n4 out of 10. It is fine.',
  'Score: 4, out of 10 points.\nIt is fine.',
  '### Score\nText quality earns 1. Image quality earns 0.\nTotal: 5',
  'The pictures fit. Score: 3, maybe 4 if one is kind.',
  '### Score\n2-3, as the pictures are odd.',
  'Score: 15',
  '3 - on a scale of 1 to 10, which is kind.',
  'The answer is 2 or 3. I choose 3.',
];
const cut = fc
  .constantFrom(...REPLIES)
  .chain((reply) =>
    fc.record({ reply: fc.constant(reply), length: fc.integer({ min: 0, max: reply.length - 1 }) }),
  );

test('of a reply cut off anywhere MMIE reads the score of the whole reply or none', () => {
  fc.assert(
    fc.property(cut, ({ reply, length }) => {
      const part = parseStrict(reply.slice(0, length), true);
      if (part.outcome !== 'UNPARSEABLE') expect(part, reply.slice(0, length)).toEqual(parseStrict(reply));
    }),
    { numRuns: 2000 },
  );
});

test('of a reply cut off anywhere EvalAlign reads the answer of the whole reply or none', () => {
  fc.assert(
    fc.property(cut, ({ reply, length }) => {
      const part = readEvalAlign(reply.slice(0, length), hand, true);
      if (part.outcome !== 'UNPARSEABLE')
        expect(part, reply.slice(0, length)).toEqual(readEvalAlign(reply, hand));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['### Score\n4\n\nThe story is viv', 4],
  ['### Score\n4\n### Feedb', 4],
  ['**Score:** 4/6. The pictures are ni', 4],
  ['### Score\n4', null],
  ['### Score\n4/', null],
  ['### Score\n4 out', null],
  ['### Score\n4. O', null],
  ['### Score\nI would give it a 4.\nBut th', null],
  ['Of the 3 persons in the picture the left one has', null],
])('of %j, cut off, MMIE reads %j', (reply, value) => {
  expect(parseStrict(reply, true).value).toBe(value);
});

test.each([
  ['2, all objects are incl', 2],
  ['2.The hands have a sl', 2],
  ['The answer is 3 because the hands', null],
  ['Of the 3 persons in the picture the left one has', null],
  ['3', null],
  ['2\n', 2],
])('of %j, cut off, EvalAlign reads %j', (reply, value) => {
  expect(readEvalAlign(reply, hand, true).value).toBe(value);
});

test.each([
  ['2', undefined],
  ['2, all objects', 2],
  ['2 out of 10 obj', undefined],
  ['2 all obj', 2],
  ['2 o', undefined],
])('of %j, cut off, the option is %j', (reply, value) => {
  expect(statedOption(digits(0, 4), reply, true)?.value).toBe(value);
});
