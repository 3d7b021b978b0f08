import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { openFeed } from '../../../src/api/live/feed.ts';
import type { Listener } from '../../../src/api/live/listener.ts';
import { newId } from '../../../src/core/ids.ts';
import type { Db } from '../../../src/store/database.ts';
import { findEventHorizon, findEventsAfter } from '../../../src/store/events.ts';
import { test } from '../../support/fixtures.ts';

const benchmark = newId();

/** An event as a transaction writes it; `seq` tells them apart. */
const write = (db: Db, seq: number, evaluation = newId()) =>
  db.execute(sql`insert into events (benchmark_id, evaluation_id, seq, payload)
    values (${benchmark}, ${evaluation}, ${seq}, '{"status":"RUNNING"}')`);

async function upTo(last: number, live: Listener): Promise<number[]> {
  const received: number[] = [];
  for await (const { seq } of live) {
    received.push(seq);
    if (seq === last) break;
  }
  return received;
}

test('an event whose transaction commits late is not lost, though a later one was there before it', async ({
  database,
  log,
}) => {
  const feed = openFeed(database.db, log);
  const live = await feed.open(benchmark, {});
  const start = await findEventHorizon(database.db);
  const next = async () => (await live.next()).value.seq;

  let before: unknown[] = [];
  await database.db.transaction(async (late) => {
    await write(late, 1);
    await write(database.db, 2);
    before = await findEventsAfter(database.db, start, 10);
  });
  const naive = await database.db.execute(sql`select seq from events order by id`);

  expect(before).toEqual([]);
  expect([await next(), await next()]).toEqual([1, 2]);
  expect(naive.rows).toEqual([{ seq: 1 }, { seq: 2 }]);
  await feed.stop();
});

test('whoever listens gets what commits from then on, and perhaps what committed just before', async ({
  database,
  log,
}) => {
  const feed = openFeed(database.db, log);
  await write(database.db, 1);
  const all = await feed.open(benchmark, {});
  await write(database.db, 2);

  const later = await feed.open(benchmark, {});
  await write(database.db, 3);
  const received = [await upTo(3, all), await upTo(3, later)];

  // While other transactions are open, what had just committed cannot be told from what follows.
  expect(received[0]?.slice(-2)).toEqual([2, 3]);
  expect(received[1]?.slice(-1)).toEqual([3]);
  await feed.stop();
});

test('a listener that wants only the latest has one event waiting, however many came', async ({
  database,
  log,
}) => {
  const feed = openFeed(database.db, log);
  const last = newId();
  const marker = await feed.open(last, {});
  const live = await feed.open(benchmark, { latestOnly: true });
  await database.db.transaction(async (tx) => {
    for (let seq = 1; seq <= 500; seq += 1) await write(tx, seq, seq === 500 ? last : newId());
  });

  await marker.next();

  expect((await live.next()).value.seq).toBe(500);
  live.close();
  expect((await live.next()).done).toBe(true);
  await feed.stop();
});

test('a listener whose backlog outgrows its limit is cut off and told', async ({ database, log }) => {
  const feed = openFeed(database.db, log);
  const overflow = Promise.withResolvers<void>();
  const live = await feed.open(benchmark, { limit: 10, onOverflow: overflow.resolve });
  const last = newId();
  const other = await feed.open(last, {});

  await database.db.transaction(async (tx) => {
    for (let seq = 1; seq <= 11; seq += 1) await write(tx, seq, seq === 11 ? last : newId());
  });
  await overflow.promise;

  expect((await live.next()).done).toBe(true);
  expect((await other.next()).value.seq).toBe(11);
  expect(feed.listening()).toBe(1);
  await feed.stop();
});
