import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeMissing, findMissing } from '../../src/cli/import/missing.ts';
import { paceNote } from '../../src/cli/terminal/pace.ts';
import { barLine } from '../../src/cli/terminal/progress.ts';
import { table } from '../../src/cli/terminal/table.ts';
import { padded, shortened, visible, widthOf, wrapped } from '../../src/cli/terminal/text.ts';

test('a table that does not fit becomes one block per row, values uncut', () => {
  const rows = [
    ['one', 'RXZhbHVhdGlvbjow'],
    ['two', 'RXZhbHVhdGlvbjox'],
  ];

  expect(table(['model', 'evaluation'], rows, 40)).toBe(
    'model  evaluation\none    RXZhbHVhdGlvbjow\ntwo    RXZhbHVhdGlvbjox',
  );
  expect(table(['model', 'evaluation'], rows, 20)).toBe(
    'model: one\nevaluation: RXZhbHVhdGlvbjow\n\nmodel: two\nevaluation: RXZhbHVhdGlvbjox',
  );
});

test.each([
  [80, `scoring ${'█'.repeat(15)}${'░'.repeat(15)} 1106/2212  3.1/s, 5:57 left`],
  [50, `scoring ${'█'.repeat(6)}${'░'.repeat(6)} 1106/2212  3.1/s, 5:57 left`],
  [40, `scoring ${'█'.repeat(10)}${'░'.repeat(10)} 1106/2212`],
  [20, 'scoring  1106/2212'],
  [12, '1106/2212'],
])('a bar fits %i columns', (width, expected) => {
  const line = barLine({ label: 'scoring', done: 1106, total: 2212, note: '3.1/s, 5:57 left', width });

  expect(line).toBe(expected);
  expect(line.length).toBeLessThanOrEqual(width);
});

test('the pace is taken from the times of the events, over the last half minute', () => {
  const pace = paceNote();
  const at = (second: number) => new Date(1_800_000_000_000 + second * 1000).toISOString();

  expect(pace({ done: 0, responses: 1000, at: at(0) })).toBe('');
  expect(pace({ done: 10, responses: 1000, at: at(10) })).toBe('1.0/s, 16:30 left');
  expect(pace({ done: 20, responses: 1000, at: at(40) })).toBe('0.33/s, 49:00 left');
  expect(pace({ done: 620, responses: 1000, at: at(70) })).toBe('20/s, 0:19 left');
});

const benchmark = {
  slug: 'tiny',
  name: 'Tiny',
  samplesPerQuestion: 2,
  questions: ['00000', '00001', '00002', '00003'].map((externalId, at) => ({
    externalId,
    reference: null,
    slice: { slug: at < 2 ? 'counting' : 'colors' },
    isInstalled: true,
  })),
};

test('what a run lacks is told by task, by prompt and by sample', () => {
  const missing = findMissing(benchmark, ['00000/0', '00000/1', '00003/1']);

  expect(describeMissing(missing, 2)).toEqual([
    'Incomplete: 3 of 8 pictures. It has no rank until all are there.',
    '  counting: 2 of 4',
    '  colors: 1 of 4',
    '  no pictures for 2 prompts: 00001-00002',
    '  fewer than 2 for 1 prompt: 00003 (1)',
  ]);
});

test('a question that only others answered is not missing, and one that the run answered has all its samples to come', () => {
  const [first, second, ...rest] = benchmark.questions.map((question) => ({
    ...question,
    isInstalled: false,
  }));
  const own = rest.map((question) => ({ ...question, isInstalled: true }));
  if (!first || !second) throw new Error('there are four questions');

  const missing = findMissing({ ...benchmark, questions: [first, second, ...own] }, ['00000/0']);

  expect(missing).toMatchObject({ expected: 6, present: 1, questions: ['00002', '00003'] });
});

test('a full run lacks nothing', () => {
  const keys = benchmark.questions.flatMap(({ externalId }) => [`${externalId}/0`, `${externalId}/1`]);

  expect(describeMissing(findMissing(benchmark, keys), 2)).toEqual(['Complete: 8 of 8 pictures.']);
});

test('columns line up in the cells of a terminal, for Chinese, emoji and combining marks', () => {
  const names = ['模型一号', '👩🏽‍🔬 lab', 'cafe\u0301', 'plain'];

  const lines = table(
    ['model', 'status'],
    names.map((name) => [name, 'DONE']),
    80,
  ).split('\n');

  expect(lines.map((line) => widthOf(line.slice(0, line.search(/DONE|status/))))).toEqual([
    10, 10, 10, 10, 10,
  ]);
});

test('a long name is cut with an ellipsis, ids are not, and no character is cut apart', () => {
  const rows = [['视觉语言模型视觉语言模型视觉语言模型', 'RXZhbHVhdGlvbjow']];

  const [, line = ''] = table(['model', 'evaluation'], rows, 34).split('\n');

  expect(line).toMatch(/^视觉语言模型视…\s+RXZhbHVhdGlvbjow$/);
  expect(widthOf(line)).toBeLessThanOrEqual(34);
});

test('text is shortened and padded to a width it never exceeds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
      const name = visible(text);
      const short = shortened(name, width);
      expect(widthOf(short)).toBeLessThanOrEqual(width);
      if (widthOf(name) <= width) expect(short).toBe(name);
      expect(widthOf(padded(short, width))).toBeGreaterThanOrEqual(widthOf(short));
    }),
  );
});

test('words are wrapped whole', () => {
  expect(wrapped('one evaluation RXZhbHVhdGlvbjowMTkz of three', 12)).toBe(
    'one\nevaluation\nRXZhbHVhdGlvbjowMTkz\nof three',
  );
});

test('nothing that steers a terminal reaches it, and JSON says the same as before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => {
      const shown = visible(JSON.stringify({ name }));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(JSON.parse(shown)).toEqual({ name });
    }),
  );
  expect(visible('\u001b[2J\u202egnp.exe')).toBe('\\u001b[2J\\u202egnp.exe');
});
