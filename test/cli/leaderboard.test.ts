import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';
import { runCli } from './runCli.ts';

async function anMmieEvaluation(client: Client): Promise<void> {
  const questions = ['SA-1', 'SA-2', 'SA-3'];
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({ externalId, slices: ['situational-analysis', 'literature'] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'mine', questions });
  const texts = ['### Score\n5', '### Score\n5', 'no idea'];
  const replies = questions.map((question, at) => ({
    question,
    criterion: 'overall',
    text: texts[at] ?? null,
  }));
  await importEvaluation(client, run, { name: 'mmie-score', criteria: ['overall'] }, { replies });
}

test('--json is the array of measured rows, with both readings of categories and criteria', async ({
  api,
  client,
}) => {
  await anMmieEvaluation(client);

  const { out, err } = await runCli(['leaderboard', '--benchmark', 'mmie', '--json'], {
    env: { ASSAY_URL: api.url },
  });

  expect(err).toBe('');
  const official = { sum: 10, n: 2, mean: 5, percent: 83.33, expected: 3 };
  const strict = { mean: 5, n: 2, expected: 3, aggregation: 'MEAN', scale: { min: 0, max: 6 } };
  expect(JSON.parse(out)).toMatchObject([
    {
      kind: 'MEASURED',
      isComplete: true,
      model: { name: 'mine' },
      ...{ official, strict },
      categories: [{ slug: 'situational-analysis', name: 'Situational analysis', official, strict }],
      criteria: [{ slug: 'overall', category: 'situational-analysis', official, strict }],
    },
  ]);
});

test('the table shows what is published below, unless told not to, and takes a policy', async ({
  api,
  client,
}) => {
  await anMmieEvaluation(client);
  const run = (...words: string[]) =>
    runCli(['leaderboard', '--benchmark', 'mmie', ...words], { env: { ASSAY_URL: api.url } });

  const [withThem, without] = await Promise.all([run(), run('--no-published', '--missing', 'bounds')]);

  expect(withThem.out).toMatch(/^ +1 +mine +5\.000/m);
  expect(withThem.out).toMatch(/^\[1\] +GPT-4o \+ SD-XL +3\.928 +published/m);
  expect(withThem.out).toContain('published, scored by MMIE-Score: mmie-bench.github.io leaderboard, commit');
  expect(without.out).not.toContain('published, scored by');
  expect(without.out).toContain('worst and best with what is missing');
  expect(without.out).toMatch(/mine +5\.000 \[3\.33, 5\.33\] +2\/3/);
});

test('an unknown policy is refused with those there are', async () => {
  const { code, err } = await runCli(['leaderboard', '--benchmark', 'mmie', '--missing', 'guess']);

  expect(code).not.toBe(0);
  expect(err).toContain('Allowed choices are drop, zero, bounds');
});

test('a board says whose it is, why, and what another judge has; `benchmark judge` pins another', async ({
  api,
  client,
}) => {
  await anMmieEvaluation(client);
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'theirs', questions: ['SA-1'] });
  const scores = [{ question: 'SA-1', criterion: 'overall', value: 2 }];
  await importEvaluation(client, run, { name: 'lab', criteria: ['overall'] }, { scores });
  const assay = (...words: string[]) => runCli(words, { env: { ASSAY_URL: api.url } });

  const [board, told, both] = await Promise.all([
    assay('leaderboard', '--benchmark', 'mmie', '--no-published'),
    assay('benchmark', 'judge', 'mmie'),
    assay('benchmark', 'judge', 'mmie', 'lab', '--unpin'),
  ]);
  const pinned = await assay('benchmark', 'judge', 'mmie', 'lab');
  const unpinned = await assay('benchmark', 'judge', 'mmie', '--unpin', '--json');

  expect(board.out).toMatch(/^MMIE · judge mmie-score@[0-9a-f]{12} \(the published judge\)/);
  expect(board.out).toMatch(/^1 more model under lab@[0-9a-f]{12}$/m);
  expect(told.out).toMatch(
    /^MMIE shows mmie-score@\w{12} \(the published judge\)\n1 more model under lab@\w{12}\n$/,
  );
  expect(both).toMatchObject({
    code: 2,
    err: expect.stringContaining('give a judge to pin, or --unpin, not both'),
  });
  expect(pinned.out).toMatch(/^MMIE shows lab@\w{12} \(pinned\)\n$/);
  expect(JSON.parse(unpinned.out)).toMatchObject({
    slug: 'mmie',
    judge: { name: 'mmie-score' },
    judgeChoice: 'PUBLISHED',
  });
});
