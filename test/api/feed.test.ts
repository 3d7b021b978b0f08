import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { openFeed } from '../../src/api/feed.ts';
import { newId } from '../../src/core/ids.ts';
import type { Db } from '../../src/store/database.ts';
import { findEventHorizon, findEventsAfter } from '../../src/store/events.ts';
import { test } from '../support/fixtures.ts';

const benchmark = newId();

/** An event as a transaction writes it; `seq` tells them apart. */
const write = (db: Db, seq: number) =>
  db.execute(sql`insert into events (benchmark_id, evaluation_id, seq, payload)
    values (${benchmark}, ${newId()}, ${seq}, '{"status":"RUNNING"}')`);

test('an event whose transaction commits late is not lost, though a later one was there before it', async ({
  database,
  log,
}) => {
  const feed = openFeed(database.db, log);
  const live = await feed.open(({ benchmarkId }) => benchmarkId === benchmark, {});
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

test('whoever listens gets what commits from then on, and nothing from before', async ({ database, log }) => {
  const feed = openFeed(database.db, log);
  await write(database.db, 1);
  const all = await feed.open(() => true, {});
  await write(database.db, 2);

  const later = await feed.open(() => true, {});
  await write(database.db, 3);

  expect([(await all.next()).value.seq, (await all.next()).value.seq]).toEqual([2, 3]);
  let { seq } = (await later.next()).value;
  // It may or may not still see what had committed just before.
  if (seq === 2) seq = (await later.next()).value.seq;
  expect(seq).toBe(3);
  await feed.stop();
});

test('a listener that wants only the latest has one event waiting, however many came', async ({
  database,
  log,
}) => {
  const feed = openFeed(database.db, log);
  const marker = await feed.open(({ seq }) => seq === 500, {});
  const live = await feed.open(() => true, { latestOnly: true });
  await database.db.transaction(async (tx) => {
    for (let seq = 1; seq <= 500; seq += 1) await write(tx, seq);
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
  const live = await feed.open(() => true, { limit: 10, onOverflow: overflow.resolve });
  const other = await feed.open(({ seq }) => seq === 11, {});

  await database.db.transaction(async (tx) => {
    for (let seq = 1; seq <= 11; seq += 1) await write(tx, seq);
  });
  await overflow.promise;

  expect((await live.next()).done).toBe(true);
  expect((await other.next()).value.seq).toBe(11);
  expect(feed.listening()).toBe(1);
  await feed.stop();
});
