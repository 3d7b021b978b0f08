import { expect } from 'vitest';
import { serveApi } from '../../src/api/main.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { uploadRun } from '../../src/cli/import/uploadRun.ts';
import { type EvaluationEvent, watchEvaluation } from '../../src/cli/watch.ts';
import type { Db } from '../../src/store/database.ts';
import { upsertJudge } from '../../src/store/judges.ts';
import { test } from '../support/fixtures.ts';
import { aPicture, installDemo } from './imageFolders.ts';
import { runCli, runProcess } from './runCli.ts';

const silent = { update: () => {}, say: () => {}, end: () => {} };

/** An evaluation that waits for a judge whom nobody serves. */
async function anEvaluation(client: Client, db: Db): Promise<string> {
  await client.query(installDemo);
  const bytes = new Uint8Array(await aPicture(0, 0));
  const pictures = [{ question: '00000', sampleIndex: 0, bytes }];
  const run = await uploadRun(client, { benchmark: 'geneval-demo', model: 'm', pictures }, silent);
  const revision = 'ab'.repeat(32);
  await upsertJudge(db, { name: 'nobody', kind: 'RULE', revision, manifest: {}, criteria: ['correct'] });
  const { startEvaluation } = await client.query<{ startEvaluation: { evaluation: { id: string } } }>(
    'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id } } }',
    { input: { run: run.id, judge: 'nobody' } },
  );
  return startEvaluation.evaluation.id;
}

const cancel = (client: Client, evaluation: string) =>
  client.query(
    'mutation ($input: CancelEvaluationInput!) { cancelEvaluation(input: $input) { evaluation { id } } }',
    { input: { evaluation } },
  );

test('every event is a line of JSON, and a cancelled evaluation is exit code 1', async ({
  api,
  client,
  database,
}) => {
  const evaluation = await anEvaluation(client, database.db);
  const watching = runCli(['watch', evaluation, '--json'], { env: { ASSAY_URL: api.url } });
  await cancel(client, evaluation);

  const { code, out, err } = await watching;

  const events = out
    .trimEnd()
    .split('\n')
    .map((line): EvaluationEvent => JSON.parse(line));
  expect(code).toBe(1);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
  expect(events.at(-1)).toMatchObject({ status: 'CANCELLED', done: 0, responses: 1, expected: 240 });
  expect(err).toContain(
    'CANCELLED: 0 of 1 responses scored; 239 of 240 expected responses are not in the run',
  );
});

test('watching goes on over a restart of the API, nothing lost or doubled', async ({
  api,
  client,
  config,
  database,
  databaseUrl,
  log,
}) => {
  const evaluation = await anEvaluation(client, database.db);
  const seen: number[] = [];
  const began = Promise.withResolvers<void>();
  const attempts: number[] = [];
  const watching = watchEvaluation(
    client,
    evaluation,
    ({ seq }) => {
      seen.push(seq);
      began.resolve();
    },
    { onReconnecting: (attempt) => attempts.push(attempt) },
  );
  await began.promise;

  await api.close();
  const again = await serveApi({ ...config, port: Number(new URL(api.url).port) }, databaseUrl, log);
  await cancel(client, evaluation);
  const closing = await watching;
  await again.close();

  expect(closing?.status).toBe('CANCELLED');
  expect(seen).toEqual(seen.map((_, at) => at + 1));
  expect(seen).toHaveLength(closing?.seq ?? 0);
  expect(attempts[0]).toBe(1);
});

test('a signal ends the watching without an error', async ({ client, database }) => {
  const evaluation = await anEvaluation(client, database.db);
  const stop = new AbortController();

  const closing = await watchEvaluation(client, evaluation, () => stop.abort(), { signal: stop.signal });

  expect(closing).toBeNull();
});

test('Ctrl-C is exit code 130 and says that the evaluation goes on', async ({ api, client, database }) => {
  const evaluation = await anEvaluation(client, database.db);

  const { code, err } = await runProcess(['watch', evaluation, '--json'], {
    env: { ASSAY_URL: api.url },
    signalWhen: (text) => text.includes('QUEUED'),
  });

  expect(code).toBe(130);
  expect(err).toContain(`The evaluation goes on; watch it again with: assay watch ${evaluation}`);
});

test('an id of something else is refused at once', async ({ api }) => {
  const { code, err } = await runCli(['watch', 'abc'], { env: { ASSAY_URL: api.url } });

  expect(code).toBe(1);
  expect(err).toContain('error: "abc" is too short to name one of the evaluations');
});

test('an evaluation is started, listed, cancelled', async ({ api, client, database }) => {
  await anEvaluation(client, database.db);
  const assay = (...words: string[]) => runCli(words, { env: { ASSAY_URL: api.url } });
  const runs = JSON.parse((await assay('runs', 'list', '--model', 'm', '--json')).out);

  const started = await assay('evaluations', 'start', runs[0].id, 'nobody@abab');
  const id = started.out.trim();
  const queued = JSON.parse((await assay('evaluations', 'list', '--status', 'queued', '--json')).out);
  const cancelled = await assay('evaluations', 'cancel', id);

  expect(started.err).toContain('No worker serves nobody@abababababab now.');
  expect(queued.map((evaluation: { id: string }) => evaluation.id)).toContain(id);
  expect(cancelled.out).toBe('CANCELLED, 0 of 1 responses scored\n');
});
