import { expect } from 'vitest';
import { anMmieBoard } from '../support/boards.ts';
import { obstacles, test } from '../support/browser.ts';
import { aJudge, anEvaluation, aRun } from '../support/builders.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';

/** Machines that do much else take their time. */
const poll = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 });

test('evaluations are listed newest first, by benchmark and status', async ({ client, database, open }) => {
  await anMmieBoard(client);
  await aJudge(database);
  const run = await aRun(client, { model: 'painter', questions: 1 });
  await anEvaluation(client, run.id);
  const page = await open('/evaluations');
  const models = page.locator('.evaluations tbody th a');

  await poll(() => models.allTextContents()).toEqual([
    'painter',
    'dune',
    'cobalt',
    'basalt',
    'amber',
    'basalt',
    'amber',
  ]);
  await page.getByLabel('Benchmark').selectOption('mmie');
  await poll(() => models.allTextContents()).toEqual([
    'dune',
    'cobalt',
    'basalt',
    'amber',
    'basalt',
    'amber',
  ]);
  await page.getByLabel('Status').selectOption('PARTIAL');
  await poll(() => models.allTextContents()).toEqual(['dune']);

  expect(new URL(page.url()).search).toBe('?benchmark=mmie&status=PARTIAL');
  await models.first().click();
  await page.waitForURL(/\/evaluations\/[\w%-]+$/);
});

test('a narrow screen keeps status and progress in sight, and the evaluations of one run have an address', async ({
  client,
  database,
  open,
}) => {
  await aJudge(database);
  const runs = [
    await aRun(client, { model: 'one', questions: 1 }),
    await aRun(client, { model: 'other', questions: 1 }),
  ];
  for (const { id } of runs) await anEvaluation(client, id);
  const page = await open(`/runs/${runs[0]?.id}`, { viewport: { width: 400, height: 800 } });
  await page.waitForURL(/\/evaluations\?run=/);
  const row = page.locator('.evaluations tbody tr');

  await poll(() => row.locator('th a').allTextContents()).toEqual(['one']);
  for (const part of [row.getByText('Queued'), row.getByRole('progressbar')]) {
    const box = await part.boundingBox();
    expect(box?.width).toBeGreaterThan(20);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(400);
  }
});

test('an evaluation that is being scored fills up by itself until it is complete', async ({
  client,
  database,
  log,
  open,
  queue,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 20 });
  const evaluation = await anEvaluation(client, run.id);
  const page = await open('/evaluations');
  const row = page.locator('.evaluations tbody tr');
  await poll(() => row.textContent()).toContain('Queued');
  await page.locator('[data-connection=connected]').waitFor({ state: 'attached' });

  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);

  await poll(() => row.textContent()).toContain('80 of 240');
  await poll(() => row.textContent()).toContain('Partial');
});

test('more than a page is turned over', async ({ client, database, open }) => {
  await aJudge(database);
  const run = await aRun(client, { questions: 1 });
  for (let made = 0; made < 26; made++) await anEvaluation(client, run.id);
  const page = await open('/evaluations?benchmark=geneval-demo');
  const rows = page.locator('.evaluations tbody tr');
  await poll(() => rows.count()).toBe(25);

  await page.getByRole('link', { name: 'Older' }).click();

  await poll(() => rows.count()).toBe(1);
  await page.getByRole('link', { name: 'Newest' }).click();
  await poll(() => rows.count()).toBe(25);
});

test('nothing keeps anybody from the list, in either theme, wide or narrow', async ({ client, open }) => {
  await anMmieBoard(client);
  const page = await open('/evaluations');
  await page.getByRole('link', { name: 'dune', exact: true }).waitFor();

  expect(await obstacles(page)).toEqual([]);
});
