import { expect } from 'vitest';
import { serveApi } from '../../src/api/main.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { insertWorker, updateWorker } from '../../src/store/workers.ts';
import { barriers, overhang, test } from '../support/browser.ts';
import { aJudge, anEvaluation, aRun, standingOf } from '../support/builders.ts';
import { atWork, scoreToEnd, scripted } from '../support/judging.ts';
import { gated, seqsSeen, watchShifts } from '../support/liveRuns.ts';
import { aDemoWorker, DEMO_JUDGE, demoRevision } from '../support/worker.ts';

interface Numbers {
  status: string;
  modes: { score: { mean: number; n: number }; categories: { slug: string; score: { mean: number } }[] }[];
}

async function strictOf(client: Client, evaluation: string) {
  const { node } = await client.query<{ node: Numbers }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { status
      modes { score { mean n } categories { slug score { mean } } } } } }`,
    { id: evaluation },
  );
  return node.modes[1] as Numbers['modes'][number];
}

/** Machines that do much else take their time. */
const poll = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 });

const live = (evaluation: string) => `/evaluations/${evaluation}`;

test('a run is watched from the queue to its end by a real worker, with nothing asked for again', async ({
  client,
  config,
  database,
  databaseUrl,
  log,
  open,
}) => {
  await aJudge(database, DEMO_JUDGE, await demoRevision());
  const run = await aRun(client, { questions: 12, samples: 3, painted: true });
  const evaluation = await anEvaluation(client, run.id, DEMO_JUDGE);
  const page = await open(live(evaluation));
  await page.getByText('Queued', { exact: true }).waitFor();
  await page.getByText('No worker serves this judge now.').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));

  await using _ = await aDemoWorker(config, databaseUrl, log);
  const worker = page.locator('.workers tbody tr').first();
  await worker.waitFor();
  await page.locator('[data-status="PARTIAL"]').waitFor();

  expect(await worker.locator('td').first().textContent()).toBe('cpu');
  expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('36');
  const { score, categories } = await strictOf(client, evaluation);
  const means = page.locator('.means tbody tr');
  await poll(() => means.locator('.means-mean').first().textContent()).toBe(score.mean.toFixed(3));
  expect(await means.count()).toBe(1 + categories.length);
  expect(await page.locator('[data-announcer]').textContent()).toContain('Partial');
  expect(asked).toEqual([]);
});

test('means, scores and outcomes follow every shard, and hardly anything else on the page moves', async ({
  client,
  database,
  queue,
  log,
  open,
}) => {
  const judge = await aJudge(database);
  // One question a shard.
  const run = await aRun(client, { questions: 6, samples: 32, given: 4 });
  const evaluation = await anEvaluation(client, run.id);
  const steps = gated(judge.revision, ({ sampleIndex }) =>
    sampleIndex === 3 ? { outcome: 'JUDGE_ERROR' } : sampleIndex % 2,
  );
  const page = await open(live(evaluation));
  const done = page.getByRole('progressbar');
  const shown = (outcome: string) => page.locator(`.outcomes li[data-outcome="${outcome}"] > :last-child`);
  await page.locator('.none').waitFor();
  const worker = atWork(database, queue, steps.scorer, log);
  steps.step();
  await poll(() => done.getAttribute('aria-valuenow')).toBe('4');
  const shifts = await watchShifts(page);

  steps.step();
  await poll(() => done.getAttribute('aria-valuenow')).toBe('8');

  expect(await shown('JUDGE_ERROR').textContent()).toBe('2');
  expect(await shown('SCORED').textContent()).toBe('6');
  expect(await page.locator('.histogram li').allTextContents()).toEqual(['0: 4', '1: 2']);
  const { score } = await strictOf(client, evaluation);
  expect(await page.locator('[data-part="whole"] .means-mean').textContent()).toBe(score.mean.toFixed(3));
  steps.open();
  await page.locator('[data-status="PARTIAL"]').waitFor();
  expect(await done.getAttribute('aria-valuenow')).toBe('24');
  expect(await page.locator('.trail-line').getAttribute('points')).toMatch(/^(\S+ ){2,5}1000\.0,\S+$/);
  expect(await shifts()).toBeLessThan(0.005);
  worker.stop();
  await worker.done;
});

test('a server that restarts meanwhile is said, and the page goes on without a gap', async ({
  api,
  browser,
  client,
  config,
  database,
  databaseUrl,
  queue,
  log,
  skip,
}) => {
  if (!browser) return skip('These tests need Chromium. Install it with `apt-get install -y chromium`.');
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 8, samples: 32, given: 1 });
  const evaluation = await anEvaluation(client, run.id);
  const steps = gated(judge.revision);
  const context = await browser.newContext({ baseURL: api.url });
  const page = await context.newPage();
  const seqs = seqsSeen(page);
  await page.goto(live(evaluation));
  const done = page.getByRole('progressbar');
  const banner = page.locator('[data-connection]');
  const worker = atWork(database, queue, steps.scorer, log);
  for (const number of ['1', '2']) {
    steps.step();
    await poll(() => done.getAttribute('aria-valuenow')).toBe(number);
  }

  await api.close();
  await page.getByText('Reconnecting…').waitFor();
  steps.open();
  await poll(async () => (await database.pool.query('select done from evaluations')).rows[0].done).toBe(8);
  const again = await serveApi({ ...config, port: Number(new URL(api.url).port) }, databaseUrl, log);

  await page.locator('[data-status="PARTIAL"]').waitFor();
  expect(await done.getAttribute('aria-valuenow')).toBe('8');
  await poll(() => banner.textContent()).toBe('');
  await poll(() => seqs.at(-1)).toBe(9);
  expect(seqs.length).toBeGreaterThan(6);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  worker.stop();
  await worker.done;
  await context.close();
  await again.close();
});

test('a run is cancelled only by who says so twice, and says that it is', async ({
  client,
  database,
  open,
}) => {
  await aJudge(database);
  const run = await aRun(client, { questions: 2 });
  const evaluation = await anEvaluation(client, run.id);
  const page = await open(live(evaluation));
  const dialog = page.getByRole('dialog');

  await page.getByRole('button', { name: 'Cancel…' }).click();
  await dialog.getByRole('button', { name: 'Go on scoring' }).click();
  const { status } = await standingOf(client, evaluation);
  await page.getByRole('button', { name: 'Cancel…' }).click();
  await dialog.getByRole('button', { name: 'Stop it' }).click();

  await page.locator('[data-status="CANCELLED"]').waitFor();
  expect(status).toBe('QUEUED');
  expect((await standingOf(client, evaluation)).status).toBe('CANCELLED');
  await poll(() => page.getByRole('button', { name: 'Cancel…' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Answers' }).getAttribute('href')).toBe(
    `${live(evaluation)}/answers`,
  );
});

test('a closed run shows how it ended and leads on to its answers and the leaderboard of its judge', async ({
  client,
  database,
  queue,
  log,
  open,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { samples: 1 });
  const evaluation = await anEvaluation(client, run.id);
  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);

  const page = await open(live(evaluation));

  await page.locator('[data-status="COMPLETED"]').waitFor();
  expect(await page.locator('.workers, .trail').count()).toBe(0);
  await page.getByRole('main').getByRole('link', { name: 'Leaderboard' }).click();
  await page.waitForURL(/\?benchmark=geneval-demo&judge=scripted%40[0-9a-f]{64}$/);
  await page.goBack();
  await page.getByRole('link', { name: 'Scored' }).click();
  await page.waitForURL(/\/answers\?outcome=SCORED$/);
});

test('a judge that is kept from scoring says by what, and one that failed on everything why, not 100 %', async ({
  client,
  database,
  queue,
  log,
  open,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 2, samples: 1 });
  const evaluation = await anEvaluation(client, run.id);
  const { id } = await insertWorker(database.db, {
    ...{ host: 'gpu-box', device: 'remote', judges: [judge.revision], status: 'WORKING' },
  });
  const reason = 'the judge server refuses connections since 12:03 UTC';
  await updateWorker(database.db, id, { status: 'WORKING', reason, reasonSince: new Date() });
  const page = await open(live(evaluation));

  await page.getByText(`Kept from scoring: ${reason}`).waitFor();
  await scoreToEnd(
    database,
    queue,
    scripted(judge.revision, () => ({ outcome: 'JUDGE_ERROR', reason: 'no such template' })),
    evaluation,
    log,
  );
  await page.getByText('JUDGE_ERROR on 2 of 2 scores: no such template').waitFor();

  expect(await page.locator('.progress-share').textContent()).toBe('0 % answered');
  await page.goto(new URL('/evaluations', page.url()).href);
  await page.getByText('JUDGE_ERROR on 2 of 2 scores: no such template').waitFor();
});

test('an address of no evaluation says so', async ({ open }) => {
  const page = await open(live('nothing'));

  await page.getByText('There is no such evaluation').waitFor();
});

for (const theme of ['light', 'dark'] as const) {
  test(`a live run has no barriers and fits 400 pixels in the ${theme} theme`, async ({
    client,
    database,
    queue,
    log,
    open,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 4, samples: 32, given: 2 });
    const evaluation = await anEvaluation(client, run.id);
    const steps = gated(judge.revision);
    const worker = atWork(database, queue, steps.scorer, log);
    const page = await open(live(evaluation), { colorScheme: theme });
    steps.step();
    await poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('2');

    const wide = await barriers(page);
    await page.setViewportSize({ width: 400, height: 800 });
    const narrow = await barriers(page);

    expect([...wide, ...narrow]).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    steps.open();
    worker.stop();
    await worker.done;
  });
}
