import { describe, expect, test } from 'vitest';
import { parseAnswer, parseQuestion, parseResult } from '../../../src/benchmarks/mmie/files.ts';

const question = {
  id: 'PBL_12',
  catagory: 'Project-based learning',
  field: 'Finance',
  subfield: 'Real Estate',
  conversations: [
    { from: 'human', content: [{ text: 'How do I rent?', image: './images/1.png' }] },
    { from: 'gpt', content: [{ text: 'Like this.', image: null }, { image: 'images/2.png' }] },
  ],
};
const answer = {
  id: 'MSR_1',
  model: 'm',
  question: [{ text: 'q', image: null }],
  answer: 'plain',
  gt_answer: [{ text: '7' }],
};
const result = {
  id: 'SA_1',
  model: 'm',
  question: 'q\n',
  answer: 'a\n',
  gt_answer: null,
  images: ['x.png'],
  gpt_feedback: '### Score\n5',
};

test('a question knows its slices, its content and its reference answer', () => {
  expect(parseQuestion(question, 0)).toEqual({
    id: 'PBL_12',
    slices: ['project-based-learning', 'finance', 'real-estate'],
    sliceNames: ['Project-based learning', 'Finance', 'Real Estate'],
    isKnownDomain: true,
    question: [{ text: 'How do I rent?', image: './images/1.png' }],
    reference: [
      { text: 'Like this.', image: null },
      { text: null, image: 'images/2.png' },
    ],
  });
});

test('a field that is none of the twelve domains is kept and marked', () => {
  expect(parseQuestion({ ...question, field: 'Cooking' }, 0)).toMatchObject({
    slices: ['project-based-learning', 'cooking', 'real-estate'],
    isKnownDomain: false,
  });
  expect(parseQuestion({ ...question, field: undefined }, 0).slices).toEqual(['project-based-learning']);
});

test('a plain text answer is one segment', () => {
  expect(parseAnswer(answer, 0)).toEqual({
    id: 'MSR_1',
    model: 'm',
    question: [{ text: 'q', image: null }],
    answer: [{ text: 'plain', image: null }],
    reference: [{ text: '7', image: null }],
  });
});

test('a result keeps the reply as it is, and a checkpoint record has none', () => {
  expect(parseResult(result, 0)).toMatchObject({
    id: 'SA_1',
    reference: null,
    images: ['x.png'],
    reply: '### Score\n5',
  });
  expect(parseResult({ ...result, gpt_feedback: undefined }, 0).reply).toBeNull();
});

describe('a bad record is refused with its place and field', () => {
  test.each([
    [() => parseQuestion('x', 4), 'record 5: is string "x", not an object'],
    [() => parseQuestion({ ...question, id: 7 }, 0), 'record 1: "id" must be text, is number 7'],
    [() => parseQuestion({ ...question, id: 'Q1' }, 0), 'MMIE id "Q1" names no category'],
    [
      () => parseQuestion({ ...question, conversations: null }, 2),
      'record 3 (id "PBL_12"): "conversations" must be a list, is null',
    ],
    [
      () => parseQuestion({ ...question, conversations: [{ from: 'human', content: [3] }] }, 0),
      'record 1 (id "PBL_12"): "conversations[0]": "content[0]": must be an object',
    ],
    [() => parseQuestion({ ...question, conversations: [] }, 0), '"conversations" holds no human content'],
    [() => parseAnswer({ ...answer, model: '' }, 0), 'record 1 (id "MSR_1"): "model" is empty'],
    [
      () => parseAnswer({ ...answer, answer: [{ text: 4 }] }, 0),
      '"answer[0]": "text" must be text, is number 4',
    ],
    [
      () => parseResult({ ...result, gpt_feedback: { text: 'x' } }, 0),
      '"gpt_feedback" must be text, is an object',
    ],
    [() => parseResult({ ...result, images: [null] }, 0), '"images[0]" must be a path'],
  ])('%#', (parse, message) => {
    expect(parse).toThrow(message);
  });
});
