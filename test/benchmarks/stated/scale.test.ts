import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSkill, type Skill } from '../../../src/benchmarks/evalalign/skills.ts';
import { parseStrict as readEvalAlign } from '../../../src/benchmarks/evalalign/strict.ts';
import { parseStrict } from '../../../src/benchmarks/mmie/strict.ts';
import { digits, statedOption } from '../../../src/benchmarks/options.ts';

type Spelling = (value: number, min: number, max: number) => string;

/** A score and its scale, as judges write them; what stands between two bars is looked at on its own. */
const BEHIND: readonly Spelling[] = [
  (v, _, max) => `${v}/${max}`,
  (v, _, max) => `${v} / ${max}`,
  (v, _, max) => `**${v}**/${max}`,
  (v, _, max) => `${v} (/${max})`,
  (v, _, max) => `${v} out of ${max}`,
  (v, _, max) => `${v} (out of ${max})`,
  (v, _, max) => `${v}, out of ${max}`,
  (v, _, max) => `${v} out of a maximum of ${max}`,
  (v, _, max) => `${v} out of a possible ${max} points`,
  (v, _, max) => `${v} points out of ${max}`,
  (v, _, max) => `${v} of a possible ${max}`,
  (v, _, max) => `${v} from ${max}`,
  (v, _, max) => `${v} over ${max}`,
  (v, _, max) => `${v} (max ${max})`,
  (v, _, max) => `${v} (maximum: ${max})`,
  (v, _, max) => `${v} (good match)/${max}`,
  (v, min, max) => `${v} (${min}-${max})`,
  (v, min, max) => `${v} [${min}–${max}]`,
  (v, min, max) => `${v} (${min} to ${max})`,
  (v, min, max) => `${v} on a scale of ${min} to ${max}`,
  (v, min, max) => `${v} on a ${min}-${max} scale`,
  (v, min, max) => `${v} on a scale from ${min} to ${max}`,
  (v, min, max) => `${v} (on a scale of ${min}-${max})`,
  (v, min, max) => `${v} (scale: ${min}–${max})`,
  (v, min, max) => `${v} - on a scale from ${min} to ${max}`,
  (v, min, max) => `${v} between ${min} and ${max}`,
  (v, min, max) => `${v} (between ${min} and ${max})`,
  (v, _, max) => `${v} (on a ${max}-point scale)`,
  (v, _, max) => `${v}\n(out of ${max})`,
  (v, min, max) => `${v}\nScale: ${min}-${max}`,
  (v, _, max) => `${v}, with ${max} being the best`,
  (v, _, max) => `${v}（满分${max}分）`,
  (v, _, max) => `${v}分，满分${max}分`,
  (v, _, max) => `${v}（${max}分制）`,
  (v, _, max) => `${v}／${max}`,
];
const BEFORE: readonly Spelling[] = [
  (v, min, max) => `(${min}-${max}): ${v}`,
  (v, min, max) => `[${min}-${max}]: ${v}`,
  (v, min, max) => `(${min}–${max})\n${v}`,
  (v, min, max) => `(${min} to ${max})\n**${v}**`,
  (v, min, max) => `(scale of ${min} to ${max}): ${v}`,
  (v, min, max) => `(scale: ${min}-${max}): ${v}`,
  (v, _, max) => `(out of ${max}): ${v}`,
  (v, _, max) => `(/${max}): ${v}`,
  (v, _, max) => `(max ${max}): ${v}`,
  (v, _, max) => `out of ${max}: ${v}`,
  (v, min, max) => `on a scale of ${min} to ${max}: ${v}`,
  (v, min, max) => `from ${min} to ${max}: ${v}`,
  (v, _, max) => `(满分${max}分): ${v}`,
];
const ELSEWHERE: readonly Spelling[] = [
  (v, min, max) => `I rate on a scale of ${min} to ${max}.\n### Score\n${v}`,
  (v, min, max) => `Using a ${min}-${max} scale, it is fine.\n\nScore: ${v}`,
  (v, _, max) => `On a ${max}-point scale the text is good.\n### Score\n${v}`,
  (v, _, max) => `采用${max}分制。\n### Score\n${v}`,
  (v, min, max) => `### Score\n${v}\n\nThe score is on a scale from ${min} to ${max}.`,
];
const LABELS = ['### Score\n', '### Score: ', 'Score: ', '**Score:** ', '### Final Score\n'];
const HEADS = ['### Score ', 'Score ', '## Final Score '];

const spelled =
  (of: Spelling, label: string): Spelling =>
  (v, min, max) =>
    label + of(v, min, max);
const spellings: readonly Spelling[] = [
  ...LABELS.flatMap((label) => BEHIND.map((of) => spelled(of, label))),
  ...HEADS.flatMap((head) => BEFORE.map((of) => spelled(of, head))),
  ...ELSEWHERE,
];

const foreign = fc
  .tuple(fc.constantFrom(0, 1), fc.constantFrom(3, 4, 5, 7, 8, 9, 10, 20, 100, 1000))
  .chain(([min, max]) =>
    fc.record({
      min: fc.constant(min),
      max: fc.constant(max),
      value: fc.integer({ min: 0, max: Math.min(6, max) }),
    }),
  );

describe('MMIE, strictly', () => {
  test('reads no number of another scale, however the scale is written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...spellings), foreign, (of, { value, min, max }) => {
        expect(parseStrict(of(value, min, max)).outcome, of(value, min, max)).toBe('UNPARSEABLE');
      }),
      { numRuns: 3000 },
    );
  });

  test('reads every number of its own scale, however the scale is written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...spellings), fc.integer({ min: 0, max: 6 }), (of, value) => {
        expect(parseStrict(of(value, 0, 6)), of(value, 0, 6)).toEqual({ outcome: 'SCORED', value });
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    'Score: 80%',
    'Score: 80 percent',
    'Score: 4 (80%)',
    'Score: 4 = 40%',
    '### Score\n4.5/5 stars',
    '### Score\n5 stars',
    '### Score\nfour out of five',
    '### Score\n4 out of ten',
    '### Score (one to ten)\n4',
    '### Score (1-6)\n4',
    '### Score (1-10 scale)\n4',
    '### Score (0-100%)\n5',
    '### Score: 4 sur 10',
    '### Score: 4 von 10',
    '### Score\n4:10',
    '### Score\n四分（十分制）',
    '### Score\n5\n/10',
    '### Score\n4.5 of 5.0',
    '### Score\n4 of the 6 pictures',
    '### Score\n5?',
    '### Score\n4+',
    '### Score\n4, maybe 5',
    '### Score\n4 ½',
    '### Score\nThere are 3 good images.',
    'Score: 3\nScore: 5',
  ])('does not swear to %j', (reply) => {
    expect(parseStrict(reply)).toEqual({ outcome: 'UNPARSEABLE', value: null });
  });

  test.each([
    ['### Score\n4/6', 4],
    ['### Score\n4/6.0', 4],
    ['Score: 4 / 6 = 67%', 4],
    ['Score: 4 (67%)', 4],
    ['Score: 4/6 (previously 5/6)', 4],
    ['### Score (zero to six)\n4', 4],
    ['### Score (6): 4', 4],
    ['On a 0-1 scale the text quality is 1.\n### Score\n5', 5],
    ['4 out of 5 pictures match.\n### Score\n5', 5],
    ['### Score\n5\nTwo of 10 words are odd.', 5],
    ['### Score\n４分', 4],
    ['### Score\n四', 4],
    ['## 评分\n5', 5],
    ['Score：4', 4],
    ['### Score\n【5】', 5],
  ])('reads %j as %s', (reply, value) => {
    expect(parseStrict(reply)).toEqual({ outcome: 'SCORED', value });
  });
});

const skills = [findSkill('alignment', 'Count'), findSkill('faithfulness', 'common')] as Skill[];

test('EvalAlign, strictly, reads numbers of its own scale and of no other', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...skills),
      fc.constantFrom(
        ...BEHIND.flatMap((of) => ['', 'Answer: ', 'The answer is '].map((label) => spelled(of, label))),
      ),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(3, 5, 10, 100),
      (skill, of, value, max) => {
        const own = skill.dimension === 'alignment' ? 2 : 4;
        expect(readEvalAlign(of(value, 0, own), skill), of(value, 0, own)).toEqual({
          outcome: 'SCORED',
          value,
        });
        expect(readEvalAlign(of(value, 0, max), skill).outcome, of(value, 0, max)).toBe('UNPARSEABLE');
      },
    ),
    { numRuns: 2000 },
  );
});

test('an answer among options is none where it stands on another scale', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...BEHIND),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(5, 10, 100),
      (of, value, max) => {
        expect(statedOption(digits(0, 4), of(value, 0, max)), of(value, 0, max)).toBeUndefined();
      },
    ),
  );
});
