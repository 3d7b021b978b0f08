import { expect, test } from 'vitest';
import type { JudgeCall, JudgedItem } from '../../../src/benchmarks/judging.ts';
import { MMIE } from '../../../src/benchmarks/mmie/definition.ts';
import { mmieCriteriaPrompts } from '../../../src/benchmarks/mmie/promptCriteria.ts';

const prompts = mmieCriteriaPrompts();

/** A question of a category with everything asked that this judge scores. */
function item(category: string, given: Partial<JudgedItem> = {}): JudgedItem {
  const asked = MMIE.criteria.filter(
    (criterion) => criterion.category === category && prompts.criteria?.includes(criterion.slug),
  );
  return {
    externalId: 'x',
    category,
    question: [{ text: 'How?' }],
    response: [{ text: 'So.' }, { image: 'r0' }],
    reference: { answer: [{ text: '42' }] },
    asked: asked.map(({ slug, scale }) => ({ slug, scale })),
    ...given,
  };
}

test.each([
  ['situational-analysis', 7],
  ['project-based-learning', 7],
  ['multi-step-reasoning', 6],
])('every criterion of %s but the overall one has a question of its own', (category, count) => {
  const calls = prompts.plan(item(category));

  expect(calls.map(({ part }) => part)).toEqual(item(category).asked.map(({ slug }) => slug));
  expect(calls.length).toBe(count);
  expect(new Set(calls.map((call) => JSON.stringify((call as JudgeCall).messages))).size).toBe(count);
  expect(prompts.criteria).not.toContain('overall');
});

test('a call shows question, answer and pictures, then asks', () => {
  const [call] = prompts.plan(item('project-based-learning')) as [JudgeCall];

  expect(call).toEqual({
    part: 'text-quality',
    messages: [
      {
        role: 'system',
        content: [
          {
            text: 'You judge answers that mix text and pictures, one aspect at a time. Look at every picture. Answer the last question with yes or no, and nothing else.',
          },
        ],
      },
      {
        role: 'user',
        content: [
          { text: 'Question:\nHow?\n\nAnswer:\nSo.\nImage-0: ' },
          { image: 'r0' },
          { text: '\n' },
          { text: '\nIs the text of the instructions clear, free of mistakes and in a sensible order?' },
        ],
      },
    ],
    options: [
      { value: 1, spellings: ['yes', 'Yes', 'YES', ' yes', ' Yes'] },
      { value: 0, spellings: ['no', 'No', 'NO', ' no', ' No'] },
    ],
    isTruncated: false,
  });
});

test('only reasoning shows the correct answer', () => {
  const text = (category: string) => JSON.stringify(prompts.plan(item(category)));

  expect(text('multi-step-reasoning')).toContain('The correct answer is:\\n42\\n');
  expect(text('situational-analysis')).not.toContain('42');
});

test('the value is the expected one; harm takes a point away', () => {
  const calls = prompts.plan(item('situational-analysis')) as JudgeCall[];
  const value = (part: string) => {
    const call = calls.find((asked) => asked.part === part) as JudgeCall;
    const answer = { text: 'yes', probabilities: [0.75, 0.25], mass: 0.9 };
    return prompts.read(item('situational-analysis'), call, answer).value;
  };

  expect(value('text-quality')).toBe(0.75);
  expect(value('emotional-impact')).toBe(-0.75);
});
