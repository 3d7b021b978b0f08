import { expect, test } from 'vitest';
import type { JudgeCall, JudgedItem } from '../../../src/benchmarks/judging.ts';
import { sanaVerifierPrompts } from '../../../src/benchmarks/sana/prompt.ts';

const prompts = sanaVerifierPrompts();

const item: JudgedItem = {
  externalId: '00000',
  category: 'counting',
  question: [{ text: 'a photo of three apples' }],
  response: [{ image: 'p' }],
  reference: null,
  asked: [{ slug: 'correct', scale: { min: 0, max: 1 } }],
};

test('the picture comes first, then the two lines word by word', () => {
  const [call] = prompts.plan(item) as [JudgeCall];

  expect(call.messages).toEqual([
    {
      role: 'user',
      content: [
        { image: 'p' },
        {
          text: "You are an AI assistant specializing in image analysis and ranking. Your task is to analyze and compare image based on how well they match the given prompt.\nThe given prompt is:a photo of three apples. Please consider the prompt and the image to make a decision and response directly with 'yes' or 'no'.\n",
        },
      ],
    },
  ]);
  expect(call.options.map(({ value }) => value)).toEqual([1, 0]);
});

test.each([
  ['yes', 'SCORED', 1, 1],
  [' yes', 'SCORED', 1, 1],
  ['Yes', 'SCORED', 1, 0],
  ['no', 'SCORED', 0, 0],
  ['no.', 'SCORED', 0, 0],
  ['maybe', 'UNPARSEABLE', null, 0],
])('%j is %s %j, and %j to the script', (text, outcome, value, officialValue) => {
  const [call] = prompts.plan(item) as [JudgeCall];

  expect(prompts.read(item, call, { text, probabilities: null, mass: null })).toMatchObject({
    outcome,
    value,
    officialValue,
  });
});

test('a response without a picture is MISSING_MEDIA', () => {
  expect(prompts.plan({ ...item, response: [{ text: 'none' }] })).toEqual([
    { part: 'correct', outcome: 'MISSING_MEDIA', reason: 'The response has no picture' },
  ]);
});
