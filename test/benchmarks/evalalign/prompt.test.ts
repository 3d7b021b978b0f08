import { describe, expect, test } from 'vitest';
import { evalalignPrompts } from '../../../src/benchmarks/evalalign/prompt.ts';
import { parseFaithfulnessFile } from '../../../src/benchmarks/evalalign/promptFile.ts';
import { EVALALIGN_SCALES, skillsOf } from '../../../src/benchmarks/evalalign/skills.ts';
import type { JudgeCall, JudgedItem } from '../../../src/benchmarks/judging.ts';

function item(category: 'faithfulness' | 'alignment', given: Partial<JudgedItem> = {}): JudgedItem {
  return {
    externalId: `${category}/1`,
    category,
    question: [{ text: 'a red apple' }],
    response: [{ image: 'p' }],
    reference: { object: 'Is the apple there? Answer: 0, None, 1, Some, 2, All' },
    asked: [{ slug: 'object', scale: EVALALIGN_SCALES[category] }],
    ...given,
  };
}

const everySkill = skillsOf('faithfulness').map(({ slug }) => ({
  slug,
  scale: EVALALIGN_SCALES.faithfulness,
}));
const values = ({ options }: JudgeCall) => options.map(({ value }) => value);

test('an alignment question is the text of the prompt file, behind the picture', () => {
  expect(evalalignPrompts('text', null).plan(item('alignment'))).toEqual([
    {
      part: 'object',
      messages: [
        {
          role: 'user',
          content: [{ image: 'p' }, { text: '\nIs the apple there? Answer: 0, None, 1, Some, 2, All' }],
        },
      ],
      options: [],
      isTruncated: false,
    },
  ]);
});

test('a text that marks the place of the picture has it once', () => {
  const marked = item('alignment', { reference: { object: '<image>\nThere?' } });

  const [call] = evalalignPrompts('text', null).plan(marked) as [JudgeCall];

  expect(call.messages[0]?.content).toEqual([{ image: 'p' }, { text: '\nThere?' }]);
});

test('the five faithfulness questions are in our wording, with the published options', () => {
  const calls = evalalignPrompts('options', null).plan(
    item('faithfulness', { asked: everySkill }),
  ) as JudgeCall[];

  expect(calls.map(({ part }) => part)).toEqual(['body', 'hand', 'face', 'object', 'common']);
  expect(calls.map(values)).toEqual([
    [-1, 0, 1, 2, 3, 4],
    [-1, 0, 1, 2, 3, 4],
    [-1, 0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4],
  ]);
  expect(calls[4]?.messages[0]?.content).toEqual([
    { image: 'p' },
    {
      text: '\nDoes anything in the picture go against common sense or logic? \nOptions: 0.The logic of the picture has an unbearable flaw, 1.The logic of the picture has a serious flaw that cannot be accepted, 2.The logic of the picture has a slight flaw that does not disturb, 3.The logic of the picture is nearly right, with a few small flaws, 4.The logic of the picture is entirely right and true to life, the answer is',
    },
  ]);
});

describe('the published script', () => {
  const script = skillsOf('faithfulness')
    .map(
      ({ name }) =>
        `    "${name}": "<image>\\nIs the ${name} \\"right\\"? \\nOptions: 0.no, 4.yes, the answer is",`,
    )
    .join('\n');

  test('gives its own questions, word by word', () => {
    const published = parseFaithfulnessFile(`question_info = {\n${script}\n}`);
    const asked = [{ slug: 'hand', scale: EVALALIGN_SCALES.faithfulness }];

    const [call] = evalalignPrompts('text', published).plan(item('faithfulness', { asked })) as [JudgeCall];

    expect(call.messages[0]?.content[1]).toEqual({
      text: '\nIs the Hand "right"? \nOptions: 0.no, 4.yes, the answer is',
    });
    expect(evalalignPrompts('text', published).document).not.toEqual(evalalignPrompts('text', null).document);
  });

  test('without one of them is refused by its name', () => {
    expect(() => parseFaithfulnessFile(script.replace('"face"', '"fase"'))).toThrow(
      'This is not EvalAlign\'s test_faithfulness.py: it has no question "face" that begins with <image>',
    );
  });
});

test('a skill that the prompt file has no text for is an error, not a hole', () => {
  expect(evalalignPrompts('text', null).plan(item('alignment', { reference: null }))).toEqual([
    {
      part: 'object',
      outcome: 'JUDGE_ERROR',
      reason: 'The question has no text for Object; install the released prompt files again',
    },
  ]);
});

test('a response without a picture is MISSING_MEDIA for everything asked', () => {
  const plan = evalalignPrompts('text', null).plan(item('faithfulness', { response: [{ text: 'no' }] }));

  expect(plan).toEqual([{ part: 'object', outcome: 'MISSING_MEDIA', reason: 'The response has no picture' }]);
});

describe('reading', () => {
  const hand = item('faithfulness', { asked: [{ slug: 'hand', scale: EVALALIGN_SCALES.faithfulness }] });

  test('words as the scripts do', () => {
    const prompts = evalalignPrompts('text', null);
    const [call] = prompts.plan(hand) as [JudgeCall];
    const read = (text: string) => prompts.read(hand, call, { text, probabilities: null, mass: null });

    expect(read('-1.No hands')).toMatchObject({
      outcome: 'NOT_APPLICABLE',
      value: null,
      officialValue: null,
    });
    expect(read('3.Basically fine')).toMatchObject({ outcome: 'SCORED', value: 3, officialValue: 3 });
    expect(read('fine')).toMatchObject({ outcome: 'UNPARSEABLE', value: null, officialValue: 0 });
  });

  test('options by their probabilities', () => {
    const prompts = evalalignPrompts('options', null);
    const [call] = prompts.plan(hand) as [JudgeCall];
    const answer = { text: '4', probabilities: [0.2, 0, 0, 0, 0.4, 0.4], mass: 1 };

    expect(prompts.read(hand, call, answer)).toMatchObject({ outcome: 'SCORED', value: 3.5 });
  });
});
