import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { deadQueue, judgeQueue } from '../../src/core/jobs.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openQueue } from '../../src/store/queue.ts';
import { test } from '../support/fixtures.ts';

test('a transaction that holds the last connection can send work and end it', async ({
  databaseUrl,
  queue,
  log,
}) => {
  const revision = randomBytes(32).toString('hex');
  const sent = { evaluationId: newId(), questionIds: [newId()] };
  const database = openDatabase(databaseUrl, { max: 1, log, name: 'one connection' });
  const fresh = await openQueue(database, { heartbeatSeconds: 10, log });
  // It has not heard of this judge's queue, so it has to ask.
  await queue.open(revision);

  await database.db.transaction((tx) => fresh.send(tx, revision, [sent]));
  const claimed = await fresh.claim(judgeQueue(revision));
  const isEnded = await database.db.transaction(async (tx) => claimed && fresh.complete(tx, claimed));
  await fresh.stop();
  await database.close();

  expect(claimed).toMatchObject(sent);
  expect(isEnded).toBe(true);
});

test('a queue that exists takes the heartbeat of the worker that serves it, and so does what waits in it', async ({
  database,
  queue,
  log,
}) => {
  const revision = randomBytes(32).toString('hex');
  await queue.open(revision);
  const sent = { evaluationId: newId(), questionIds: [newId()] };
  await queue.send(database.db, revision, [sent, sent]);
  const patient = await openQueue(database, { heartbeatSeconds: 300, log });

  await patient.serve(revision);
  // The API opens it as well, and has a setting of its own.
  await queue.open(revision);
  const claimed = await patient.claim(judgeQueue(revision));
  await patient.stop();

  const queues = await database.pool.query(
    'select heartbeat_seconds as seconds from pgboss.queue where name = any($1)',
    [[judgeQueue(revision), deadQueue(revision)]],
  );
  const jobs = await database.pool.query(
    'select id, heartbeat_seconds as seconds from pgboss.job where name = $1 and state = $2',
    [judgeQueue(revision), 'active'],
  );
  expect(queues.rows).toEqual([{ seconds: 300 }, { seconds: 300 }]);
  expect(jobs.rows).toEqual([{ id: claimed?.jobId, seconds: 300 }]);
});

test('a claim that another took is told by the second heartbeat that misses it, once', async ({
  database,
  queue,
}) => {
  const revision = randomBytes(32).toString('hex');
  await queue.serve(revision);
  await queue.send(
    database.db,
    revision,
    [1, 2].map(() => ({ evaluationId: newId(), questionIds: [newId()] })),
  );
  const [kept, taken] = [await queue.claim(judgeQueue(revision)), await queue.claim(judgeQueue(revision))];
  if (!kept || !taken) throw new Error('two shards wait');
  // As the queue does with a worker that it heard nothing of.
  await database.pool.query("update pgboss.job set state = 'retry' where id = $1", [taken.jobId]);
  await queue.claim(judgeQueue(revision));

  const told = [];
  for (let beat = 0; beat < 4; beat++) told.push(await queue.heartbeat([kept, taken]));

  expect(told).toEqual([[], [taken], [], []]);
  expect([kept.lost.aborted, taken.lost.aborted]).toEqual([false, true]);
});
