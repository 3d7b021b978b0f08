import { describe, expect, vi } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { runWorker } from '../../src/workers/main.ts';
import { troubleText } from '../../src/workers/trouble.ts';
import { runCli } from '../cli/runCli.ts';
import { anEvaluation, aRun, standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { aRemoteWorker, outcomes, untilClosed, withRemote } from '../support/remoteWorker.ts';
import { aChatServer, type Behaviour } from './chatServer.ts';

const yes: Behaviour = { text: 'yes', tokens: { yes: 0.9, no: 0.1 } };

interface Told {
  status: string;
  done: number;
  reason: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  usage: Record<string, number | null> | null;
}

async function toldOf(client: Client, evaluation: string): Promise<Told> {
  const { node } = await client.query<{ node: Told }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { status done reason startedAt finishedAt
      usage { requests tokens promptTokens cachedTokens completionTokens cost } } } }`,
    { id: evaluation },
  );
  return node;
}

interface SeenWorker {
  status: string;
  reason: string | null;
  reasonSince: string | null;
}

async function workerOf(client: Client): Promise<SeenWorker> {
  const { workers } = await client.query<{ workers: SeenWorker[] }>(
    '{ workers { status reason reasonSince } }',
  );
  return workers[0] as SeenWorker;
}

/** A completion as a server sends it that counts and charges. */
const charged = (words: object) =>
  JSON.stringify({
    choices: [{ message: { role: 'assistant', content: 'yes', ...words }, finish_reason: 'stop' }],
    usage: {
      ...{ prompt_tokens: 100, completion_tokens: 2, total_tokens: 102, cost: 0.01 },
      prompt_tokens_details: { cached_tokens: 40 },
    },
  });

test('a slow judge is RUNNING from its first answer, and what it took is told, of refusals and errors too', async ({
  client,
  database,
  config,
  log,
}) => {
  const gate = Promise.withResolvers<void>();
  const server = await aChatServer(async (_, index) => {
    if (index > 0) await gate.promise;
    if (index === 1) return { body: charged({ content: null, refusal: 'I must not say' }) };
    const headers = { 'x-litellm-response-cost': '0.02' };
    if (index === 2) return { status: 400, headers, body: '{"error":{"message":"too long"}}' };
    return { body: charged({}) };
  });
  await using _ = await aRemoteWorker(withRemote(config, { concurrency: 6 }), log, server);
  const run = await aRun(client, { painted: true, questions: 6, samples: 1 });
  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');

  await vi.waitUntil(async () => (await standingOf(client, evaluation)).done > 0, { timeout: 10_000 });
  const slow = await toldOf(client, evaluation);
  gate.resolve();
  await untilClosed(database, evaluation);

  expect(slow).toMatchObject({
    status: 'RUNNING',
    done: 1,
    reason: null,
    usage: { tokens: 102, cost: 0.01 },
  });
  const told = await toldOf(client, evaluation);
  expect(told).toMatchObject({ status: 'PARTIAL', done: 6 });
  expect(told.reason).toMatch(/^JUDGE_ERROR on 1 of 6 scores: .*; JUDGE_ERROR on 1 of 6 scores: /);
  expect(told.reason).toContain('too long');
  expect(Date.parse(told.finishedAt as string)).toBeGreaterThan(Date.parse(told.startedAt as string));
  const requests = server.asked.length;
  expect(told.usage).toEqual({
    requests,
    tokens: 102 * (requests - 1),
    promptTokens: 100 * (requests - 1),
    cachedTokens: 40 * (requests - 1),
    completionTokens: 2 * (requests - 1),
    cost: expect.closeTo(0.01 * (requests - 1) + 0.02),
  });
  expect(await findFaults(database.db)).toEqual([]);
}, 30_000);

test('a judge that fails on everything says why, in the API and in commands, and took its time', async ({
  api,
  client,
  database,
  config,
  log,
}) => {
  const server = await aChatServer(() => ({
    status: 400,
    body: '{"error":"no such template"}',
    afterMs: 50,
  }));
  await using _ = await aRemoteWorker(config, log, server);
  const run = await aRun(client, { painted: true, questions: 2, samples: 1 });
  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await untilClosed(database, evaluation);

  const env = { ASSAY_URL: api.url };
  const watched = await runCli(['watch', evaluation], { env });
  const shown = await runCli(['evaluations', 'show', evaluation], { env });
  const listed = await runCli(['evaluations', 'list'], { env });

  const { status, reason, startedAt, finishedAt, usage } = await toldOf(client, evaluation);
  expect(status).toBe('FAILED');
  expect(reason).toBe('JUDGE_ERROR on 2 of 2 scores: the judge server answered 400: no such template');
  expect(Date.parse(finishedAt as string) - Date.parse(startedAt as string)).toBeGreaterThanOrEqual(50);
  expect(usage).toMatchObject({ requests: server.asked.length, tokens: null, cost: null });
  expect(watched.err).toContain(`FAILED: the judge has no answer to any of 2 responses; `);
  expect(watched.err).toContain(reason);
  expect(watched.code).toBe(1);
  expect(shown.out).toMatch(/^why +JUDGE_ERROR on 2 of 2 scores: .*no such template$/m);
  expect(shown.out).toMatch(/^usage +2 requests, tokens not told$/m);
  expect(listed.out).toContain('FAILED: JUDGE_ERROR on 2 of 2 scores');
}, 30_000);

test('a judge that goes away is waited for: the worker says since when, and the run loses nothing', async ({
  api,
  client,
  database,
  config,
  log,
}) => {
  const first = await aChatServer(() => yes);
  const port = Number(new URL(first.url).port);
  await using _ = await aRemoteWorker(config, log, first);
  await first.stop();
  const run = await aRun(client, { painted: true, questions: 4, samples: 1 });
  const before = Date.now();
  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  const watching = runCli(['watch', evaluation], { env: { ASSAY_URL: api.url } });

  await vi.waitUntil(async () => (await workerOf(client)).reason !== null, { timeout: 15_000, interval: 50 });
  const kept = await workerOf(client);
  const second = await aChatServer(() => yes, ['judge'], '/v1', port);
  await untilClosed(database, evaluation);
  await vi.waitUntil(async () => (await workerOf(client)).reason === null, { timeout: 15_000, interval: 50 });
  const { err } = await watching;

  expect(kept).toMatchObject({
    status: 'WORKING',
    reason: expect.stringMatching(/^the judge server refuses connections since \d\d:\d\d UTC$/),
  });
  expect(Date.parse(kept.reasonSince as string)).toBeGreaterThanOrEqual(before - 1000);
  expect(err).toMatch(/worker on .*: the judge server refuses connections since \d\d:\d\d UTC/);
  expect(await outcomes(database)).toEqual([
    { outcome: 'SCORED', reason: null, value: 1, times: 1, responses: 4 },
  ]);
  expect(second.asked.length).toBe(4);
  // What was refused at the door was no request.
  expect((await toldOf(client, evaluation)).usage).toMatchObject({ requests: 4, tokens: 40 });
  expect(await workerOf(client)).toMatchObject({ reason: null, reasonSince: null });
}, 60_000);

test('a worker told to stop waits for what it has asked, asks no more, and hands back the rest', async ({
  client,
  database,
  config,
  log,
}) => {
  const begun = Promise.withResolvers<void>();
  const server = await aChatServer((_, index) => {
    if (index === 3) begun.resolve();
    return { ...yes, afterMs: index < 5 ? 300 : 0 };
  });
  const first = await aRemoteWorker(withRemote(config, { concurrency: 1 }), log, server);
  const run = await aRun(client, { painted: true, questions: 20, samples: 1 });
  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await begun.promise;

  await first[Symbol.asyncDispose]();
  const asked = server.asked.length;
  const { done, status } = await standingOf(client, evaluation);
  await using _ = await aRemoteWorker(config, log, server);
  await untilClosed(database, evaluation);

  expect({ asked, done, status }).toEqual({ asked: 4, done: 4, status: 'RUNNING' });
  expect(server.asked.length).toBe(20);
  expect(await outcomes(database)).toEqual([
    { outcome: 'SCORED', reason: null, value: 1, times: 1, responses: 20 },
  ]);
}, 30_000);

test('a worker whose key is refused hands its work back, says so and ends', async ({
  client,
  config,
  log,
}) => {
  const server = await aChatServer((_, index) => (index < 2 ? yes : { status: 401, body: '{}' }));
  const run = await aRun(client, { painted: true, questions: 6, samples: 1 });
  const ready = Promise.withResolvers<void>();
  const working = runWorker(withRemote(config, { concurrency: 1 }), config.databaseUrl as string, log, {
    ...{ judge: 'sana-verifier', device: 'cpu', url: server.url },
    stopping: new AbortController().signal,
    onReady: () => ready.resolve(),
  });
  const ended = expect(working).rejects.toThrow('the judge server answered 401');
  await ready.promise;

  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await ended;

  expect(await toldOf(client, evaluation)).toMatchObject({ status: 'RUNNING', done: 2 });
  expect(await workerOf(client)).toMatchObject({
    status: 'FENCED',
    reason: expect.stringContaining('the judge server answered 401'),
  });
  // The next in line may have been let in at the same moment.
  expect(server.asked.length).toBeLessThanOrEqual(4);
}, 30_000);

describe('since when a judge is in trouble', () => {
  const since = new Date('2026-11-28T12:03:40Z');

  test('is told by the clock, and by the day where that is another', () => {
    const reason = 'the judge server refuses connections';

    expect(troubleText({ reason, since }, new Date('2026-11-28T23:00:00Z'))).toBe(
      `${reason} since 12:03 UTC`,
    );
    expect(troubleText({ reason, since }, new Date('2026-11-29T01:00:00Z'))).toBe(
      `${reason} since 2026-11-28 12:03 UTC`,
    );
  });
});
