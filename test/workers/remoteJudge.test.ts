import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, vi } from 'vitest';
import type { Config } from '../../src/core/config.ts';
import type { Log } from '../../src/core/log.ts';
import { demoPrompts } from '../../src/painter/prompts.ts';
import type { Database } from '../../src/store/database.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { runWorker, type WorkerOptions } from '../../src/workers/main.ts';
import { anEvaluation, aRun, standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { aRemoteWorker, outcomes, untilClosed, withRemote } from '../support/remoteWorker.ts';
import { aChatServer, type Behaviour } from './chatServer.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const KEY = 'sk-very-secret-key';

/** Every row of every table, the queue's too. */
async function everythingStored(database: Database): Promise<string> {
  const { rows } = await database.db.execute<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`);
  const texts = [];
  for (const { name } of rows) {
    const found = await database.db.execute<{ row: string }>(sql.raw(`select t::text as row from ${name} t`));
    texts.push(...found.rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

const yes: Behaviour = { text: 'yes', tokens: { yes: 0.7, no: 0.2, The: 0.1 } };

test('a whole run is scored, with the probabilities kept and the key nowhere', async ({
  client,
  database,
  config,
}) => {
  const server = await aChatServer(() => yes);
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  await using worker = await aRemoteWorker(withRemote(config, { key: KEY }), log, server);
  const run = await aRun(client, { painted: true, questions: 8, samples: 2 });

  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await untilClosed(database, evaluation);

  expect(await outcomes(database)).toEqual([
    { outcome: 'SCORED', reason: null, value: 1, times: 1, responses: 16 },
  ]);
  const { rows } = await database.db.execute(
    sql`select distinct part, text, evidence, is_truncated from replies`,
  );
  const options = [
    { value: 1, p: 0.777778 },
    { value: 0, p: 0.222222 },
  ];
  expect(rows).toEqual([
    { part: 'correct', text: 'yes', evidence: { options, mass: 0.9 }, is_truncated: false },
  ]);
  expect(await findFaults(database.db)).toEqual([]);

  expect(server.asked.length).toBe(16);
  expect(server.asked[0]?.authorization).toBe(`Bearer ${KEY}`);
  const stored = await everythingStored(database);
  expect(stored).toContain(worker.revision);
  expect(stored).not.toContain(KEY);
  expect(stored).not.toContain(server.url);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toContain(KEY);
});

test('a server that misbehaves in every way loses nothing and scores nothing twice', async ({
  client,
  database,
  config,
  log,
}) => {
  const tricks: Behaviour[] = [
    { status: 429 },
    { status: 429, headers: { 'retry-after': '0.05' } },
    { status: 500 },
    { cut: true },
    { body: '{"choices"' },
    { dripMs: 30 },
  ];
  // Every other answer is a trick, and one question is never answered as asked.
  const server = await aChatServer(({ body }, index) => {
    const prompt = JSON.stringify(body.messages);
    if (prompt.includes(`:${demoPrompts()[2]?.prompt}.`)) return { text: 'I cannot say' };
    return index % 2 === 0 ? (tricks[(index / 2) % tricks.length] as Behaviour) : yes;
  });
  await using _ = await aRemoteWorker(withRemote(config, { timeoutMs: 1000 }), log, server);
  const run = await aRun(client, { painted: true, questions: 6, samples: 2 });

  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await untilClosed(database, evaluation);

  const found = await outcomes(database);
  expect(found.every(({ times }) => times === 1)).toBe(true);
  expect(found.reduce((sum, { responses }) => sum + Number(responses), 0)).toBe(12);
  expect(new Set(found.map(({ outcome }) => outcome))).toEqual(new Set(['SCORED', 'UNPARSEABLE']));
  expect(await findFaults(database.db)).toEqual([]);
}, 60_000);

test('a budget ends an evaluation, and what it left out says so', async ({
  client,
  database,
  config,
  log,
}) => {
  const server = await aChatServer(() => yes);
  const budget = { requests: 6, tokens: null, cost: null };
  await using _ = await aRemoteWorker(withRemote(config, { budget, concurrency: 1 }), log, server);
  const run = await aRun(client, { painted: true, questions: 5, samples: 2 });

  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await untilClosed(database, evaluation);

  const reason = 'budget exhausted: this evaluation may cost 6 requests (JUDGE_BUDGET_REQUESTS)';
  expect(await outcomes(database)).toEqual([
    { outcome: 'SCORED', reason: null, value: 1, times: 1, responses: 6 },
    { outcome: 'JUDGE_ERROR', reason, value: null, times: 1, responses: 4 },
  ]);
  expect(server.asked.length).toBe(6);
});

test('cancelling an evaluation stops its requests', async ({ client, database, config, log }) => {
  const begun = Promise.withResolvers<void>();
  const server = await aChatServer(() => {
    begun.resolve();
    return { ...yes, afterMs: 400 };
  });
  await using _ = await aRemoteWorker(withRemote(config, { concurrency: 2 }), log, server);
  const run = await aRun(client, { painted: true, questions: 30, samples: 2 });
  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await begun.promise;

  await client.query(
    'mutation ($id: ID!) { cancelEvaluation(input: { evaluation: $id }) { evaluation { id } } }',
    {
      id: evaluation,
    },
  );

  // The rest would take six seconds and more.
  const settled = async () => {
    const before = server.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return server.asked.length === before;
  };
  await vi.waitUntil(settled, { timeout: 5000, interval: 1 });
  expect(server.asked.length).toBeLessThan(20);
  expect(await standingOf(client, evaluation)).toMatchObject({ status: 'CANCELLED' });
  expect(await findFaults(database.db)).toEqual([]);
}, 30_000);

test('a worker killed in the middle leaves one score per response in the end, and what it had got is not asked again', async ({
  client,
  database,
  config,
  home,
  log,
}) => {
  const middle = Promise.withResolvers<void>();
  // Two shards, of which the first is not through.
  const server = await aChatServer((_, index) => {
    if (index === 24) middle.resolve();
    return { ...yes, afterMs: 100 };
  });
  const words = ['worker', '--judge', 'sana-verifier', '--url', server.url];
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: {
      ...{ ...process.env, DATABASE_URL: config.databaseUrl as string, ASSAY_HOME: home },
      ...{ JUDGE_API_KEY: KEY, JUDGE_CONCURRENCY: '2' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  await vi.waitUntil(() => said.includes('is waiting for work'), { timeout: 30_000 });
  const run = await aRun(client, { painted: true, questions: 20, samples: 2 });
  const evaluation = await anEvaluation(client, run.id, 'sana-verifier');
  await middle.promise;

  child.kill('SIGKILL');
  await once(child, 'exit');
  const asked = server.asked.length;
  const before = (await standingOf(client, evaluation)).done;
  await using _ = await aRemoteWorker(config, log, server);
  await untilClosed(database, evaluation);

  expect(before).toBeGreaterThan(8);
  expect(await outcomes(database)).toEqual([
    { outcome: 'SCORED', reason: null, value: 1, times: 1, responses: 40 },
  ]);
  // Two were on their way, and a few were not written yet.
  expect(server.asked.length).toBeLessThanOrEqual(40 + (asked - before));
  expect(said).not.toContain(KEY);
  expect(await findFaults(database.db)).toEqual([]);
}, 90_000);

describe('a judge that cannot be served ends before any work is taken', () => {
  const refusal = async (config: Config, log: Log, options: Partial<WorkerOptions>): Promise<string> => {
    const work = runWorker(config, config.databaseUrl as string, log, {
      judge: 'sana-verifier',
      device: 'cpu',
      ...options,
      stopping: new AbortController().signal,
    });
    return work.then(
      () => 'it worked',
      (error: Error) => error.message,
    );
  };

  test('in a clear error', async ({ config, home, log, database }) => {
    const server = await aChatServer(() => yes);
    const rubric = join(home, 'rubric.yaml');
    await writeFile(rubric, 'name: mine\ncriteria: 3\n');
    const say = (options: Partial<WorkerOptions>) => refusal(config, log, options);

    expect(await say({})).toBe(
      'sana-verifier has no model in this process: name a server with --url or JUDGE_URL, or an installed model with --model',
    );
    expect(await say({ judge: 'mmie-score', url: server.url })).toBe(
      'The published prompts of mmie-score are not installed; run `assay judges install mmie-score --prompts FILE`',
    );
    expect(await say({ judge: 'mmie-score', variant: 'all' })).toBe(
      'mmie-score variant "all": there are as-published, whole-answer',
    );
    expect(await say({ url: server.url, model: 'other' })).toBe(
      'The judge server does not serve "other"; it serves judge',
    );
    expect(await say({ model: 'demo-detector' })).toContain(
      'demo-detector is a detector, not a vision-language',
    );
    expect(await say({ judge: 'vlm' })).toBe('--judge vlm needs --rubric FILE, the criteria to ask about');
    expect(await say({ judge: 'vlm', rubric })).toBe(
      `${rubric}, line 2: "criteria": Invalid input: expected array, received number`,
    );
    expect(server.asked).toEqual([]);
    const { rows } = await database.db.execute(sql`select name from judges`);
    expect(rows).toEqual([]);
  });
});
