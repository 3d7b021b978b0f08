import { describe, expect, test } from 'vitest';
import { EVALALIGN } from '../../../src/benchmarks/evalalign/definition.ts';
import { parsePrompts, parseReplyRecord, questionOf } from '../../../src/benchmarks/evalalign/files.ts';
import { describeWithData } from '../fixtures/officialData.ts';

describeWithData('the released alignment prompts', 'evalalign/test_alignment_prompt.json', (read) => {
  const questions = parsePrompts(read(), 'alignment').map((prompt) => questionOf(prompt, 'alignment'));

  test('ask 417 questions of 120 pictures', () => {
    const asked = questions.flatMap(({ criteria }) => criteria ?? []);
    const counts = Object.fromEntries(
      Object.entries(Object.groupBy(asked, (slug) => slug)).map(([slug, all]) => [slug, all?.length]),
    );

    expect(questions).toHaveLength(120);
    expect(asked).toHaveLength(417);
    expect(counts).toEqual({ object: 118, count: 109, spatial: 85, action: 54, color: 26, style: 25 });
  });

  test('ask nothing of prompt 675, which still counts as a picture', () => {
    expect(questions.find(({ externalId }) => externalId === 'alignment/675')?.criteria).toEqual([]);
  });
});

describeWithData('the released faithfulness prompts', 'evalalign/test_faithfulness_prompt.json', (read) => {
  test('are 100, and all five skills are asked of each', () => {
    const questions = parsePrompts(read(), 'faithfulness').map((prompt) =>
      questionOf(prompt, 'faithfulness'),
    );

    expect(questions).toHaveLength(100);
    expect(questions.filter(({ criteria }) => criteria?.length !== 5)).toEqual([]);
    expect(questions.map(({ externalId }) => externalId)).toContain('faithfulness/380_v1_172_157');
  });
});

const prompt = {
  prompt_id: '45',
  prompt: 'two cats',
  result_info: {
    Object: 'cats',
    Count: 'cats: two',
    Color: 'none',
    Style: 'none;',
    Spatial: 'None ;',
    Action: 'none',
  },
  question_info: { Object: '<image>\nobjects?', Count: '<image>\nnumbers?' },
};

test('a prompt asks what its questions are, with their text', () => {
  const [parsed] = parsePrompts([prompt], 'alignment');

  expect(parsed && questionOf(parsed, 'alignment')).toEqual({
    externalId: 'alignment/45',
    slices: ['alignment'],
    content: [{ text: 'two cats' }],
    reference: { object: '<image>\nobjects?', count: '<image>\nnumbers?' },
    criteria: ['object', 'count'],
  });
});

test('a reply names its skill in any case', () => {
  const line = { promptId: '45', criterion: 'object', reply: '2' };

  expect(parseReplyRecord(line, 0, 'alignment').skill.name).toBe('Object');
  expect(parseReplyRecord(line, 0, 'faithfulness').skill.name).toBe('object');
});

describe('a bad file is refused with its place and field', () => {
  test.each([
    [
      () => parsePrompts({}, 'alignment'),
      'test_alignment_prompt.json: "prompts" must be a list, is an object',
    ],
    [() => parsePrompts([prompt, prompt], 'alignment'), 'record 2: prompt_id "45" is there twice'],
    [
      () => parsePrompts([{ ...prompt, prompt_id: 45 }], 'alignment'),
      'record 1: "prompt_id" must be text, is number 45',
    ],
    [
      () => parsePrompts([{ ...prompt, question_info: undefined }], 'alignment'),
      'record 1 (prompt_id "45"): "question_info" must be an object of texts',
    ],
    [
      () => parsePrompts([{ ...prompt, question_info: { Object: 'x' } }], 'alignment'),
      'disagree on whether Count is asked',
    ],
    [
      () => parsePrompts([{ ...prompt, question_info: { ...prompt.question_info, Mood: 'x' } }], 'alignment'),
      '"Mood" is no alignment skill',
    ],
    [
      () => parseReplyRecord({ promptId: '45', criterion: 'Hand', reply: '2' }, 6, 'alignment'),
      'record 7 (promptId "45"): "criterion" is "Hand", alignment has Object, Count, Color, Style, Spatial, Action',
    ],
    [
      () => parseReplyRecord({ promptId: '45', criterion: 'Object' }, 0, 'alignment'),
      '"reply" must be text, is missing',
    ],
    [
      () => parseReplyRecord({ promptId: '', criterion: 'Object', reply: '' }, 0, 'alignment'),
      '"promptId" is empty',
    ],
  ])('%#', (parse, message) => {
    expect(parse).toThrow(message);
  });
});

test('EvalAlign has two dimensions, eleven skills, and no overall number', () => {
  expect(
    EVALALIGN.criteria.map(({ category, slug, scale }) => `${category}/${slug} ${scale.min}-${scale.max}`),
  ).toEqual([
    'faithfulness/body 0-4',
    'faithfulness/hand 0-4',
    'faithfulness/face 0-4',
    'faithfulness/object 0-4',
    'faithfulness/common 0-4',
    'alignment/object 0-2',
    'alignment/count 0-2',
    'alignment/color 0-2',
    'alignment/style 0-2',
    'alignment/spatial 0-2',
    'alignment/action 0-2',
  ]);
  expect(EVALALIGN.headline.overall).toBeNull();
});
