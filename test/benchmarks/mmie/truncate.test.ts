import { expect, test } from 'vitest';
import { judgeInput } from '../../../src/benchmarks/mmie/truncate.ts';

const steps = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: `${kind} ${index}`, image: `${kind}${index}.png` }));
const pictures = (count: number) => steps('q', count).map(({ image }) => ({ text: null, image }));
const all = () => true;

test.each([
  [0, ['step 0', 'step 1', 'step 2'], 3],
  [1, ['step 0', 'step 1'], 2],
  [2, ['step 0'], 1],
  [3, ['step 0'], 0],
  [4, ['step 0'], 0],
])(
  'with %i pictures in the question, an answer of five steps keeps %j with %i pictures',
  (asked, texts, shown) => {
    const input = judgeInput(pictures(asked), steps('step', 5), all);

    expect(input.answer.split('\n').filter((line) => line.startsWith('step'))).toEqual(texts);
    expect(input.images.length - asked).toBe(shown);
    expect(input).toMatchObject({ truncated: true, judged: true });
  },
);

test('more than four pictures in the question drop the record', () => {
  expect(judgeInput(pictures(5), steps('step', 1), all).judged).toBe(false);
});

test('the judge reads text and numbered pictures line by line', () => {
  const question = [
    { text: 'What next?', image: 'a.png' },
    { text: null, image: null },
  ];

  const input = judgeInput(question, [{ text: 'This.', image: 'b.png' }], all);

  expect(input).toEqual({
    question: 'What next?\nImage-0: <image>\n',
    answer: 'This.\nImage-1: <image>\n',
    images: ['a.png', 'b.png'],
    missing: [],
    truncated: false,
    judged: true,
  });
});

test('a missing picture is skipped, does not count, and is named', () => {
  const input = judgeInput(pictures(3), steps('s', 2), (path) => path !== 'q1.png');

  expect(input.missing).toEqual(['q1.png']);
  expect(input.images).toEqual(['q0.png', 'q2.png', 's0.png']);
  expect(input.answer).toBe('s 0\nImage-2: <image>\n');
});

test('an answer that ends at the third picture is not truncated', () => {
  expect(judgeInput([], steps('s', 3), all).truncated).toBe(false);
  expect(judgeInput(pictures(3), [{ text: 'so', image: null }], all).truncated).toBe(false);
  expect(judgeInput(pictures(3), steps('s', 1), all).truncated).toBe(true);
  expect(judgeInput(pictures(3), steps('s', 1), (path) => path.startsWith('q')).truncated).toBe(false);
});
