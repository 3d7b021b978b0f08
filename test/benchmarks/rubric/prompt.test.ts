import { describe, expect, test } from 'vitest';
import type { JudgeCall, JudgedItem } from '../../../src/benchmarks/judging.ts';
import { rubricPrompts } from '../../../src/benchmarks/rubric/prompt.ts';
import { parseRubric } from '../../../src/benchmarks/rubric/rubric.ts';

const TONE = `name: tone
system: Be strict.
criteria:
  - slug: polite
    question: Is the answer polite?
    scale: { min: 0, max: 1 }
  - slug: warmth
    question: How warm is it?
    scale: { min: 0, max: 3 }
  - slug: mood
    question: What mood is it in?
    scale: { min: -1, max: 1 }
    options:
      - { value: -1, says: sad }
      - { value: 0, says: [neutral, calm] }
      - { value: 1, says: happy }
`;

const item: JudgedItem = {
  externalId: 'q1',
  category: 'any',
  question: [{ text: 'Say hello.' }],
  response: [{ text: 'Hello!' }, { image: 'p' }],
  reference: null,
  asked: [
    { slug: 'polite', scale: { min: 0, max: 1 } },
    { slug: 'mood', scale: { min: -1, max: 1 } },
  ],
};

const problem = (text: string): string => {
  try {
    parseRubric(text, 'tone.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was accepted');
};

test('each criterion that is asked becomes a call in the user’s words', () => {
  const [polite, mood, none] = rubricPrompts(parseRubric(TONE, 'tone.yaml')).plan(item) as JudgeCall[];

  expect(none).toBeUndefined();
  expect(polite?.messages).toEqual([
    { role: 'system', content: [{ text: 'Be strict.' }] },
    {
      role: 'user',
      content: [
        { text: 'Question:\n' },
        { text: 'Say hello.\n' },
        { text: '\nAnswer:\n' },
        { text: 'Hello!\n' },
        { image: 'p' },
        { text: '\nIs the answer polite?\nAnswer with one of: yes, no.' },
      ],
    },
  ]);
  expect(mood?.options).toEqual([
    { value: -1, spellings: ['sad', ' sad'] },
    { value: 0, spellings: ['neutral', ' neutral', 'calm', ' calm'] },
    { value: 1, spellings: ['happy', ' happy'] },
  ]);
});

test('a scale that is not the benchmark’s is an error of the judge', () => {
  const asked = [{ slug: 'warmth', scale: { min: 0, max: 6 } }];

  expect(rubricPrompts(parseRubric(TONE, 'tone.yaml')).plan({ ...item, asked })).toEqual([
    {
      part: 'warmth',
      outcome: 'JUDGE_ERROR',
      reason: 'The rubric scores warmth from 0 to 3, the benchmark from 0 to 6',
    },
  ]);
});

test('JSON is understood as well, and the name is not part of the judge', () => {
  const json = JSON.stringify({
    name: 'other',
    system: 'Be strict.',
    criteria: [{ slug: 'polite', question: 'Is the answer polite?', scale: { min: 0, max: 1 } }],
  });
  const named = parseRubric(json, 'a.json');

  expect(named.criteria.length).toBe(1);
  expect(rubricPrompts(named).document).toEqual(rubricPrompts({ ...named, name: 'renamed' }).document);
});

describe('a rubric that is not right is refused with line and field', () => {
  test('not YAML', () => {
    expect(problem('name: tone\ncriteria: [')).toMatch(/^tone.yaml, line 2: /);
  });

  test('fields that are missing or unknown', () => {
    expect(
      problem('name: tone\ncriteria:\n  - slug: a\n    qestion: b\n    scale: { min: 0, max: 1 }\n'),
    ).toBe(
      [
        'tone.yaml, line 3: "criteria[0].question": Invalid input: expected string, received undefined',
        'tone.yaml, line 3: "criteria[0]": Unrecognized key: "qestion"',
      ].join('\n'),
    );
  });

  test('a scale upside down, values beside it, options that begin alike, a slug twice', () => {
    expect(problem(TONE.replace('{ min: 0, max: 3 }', '{ min: 3, max: 0 }'))).toContain(
      'tone.yaml, line 9: "criteria[1].scale": min must be below max',
    );
    expect(problem(TONE.replace('value: 1, says: happy', 'value: 2, says: happy'))).toBe(
      'tone.yaml, line 16: "criteria[2].options[2].value": must lie within the scale, -1 to 1',
    );
    expect(problem(TONE.replace('says: happy', 'says: sadly not'))).toContain(
      '"sadly not" begins with "sad"',
    );
    expect(problem(TONE.replace('slug: warmth', 'slug: polite'))).toBe(
      'tone.yaml, line 7: "criteria[1].slug": "polite" is there twice',
    );
    expect(problem(TONE.replace('max: 3', 'max: 100'))).toContain('"criteria[1].options": are needed');
  });
});
