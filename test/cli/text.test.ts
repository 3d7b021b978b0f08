import { expect, test } from 'vitest';
import { describeMissing, findMissing } from '../../src/cli/import/missing.ts';
import { paceNote } from '../../src/cli/terminal/pace.ts';
import { barLine } from '../../src/cli/terminal/progress.ts';
import { table } from '../../src/cli/terminal/table.ts';

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

test('a full run lacks nothing', () => {
  const keys = benchmark.questions.flatMap(({ externalId }) => [`${externalId}/0`, `${externalId}/1`]);

  expect(describeMissing(findMissing(benchmark, keys), 2)).toEqual(['Complete: 8 of 8 pictures.']);
});
