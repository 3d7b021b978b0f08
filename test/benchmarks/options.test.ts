import { describe, expect, test } from 'vitest';
import { digits, readOptions, statedOption, yesNo } from '../../src/benchmarks/options.ts';

const grades = digits(-1, 4);
const said = (text: string | null) => ({ text, probabilities: null, mass: null });

test('digits cover a scale, with and without a space before', () => {
  expect(digits(-1, 1)).toEqual([
    { value: -1, spellings: ['-1', ' -1'] },
    { value: 0, spellings: ['0', ' 0'] },
    { value: 1, spellings: ['1', ' 1'] },
  ]);
});

describe('probabilities', () => {
  const answer = (probabilities: number[], mass = 1) => ({ text: '3', probabilities, mass });

  test('give the expected value', () => {
    expect(readOptions(digits(0, 4), answer([0, 0, 0.25, 0.5, 0.25]))).toEqual({
      outcome: 'SCORED',
      value: 3,
      officialValue: 3,
      reason: null,
    });
  });

  test('leave out that the question does not apply, unless it is the likeliest', () => {
    expect(readOptions(grades, answer([0.4, 0, 0, 0, 0.1, 0.5]), -1).value).toBeCloseTo(3.8333, 4);
    expect(readOptions(grades, answer([0.5, 0, 0, 0, 0.1, 0.4]), -1)).toMatchObject({
      outcome: 'NOT_APPLICABLE',
      value: null,
      officialValue: null,
    });
  });

  test('say nothing where the judge wanted to say something else', () => {
    expect(readOptions(yesNo({ yes: 1, no: 0 }), answer([0.9, 0.1], 0.04))).toEqual({
      outcome: 'UNPARSEABLE',
      value: null,
      officialValue: null,
      reason: 'the options had 4.0 % of what the judge might say',
    });
  });
});

test.each([
  [[Number.POSITIVE_INFINITY, 0], 1],
  [[Number.NaN, 1], 1],
  [[0, 0], 1],
  [[1e300, 1e300], 1],
  [[-1, 2], 1],
  [[0.5, 0.5], Number.NaN],
])('what are no probabilities, %j with mass %s, score nothing', (probabilities, mass) => {
  const read = readOptions(yesNo({ yes: 1, no: 0 }), { text: 'yes', probabilities, mass });

  expect(read).toMatchObject({ outcome: 'UNPARSEABLE', value: null, officialValue: null });
});

describe('words, where there are no probabilities', () => {
  test.each([
    ['3', 3],
    [' 3, basically fine', 3],
    ['-1.There is no hand', -1],
    ['**2**', 2],
    ['4.', 4],
    ['2.5', undefined],
    ['3-4', undefined],
    ['12', undefined],
    ['about 3', undefined],
    ['', undefined],
  ])('%j is %j', (text, value) => {
    expect(statedOption(grades, text)?.value).toBe(value);
  });

  test('yes and no are words of their own', () => {
    const options = yesNo({ yes: 1, no: 0 });

    expect(statedOption(options, 'Yes, it is.')?.value).toBe(1);
    expect(statedOption(options, '"no"')?.value).toBe(0);
    expect(statedOption(options, 'Nothing fits')).toBeUndefined();
  });

  test('an answer that names no option is UNPARSEABLE', () => {
    expect(readOptions(grades, said('fine')).outcome).toBe('UNPARSEABLE');
    expect(readOptions(grades, said(null)).outcome).toBe('UNPARSEABLE');
    expect(readOptions(grades, said('-1'), -1).outcome).toBe('NOT_APPLICABLE');
  });
});
