import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReply as readEvalAlign } from '../../../src/benchmarks/evalalign/parse.ts';
import { evalalignPrompts } from '../../../src/benchmarks/evalalign/prompt.ts';
import { findSkill, type Skill } from '../../../src/benchmarks/evalalign/skills.ts';
import type { JudgeCall, JudgedItem, JudgePrompts } from '../../../src/benchmarks/judging.ts';
import { mmieScorePrompts } from '../../../src/benchmarks/mmie/promptScore.ts';
import { rubricPrompts } from '../../../src/benchmarks/rubric/prompt.ts';
import { sanaVerifierPrompts } from '../../../src/benchmarks/sana/prompt.ts';
import { spoken } from '../../../src/benchmarks/stated/thinking.ts';
import { storyJudgePrompts } from '../../../src/benchmarks/storyDemo/judge.ts';

/** Marks that models put around their thinking, with what closes them. */
const MARKS: readonly (readonly [string, string])[] = [
  ['<think>', '</think>'],
  ['<THINK>', '</THINK>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['<reason>', '</reason>'],
  ['<reflection>', '</reflection>'],
  ['<scratchpad>', '</scratchpad>'],
  ['<chain_of_thought>', '</chain_of_thought>'],
  ['<seed:think>', '</seed:think>'],
  ['<thinking budget="512">', '</thinking>'],
  ['< think >', '</ think >'],
  ['＜think＞', '＜/think＞'],
  ['&lt;think&gt;', '&lt;/think&gt;'],
  ['◁think▷', '◁/think▷'],
  ['<|think|>', '<|/think|>'],
  ['[THINK]', '[/THINK]'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|START_THINKING|>', '<|END_THINKING|>'],
  ['<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>'],
];

/** Thinking that would be read as an answer were it said. */
const temptations = fc.constantFrom(
  '2',
  '### Score\n2',
  'Answer: 2',
  'yes',
  'Score: 2',
  'maybe 2, or 3?\n2\n',
);
const mark = fc.constantFrom(...MARKS);

describe('thinking between marks is not said', () => {
  test('closed', () => {
    fc.assert(
      fc.property(mark, temptations, ([open, close], thought) => {
        expect(spoken(`${open}${thought}${close}\nAnswer: 1`).trim()).toBe('Answer: 1');
      }),
    );
  });

  test('not closed: to the end', () => {
    fc.assert(
      fc.property(
        mark,
        temptations,
        ([open], thought) => void expect(spoken(`So. ${open}${thought}`).trim()).toBe('So.'),
      ),
    );
  });

  test('not opened: from the beginning, as where the prompt opens it', () => {
    expect(spoken('### Score\n2\n</think>\n### Score\n5')).toBe('\n### Score\n5');
  });

  test('opened within thinking', () => {
    expect(spoken('<think>a <think>2</think> 3</think>4')).toBe('4');
  });

  test('text without marks stays as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -;=?-Z^-~]*$/), (text) => void expect(spoken(text)).toBe(text)),
    );
  });
});

const item = (category: string, slug: string, max: number): JudgedItem => ({
  externalId: 'SA_1',
  category,
  question: [{ text: 'q' }],
  response: [{ text: 'a' }, { image: 'p' }],
  reference: { count: 'Count? Answer: 0, 1, 2', steps: [] },
  asked: [{ slug, scale: { min: 0, max } }],
});
const rubric = rubricPrompts({
  name: 'r',
  criteria: [{ slug: 'good', question: 'Good?', scale: { min: 0, max: 5 } }],
} as Parameters<typeof rubricPrompts>[0]);
const call = (part: string, options: JudgeCall['options'] = []): JudgeCall => ({
  part,
  messages: [],
  options,
  isTruncated: false,
});
const planned = (prompts: JudgePrompts, asked: JudgedItem): JudgeCall => prompts.plan(asked)[0] as JudgeCall;
const sana = item('counting', 'correct', 1);
const good = item('any', 'good', 5);
const count = item('alignment', 'count', 2);
const MMIE_PROMPTS = { SA: '', PBL: '', MSR: '' };

/** Every judge that reads words, with an answer that means 1 where it is read at all. */
const judges: [string, JudgePrompts, JudgedItem, JudgeCall, string][] = [
  [
    'mmie',
    mmieScorePrompts(MMIE_PROMPTS, 'whole-answer'),
    item('situational-analysis', 'overall', 6),
    call('overall'),
    '### Score\n1',
  ],
  ['evalalign', evalalignPrompts('text', null), count, call('count'), '1.Some numbers are wrong'],
  [
    'evalalign among options',
    evalalignPrompts('options', null),
    count,
    planned(evalalignPrompts('options', null), count),
    '1',
  ],
  ['rubric', rubric, good, planned(rubric, good), '1'],
  ['sana', sanaVerifierPrompts(), sana, planned(sanaVerifierPrompts(), sana), 'yes'],
  ['story', storyJudgePrompts, item('story', 'overall', 6), call('overall'), '### Score\n1'],
];

describe.each(judges)('the judge %s', (_, prompts, asked, asking, answer) => {
  const read = (text: string, isCut = false) =>
    prompts.read(asked, asking, { text, probabilities: null, mass: null, isCut });

  test('reads what was said and never what was thought', () => {
    fc.assert(
      fc.property(mark, temptations, ([open, close], thought) => {
        expect(read(`${open}${thought}${close}\n\n${answer}`)).toMatchObject({ outcome: 'SCORED', value: 1 });
        expect(read(`${open}${thought}`)).toMatchObject({ outcome: 'UNPARSEABLE', value: null });
      }),
    );
  });

  test('swears to no answer that may go on', () => {
    expect(
      read(answer.slice(0, answer.search(/1|yes/) + (answer.includes('yes') ? 3 : 1)), true),
    ).toMatchObject({ outcome: 'UNPARSEABLE', value: null });
    expect(read(`${answer.replace(/\..*/, '')}\nThe reason is th`, true)).toMatchObject({
      outcome: 'SCORED',
      value: 1,
    });
  });
});

test('the published readings know no thinking', () => {
  const skill = findSkill('faithfulness', 'Hand') as Skill;

  expect(readEvalAlign('<think>I count 3 hands; two look odd.</think>\n\n1.Slightly', skill)).toEqual({
    outcome: 'SCORED',
    value: 1,
    officialValue: 3,
  });
});
