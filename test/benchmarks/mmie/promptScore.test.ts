import { describe, expect, test } from 'vitest';
import type { Segment } from '../../../src/benchmarks/benchmark.ts';
import type { JudgeCall, JudgedItem } from '../../../src/benchmarks/judging.ts';
import { parsePromptsFile } from '../../../src/benchmarks/mmie/promptFile.ts';
import { type MmieVariant, mmieScorePrompts } from '../../../src/benchmarks/mmie/promptScore.ts';
import { sha256 } from '../../../src/core/canonicalJson.ts';

/** Of the same structure as the official file, with words of our own. */
const PROMPTS_PY = `SA_SYSTEM_PROMPT = '''Judge the story.
1) Text: is it \\'clear\\'?
Begin with '### Feedback\\n', then '### Score\\n'.'''

PBL_SYSTEM_PROMPT = '''Judge the method.'''

MSR_PROMPT = '''Judge the answer.'''

def get_prompt(data_id):
    return None
`;

const prompts = parsePromptsFile(PROMPTS_PY, sha256(PROMPTS_PY));

const overall = { slug: 'overall', scale: { min: 0, max: 6 } };

function item(given: Partial<JudgedItem>): JudgedItem {
  return {
    externalId: 'SA_1',
    category: 'situational-analysis',
    question: [{ text: 'Tell on.' }],
    response: [{ text: 'Once.' }],
    reference: null,
    asked: [overall],
    ...given,
  };
}

const call = (given: Partial<JudgedItem>, variant: MmieVariant = 'as-published') =>
  mmieScorePrompts(prompts, variant).plan(item(given))[0] as JudgeCall;

/** What is shown, pictures as their names in brackets. */
const shown = ({ messages }: JudgeCall): string =>
  messages
    .flatMap(({ content }) => content)
    .map((piece) =>
      'text' in piece ? piece.text : `[${'image' in piece ? piece.image : piece.missingImage}]`,
    )
    .join('');

/** An answer of so many steps of a text and a picture. */
const steps = (count: number, name = 'a'): Segment[] =>
  Array.from({ length: count }, (_, step): Segment[] => [
    { text: `step ${step}` },
    { image: `${name}${step}` },
  ]).flat();

test('the constants are read as Python reads them', () => {
  expect(prompts).toEqual({
    SA: "Judge the story.\n1) Text: is it 'clear'?\nBegin with '### Feedback\n', then '### Score\n'.",
    PBL: 'Judge the method.',
    MSR: 'Judge the answer.',
  });
});

test('any file but the official one is refused, naming both digests', () => {
  expect(() => parsePromptsFile(PROMPTS_PY)).toThrow(
    /^This is not the official prompts.py: its sha256 is [0-9a-f]{64}, the official one ed1e1a14a4e3/,
  );
});

test('a file of the right digest without a constant is refused by its name', () => {
  const text = "SA_SYSTEM_PROMPT = '''a'''\nPBL_SYSTEM_PROMPT = '''b'''\n";

  expect(() => parsePromptsFile(text, sha256(text))).toThrow('prompts.py has no constant MSR_PROMPT');
});

test('a story is laid out as the script lays it out', () => {
  const { messages, options, isTruncated, part } = call({
    question: [{ text: 'Go on with this.' }, { image: 'q0' }],
    response: [{ text: 'A fox.' }, { image: 'r0' }],
  });

  expect(messages).toEqual([
    {
      role: 'user',
      content: [
        { text: `${prompts.SA}### Question\nGo on with this.\nImage-0: ` },
        { image: 'q0' },
        { text: '\n\n### Answer\nA fox.\nImage-1: ' },
        { image: 'r0' },
        { text: '\n\n### Feedback\n' },
      ],
    },
  ]);
  expect({ options, isTruncated, part }).toEqual({ options: [], isTruncated: false, part: 'overall' });
});

test('a reasoning question shows the first text of the reference, None where there is none', () => {
  const reference = { answer: [{ text: '42' }, { text: 'because' }] };
  const math = { externalId: 'MSR_7', category: 'multi-step-reasoning' };

  expect(shown(call({ ...math, reference }))).toBe(
    'Judge the answer.### Question\nTell on.\n\n### Answer\nOnce.\n\n### Correct Answer\nThe correct answer to this question should be: 42\n### Feedback\n',
  );
  expect(shown(call({ ...math, reference: null }))).toContain('should be: None\n');
});

describe('as published, at most three pictures are shown', () => {
  test.each([
    [0, 'step 0\nImage-0: [a0]\nstep 1\nImage-1: [a1]\nstep 2\nImage-2: [a2]\n'],
    [1, 'step 0\nImage-1: [a0]\nstep 1\nImage-2: [a1]\n'],
    [2, 'step 0\nImage-2: [a0]\n'],
    [3, 'step 0\n'],
    [4, 'step 0\n'],
  ])('%i in the question', (pictures, answer) => {
    const question = Array.from({ length: pictures }, (_, at) => ({ image: `q${at}` }));
    const asked = call({ question, response: steps(5) });

    expect(shown(asked).split('### Answer\n')[1]).toBe(`${answer}\n### Feedback\n`);
    expect(asked.isTruncated).toBe(true);
  });

  test('five in the question: the script drops it, and so it is said', () => {
    const question = Array.from({ length: 5 }, (_, at) => ({ image: `q${at}` }));

    expect(mmieScorePrompts(prompts, 'as-published').plan(item({ question }))).toEqual([
      {
        part: 'overall',
        outcome: 'JUDGE_ERROR',
        reason: 'The published script drops it without judging: 5 pictures in the question, it takes 4',
      },
    ]);
  });

  test('one that is shown twice counts twice', () => {
    const response: Segment[] = Array.from({ length: 4 }, () => ({ image: 'same' }));

    expect(shown(call({ response }))).toContain('Image-0: [same]\nImage-1: [same]\nImage-2: [same]\n\n###');
  });
});

test('the whole answer is another variant, and another document', () => {
  const asked = call({ response: steps(5) }, 'whole-answer');

  expect(shown(asked).match(/\[a\d\]/g)).toEqual(['[a0]', '[a1]', '[a2]', '[a3]', '[a4]']);
  expect(asked.isTruncated).toBe(false);
  expect(mmieScorePrompts(prompts, 'whole-answer').document).not.toEqual(
    mmieScorePrompts(prompts, 'as-published').document,
  );
});

test('people who write "<image>" do not move the pictures', () => {
  const response: Segment[] = [{ text: 'see <image> and Image-0: <image>' }, { image: 'real' }];

  expect(shown(call({ response }))).toContain('see <image> and Image-0: <image>\nImage-0: [real]\n');
});

test('a picture that is not here stays in the call, for whoever asks it to notice', () => {
  expect(shown(call({ response: [{ text: 'a' }, { missingImage: 'x.png' }] }))).toContain('Image-0: [x.png]');
});

test('a reply is read by the published parser, in both readings', () => {
  const { read } = mmieScorePrompts(prompts, 'as-published');
  const said = (text: string) => read(item({}), call({}), { text, probabilities: null, mass: null });

  expect(said('### Feedback\nGood.\n### Score\n5')).toEqual({
    outcome: 'SCORED',
    value: 5,
    officialValue: 5,
    reason: null,
  });
  expect(said('I like it')).toMatchObject({ outcome: 'UNPARSEABLE', value: null, officialValue: null });
});
