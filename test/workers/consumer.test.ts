import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { type ClaimedShard, openQueue } from '../../src/store/queue.ts';
import type { ShardContent } from '../../src/store/shards.ts';
import { consume } from '../../src/workers/consumer.ts';
import type { Scorer } from '../../src/workers/scorer.ts';
import { addResponses, aJudge, anEvaluation, aRun, externalId, standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { anotherProcess, atWork, deferred, isClosed, scoreToEnd, scripted } from '../support/judging.ts';

interface Stored {
  outcome: string;
  reason: string | null;
  question: string;
  times: number;
}

/** How often each response of an evaluation was scored, and what became of it. */
async function stored(database: Database): Promise<Stored[]> {
  const { rows } = await database.db.execute<Record<keyof Stored, never>>(sql`
    select q.external_id as question, min(s.outcome::text) as outcome, min(s.reason) as reason, count(s.response_id)::int as times
    from responses r join questions q on q.id = r.question_id left join scores s on s.response_id = r.id
    group by r.id, q.external_id order by 1, r.id`);
  return rows;
}

const outcomes = (rows: Stored[]) =>
  Object.fromEntries(
    Map.groupBy(rows, (row) => row.outcome)
      .entries()
      .map(([name, all]) => [name, all.length]),
  );

test('a full run is scored to COMPLETED, each response once, and the doctor finds nothing', async ({
  api: _,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client);
  const evaluation = await anEvaluation(client, run.id);

  const committed = await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);

  expect(committed).toBe(240);
  expect(await standingOf(client, evaluation)).toEqual({
    status: 'COMPLETED',
    expected: 240,
    responses: 240,
    done: 240,
  });
  expect((await stored(database)).every(({ times }) => times === 1)).toBe(true);
  expect(await findFaults(database.db)).toEqual([]);
});

test('a run with responses missing ends PARTIAL', async ({ client, database, queue, log }) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 10, given: 3 });
  const evaluation = await anEvaluation(client, run.id);

  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);

  expect(await standingOf(client, evaluation)).toEqual({
    status: 'PARTIAL',
    expected: 240,
    responses: 30,
    done: 30,
  });
  expect(await findFaults(database.db)).toEqual([]);
});

describe('a judge that fails', () => {
  const soon = { limit: 2, delaySeconds: 0 };

  test('on every try of one shard: its responses say JUDGE_ERROR and why, the others are scored', async ({
    client,
    database,
    log,
  }) => {
    const queue = await openQueue(database, { heartbeatSeconds: 10, log, retries: soon });
    const judge = await aJudge(database);
    await queue.open(judge.revision);
    const run = await aRun(client, { samples: 16, given: 1, questions: 20 });
    const evaluation = await anEvaluation(client, run.id);
    let tries = 0;
    const fragile = scripted(judge.revision, ({ externalId: question }) => {
      if (question !== externalId(3)) return 1;
      tries++;
      throw new Error('out of memory');
    });

    await scoreToEnd(database, queue, fragile, evaluation, log);
    await queue.stop();

    const rows = await stored(database);
    expect(tries).toBe(3);
    // Sixteen samples a question make shards of two questions.
    expect(outcomes(rows)).toEqual({ SCORED: 18, JUDGE_ERROR: 2 });
    expect(rows.filter((row) => row.outcome === 'JUDGE_ERROR')).toEqual(
      [2, 3].map((question) => ({
        question: externalId(question),
        outcome: 'JUDGE_ERROR',
        reason: 'out of memory',
        times: 1,
      })),
    );
    expect((await standingOf(client, evaluation)).status).toBe('PARTIAL');
    expect(await findFaults(database.db)).toEqual([]);
  });

  test('on everything: the evaluation is FAILED, with an outcome for every response', async ({
    client,
    database,
    log,
  }) => {
    const queue = await openQueue(database, { heartbeatSeconds: 10, log, retries: soon });
    const judge = await aJudge(database);
    await queue.open(judge.revision);
    const run = await aRun(client, { questions: 20, samples: 1 });
    const evaluation = await anEvaluation(client, run.id);
    const broken = scripted(judge.revision, () => {
      throw new Error('no such device');
    });

    await scoreToEnd(database, queue, broken, evaluation, log);
    await queue.stop();

    expect(outcomes(await stored(database))).toEqual({ JUDGE_ERROR: 20 });
    expect(await standingOf(client, evaluation)).toMatchObject({ status: 'FAILED', done: 20 });
    expect(await findFaults(database.db)).toEqual([]);
  });
});

describe('stopping', () => {
  test('half way hands back what is not scored; another worker finishes, nothing is scored twice', async ({
    client,
    database,
    queue,
    databaseUrl,
    log,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client);
    const evaluation = await anEvaluation(client, run.id);
    const seen: string[] = [];
    const remembering = () =>
      scripted(judge.revision, ({ responseId }) => {
        seen.push(responseId);
        return 0;
      });

    const first = atWork(database, queue, remembering(), log, () => first.stop());
    await first.done;
    const half = (await standingOf(client, evaluation)).done;
    await using other = await anotherProcess(databaseUrl, log);
    await scoreToEnd(other.database, other.queue, remembering(), evaluation, log);

    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(240);
    expect(seen.length).toBe(240);
    expect(await standingOf(client, evaluation)).toMatchObject({ status: 'COMPLETED', done: 240 });
    expect(await findFaults(database.db)).toEqual([]);
  });

  test('ends an idle worker', async ({ database, queue, log }) => {
    const judge = await aJudge(database);
    await queue.open(judge.revision);
    const worker = atWork(database, queue, scripted(judge.revision), log);

    worker.stop();

    await expect(worker.done).resolves.toBeUndefined();
  });
});

test('work that comes after a cancellation is dropped, and what was scored before stays', async ({
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client);
  const evaluation = await anEvaluation(client, run.id);
  const inferring = deferred();
  const cancelled = deferred();
  let shards = 0;
  const slow = {
    ...scripted(judge.revision),
    async infer(loaded: never) {
      if (++shards === 3) {
        inferring.resolve();
        await cancelled.promise;
      }
      return scripted(judge.revision).infer(loaded);
    },
  };
  const commits: number[] = [];

  const worker = atWork(database, queue, slow, log, (responses) => void commits.push(responses));
  await inferring.promise;
  const { cancelEvaluation } = await client.query<{ cancelEvaluation: { evaluation: { status: string } } }>(
    'mutation ($id: ID!) { cancelEvaluation(input: { evaluation: $id }) { evaluation { status } } }',
    { id: evaluation },
  );
  const { done } = await standingOf(client, evaluation);
  cancelled.resolve();
  worker.stop();
  await worker.done;

  expect(cancelEvaluation.evaluation.status).toBe('CANCELLED');
  expect(await standingOf(client, evaluation)).toMatchObject({ status: 'CANCELLED', done });
  expect((await stored(database)).filter(({ times }) => times === 1).length).toBe(done);
  expect(commits).not.toContain(0);
  expect(await findFaults(database.db)).toEqual([]);
});

test('three workers share an evaluation, and no response is scored twice', async ({
  client,
  database,
  queue,
  databaseUrl,
  log,
}) => {
  const judge = await aJudge(database);
  // One question a shard: sixty of them.
  const run = await aRun(client, { samples: 32, given: 4 });
  const evaluation = await anEvaluation(client, run.id);
  const closed = deferred();
  const shares = [0, 0, 0];
  await using second = await anotherProcess(databaseUrl, log);
  await using third = await anotherProcess(databaseUrl, log);

  const workers = [{ database, queue }, second, third].map((process, index) =>
    atWork(process.database, process.queue, scripted(judge.revision), log, (responses) => {
      shares[index] = (shares[index] ?? 0) + responses;
      isClosed(database, evaluation).then((is) => is && closed.resolve(), closed.reject);
    }),
  );
  await closed.promise;
  for (const worker of workers) worker.stop();
  await Promise.all(workers.map((worker) => worker.done));

  expect(shares.reduce((sum, share) => sum + share)).toBe(240);
  expect(shares.filter((share) => share > 0).length).toBeGreaterThan(1);
  expect((await stored(database)).every(({ times }) => times === 1)).toBe(true);
  expect(await standingOf(client, evaluation)).toMatchObject({ status: 'PARTIAL', done: 240 });
  expect(await findFaults(database.db)).toEqual([]);
});

describe('responses added to a run that is being scored', () => {
  test('are left to the next evaluation', async ({ client, database, queue, log }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 30, given: 2 });
    const evaluation = await anEvaluation(client, run.id);
    await addResponses(
      client,
      run.id,
      Array.from({ length: 30 }, (_, question) => ({
        question: externalId(question),
        sampleIndex: 2,
        content: [{ text: 'late' }],
      })),
    );

    await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
    const next = await anEvaluation(client, run.id);
    await scoreToEnd(database, queue, scripted(judge.revision), next, log);

    expect(await standingOf(client, evaluation)).toMatchObject({ responses: 60, done: 60 });
    expect(await standingOf(client, next)).toMatchObject({ responses: 90, done: 90 });
    expect(await findFaults(database.db)).toEqual([]);
  });

  test('at the very moment belong to it or not, and either way it closes', async ({
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 1, samples: 32, given: 1 });
    const adding = Array.from({ length: 20 }, (_, index) =>
      addResponses(client, run.id, [{ question: externalId(index + 1), content: [{ text: 'now' }] }]),
    );
    const starting = Array.from({ length: 5 }, () => anEvaluation(client, run.id));

    await Promise.all(adding);
    for (const evaluation of await Promise.all(starting)) {
      await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
      const { responses, done } = await standingOf(client, evaluation);
      expect(done).toBe(responses);
    }

    expect(await findFaults(database.db)).toEqual([]);
  });
});

test('a shard that was lost is given up between batches, is no failure, and is scored once by who took it', async ({
  client,
  database,
  queue,
  databaseUrl,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 2, samples: 4 });
  const evaluation = await anEvaluation(client, run.id);
  const inferring = deferred();
  const gaveUp = deferred();
  const slow: Scorer<ShardContent> = {
    ...scripted(judge.revision),
    async infer(content, inference) {
      inferring.resolve();
      await new Promise((resolve) => inference.dropped.addEventListener('abort', resolve, { once: true }));
      gaveUp.resolve();
      return scripted(judge.revision, () => 0).infer(content);
    },
  };
  const [held, stopping] = [new Set<ClaimedShard>(), new AbortController()];
  const deps = { database, queue, scorer: slow as Scorer, log, held, onCommitted: () => {} };

  const worker = consume(deps, stopping.signal);
  await inferring.promise;
  await using other = await anotherProcess(databaseUrl, log);
  await database.pool.query("update pgboss.job set state = 'retry' where state = 'active'");
  const scoring = scoreToEnd(other.database, other.queue, scripted(judge.revision), evaluation, log);
  for (let beat = 0; beat < 2; beat++) await queue.heartbeat([...held]);
  await gaveUp.promise;
  await scoring;
  stopping.abort();
  await worker;

  const rows = await stored(database);
  expect(outcomes(rows)).toEqual({ SCORED: 8 });
  const { rows: values } = await database.pool.query('select distinct value from scores');
  expect(values).toEqual([{ value: 1 }]);
  expect(await findFaults(database.db)).toEqual([]);
});
