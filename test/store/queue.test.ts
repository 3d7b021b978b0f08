import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { judgeQueue } from '../../src/core/jobs.ts';
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
