import { expect } from 'vitest';
import { test } from '../support/fixtures.ts';
import { anEvaluationOf } from '../support/imported.ts';
import { runCli } from './runCli.ts';

test('the worst and the best scores are listed, as many as are asked for', async ({ api, client }) => {
  const evaluation = await anEvaluationOf(client, 120);
  const list = async (...words: string[]) => {
    const { code, out, err } = await runCli(['evaluations', 'scores', evaluation, ...words, '--json'], {
      env: { ASSAY_URL: api.url },
    });
    expect([code, err]).toEqual([0, '']);
    return (JSON.parse(out) as { value: number }[]).map(({ value }) => value);
  };

  expect(await list('--worst', '3')).toEqual([0, 0, 0]);
  expect(await list('--best', '3')).toEqual([6, 6, 6]);
  expect(await list()).toEqual(Array.from({ length: 50 }, (_, index) => index % 7));
  const all = await list('--order', 'worst', '--first', '1000');
  expect(all).toHaveLength(120);
  expect(all).toEqual(all.toSorted((a, b) => a - b));
});

test('a table of scores names question, sample and criterion', async ({ api, client }) => {
  await anEvaluationOf(client, 8);

  const { out } = await runCli(['evaluations', 'scores', 'latest', '--worst', '2'], {
    env: { ASSAY_URL: api.url },
  });

  expect(
    out
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/)),
  ).toEqual([
    ['question', 'sample', 'criterion', 'score', 'reason'],
    ['SA-1', '0', 'overall', '0', '–'],
    ['SA-8', '0', 'overall', '0', '–'],
  ]);
});

test.for([
  [['--worst', '3', '--best', '3'], '--worst and --best exclude each other'],
  [['--worst', '3', '--first', '9'], '--worst says the order and how many'],
  [['--worst', 'many'], 'It must be a whole number from 1 to 1000000.'],
  [['--order', 'sideways'], 'Allowed choices are question, worst, best'],
] as const)('%s is refused', async ([words, message]) => {
  const { code, err } = await runCli(['evaluations', 'scores', 'latest', ...words]);

  expect(code).not.toBe(0);
  expect(err).toContain(message);
});
