import { sql } from 'drizzle-orm';
import { describe, expect, vi } from 'vitest';
import { fromGlobalId } from '../../../src/core/ids.ts';
import type { Database } from '../../../src/store/database.ts';
import { aJudge, anEvaluation, aRun, post } from '../../support/builders.ts';
import { test } from '../../support/fixtures.ts';
import { scoreToEnd, scripted } from '../../support/judging.ts';
import {
  collect,
  connect,
  follow,
  type ProgressEvent,
  progress,
  untilListening,
  wsErrors,
} from '../../support/live.ts';

interface StoredEvent {
  seq: number;
  status: string;
  done: number;
}

/** The events of an evaluation as the table has them. */
async function storedEvents(database: Database, evaluation: string): Promise<StoredEvent[]> {
  const { rows } = await database.db.execute<Record<keyof StoredEvent, never>>(sql`
    select seq, payload->>'status' as status, (payload->>'done')::int as done
    from events where evaluation_id = ${fromGlobalId('Evaluation', evaluation, 'evaluation')} order by seq`);
  return rows;
}

const seen = (events: ProgressEvent[]): StoredEvent[] =>
  events.map(({ seq, status, done }) => ({ seq, status, done }));

const PROGRESS =
  'subscription ($id: ID!, $after: String) { evaluationProgress(evaluation: $id, after: $after) { seq } }';

describe('progress', () => {
  test('reaches a client that was there before the evaluation began, in order and without gaps', async ({
    api,
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client);
    const evaluation = await anEvaluation(client, run.id);
    const isThere = Promise.withResolvers<void>();

    const following = follow(api, evaluation, () => isThere.resolve());
    await isThere.promise;
    await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
    const events = await following;

    expect(events[0]).toMatchObject({ seq: 1, status: 'QUEUED', done: 0, responses: 240, expected: 240 });
    expect(events.at(-1)).toMatchObject({ status: 'COMPLETED', done: 240 });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(seen(events)).toEqual(await storedEvents(database, evaluation));
  });

  test('survives connections cut at random under load: nothing is lost or doubled', async ({
    api,
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    // One question a shard: sixty commits for each of two evaluations.
    const runs = [
      await aRun(client, { samples: 32, given: 1 }),
      await aRun(client, { model: 'other', samples: 32, given: 1 }),
    ];
    const evaluations = await Promise.all(runs.map((run) => anEvaluation(client, run.id)));
    let cuts = 0;
    const cutting = (evaluation: string) =>
      follow(api, evaluation, async ({ seq }, connection) => {
        if (Math.random() > 0.25 && seq !== 2) return;
        cuts++;
        (await connection.socket).terminate();
      });

    const following = evaluations.flatMap((evaluation) => [1, 2, 3].map(() => cutting(evaluation)));
    await Promise.all(
      evaluations.map((evaluation) => scoreToEnd(database, queue, scripted(judge.revision), evaluation, log)),
    );
    const received = await Promise.all(following);

    expect(cuts).toBeGreaterThan(20);
    const stored = await Promise.all(evaluations.map((evaluation) => storedEvents(database, evaluation)));
    expect(received.map(seen)).toEqual([stored[0], stored[0], stored[0], stored[1], stored[1], stored[1]]);
    expect(stored[0]?.length).toBe(61);
  });

  test('is replayed whole to a client that comes late, and ends at once for one that has seen it all', async ({
    api,
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 20 });
    const evaluation = await anEvaluation(client, run.id);
    await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);

    const events = await follow(api, evaluation);
    const connection = connect(api);
    const more = await collect(progress(connection, evaluation, events.at(-1)?.cursor));
    await connection.end();

    expect(seen(events)).toEqual(await storedEvents(database, evaluation));
    expect(more).toEqual([]);
    await untilListening(api, 0);
  });

  test('is followed by many at once on one connection', async ({ api, client, database, queue, log }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 20 });
    const evaluation = await anEvaluation(client, run.id);
    const connection = connect(api);

    const following = Array.from({ length: 50 }, () => collect(progress(connection, evaluation)));
    await untilListening(api, 50);
    await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
    const received = await Promise.all(following);
    await connection.end();

    const stored = await storedEvents(database, evaluation);
    expect(received.map(seen)).toEqual(Array(50).fill(stored));
  });

  test('costs nothing once its client is gone', async ({ api, client, database }) => {
    await aJudge(database);
    const run = await aRun(client, { questions: 1 });
    const evaluation = await anEvaluation(client, run.id);
    const [rude, polite] = [connect(api), connect(api)];
    const iterators = [rude, polite].map((connection) => connection.iterate(PROGRESS, { id: evaluation }));
    await Promise.all(iterators.map((iterator) => iterator.next()));
    await untilListening(api, 2);

    (await rude.socket).terminate();
    await untilListening(api, 1);
    await iterators[1]?.return?.();

    await untilListening(api, 0);
    await polite.end();
  });

  test('of a cursor whose events are no longer kept says CURSOR_EXPIRED', async ({
    api,
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 20 });
    const evaluation = await anEvaluation(client, run.id);
    await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
    const [first, second, ...rest] = await follow(api, evaluation);

    await database.db.execute(sql`delete from events where seq <= 2`);
    const expired = await wsErrors(api, PROGRESS, { id: evaluation, after: first?.cursor });
    const kept = connect(api);
    const after = await collect(progress(kept, evaluation, second?.cursor));
    await kept.end();
    await database.db.execute(sql`delete from events`);
    const all = await wsErrors(api, PROGRESS, { id: evaluation, after: second?.cursor });

    expect(expired.map(({ extensions }) => extensions?.['code'])).toEqual(['CURSOR_EXPIRED']);
    expect(after).toEqual(rest);
    expect(all.map(({ extensions }) => extensions?.['code'])).toEqual(['CURSOR_EXPIRED']);
  });

  test.for([
    [
      'an evaluation there is not',
      'RXZhbHVhdGlvbjowMWEyMGM4MC1kYjU3LTcwMmEtYjEyOS1iNWI2ZTIyNTEzNzg',
      null,
      'NOT_FOUND',
    ],
    ['an id that is none', 'nonsense', null, 'INVALID_INPUT'],
    ['a cursor that is none', null, 'nonsense', 'INVALID_INPUT'],
    [
      'a cursor beyond all numbers',
      null,
      Buffer.from('99999999999999999999:1:1').toString('base64url'),
      'INVALID_INPUT',
    ],
  ] as const)('of %s is refused', async ([, id, after, code], { api, client, database }) => {
    await aJudge(database);
    const run = await aRun(client, { questions: 1 });
    const evaluation = id ?? (await anEvaluation(client, run.id));

    const errors = await wsErrors(api, PROGRESS, { id: evaluation, after });

    expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
    await untilListening(api, 0);
  });
});

test('a reader that stalls is closed with 4413 and holds little; another misses nothing', async ({
  api,
  client,
  database,
}) => {
  await aJudge(database);
  const run = await aRun(client, { questions: 1 });
  const evaluation = await anEvaluation(client, run.id);
  const id = fromGlobalId('Evaluation', evaluation, 'evaluation');
  // Answers of 8 KB, so that the buffers of the two sockets, up to 36 MB here and there, do not swallow them all.
  const long = Array.from({ length: 29 }, (_, index) => `${'c'.repeat(250)}${index}: cursor`).join(' ');
  const stalled = connect(api);
  const reading = stalled.iterate(
    `subscription ($id: ID!) { evaluationProgress(evaluation: $id) { ${long} } }`,
    { id: evaluation },
  );
  await reading.next();
  const other = connect(api);
  const others = progress(other, evaluation);
  await others.next();
  await untilListening(api, 2);
  const COUNT = 8_000;
  const socket = await stalled.socket;

  socket.pause();
  const received: number[] = [];
  const allReceived = (async () => {
    for await (const { seq } of others) {
      received.push(seq);
      if (seq === COUNT + 2) return;
    }
  })();
  const add = (from: number, to: number) =>
    database.db.execute(sql`
      insert into events (benchmark_id, evaluation_id, seq, payload)
      select r.benchmark_id, e.id, added.seq, '{"status":"RUNNING","expected":1,"responses":1,"done":0}'
      from generate_series(${from}::int, ${to}::int) as added(seq), evaluations e join runs r on r.id = e.run_id
      where e.id = ${id}`);
  for (let from = 2; from <= COUNT; from += 500) {
    await add(from, from + 499);
    // Never further ahead of one who reads than its backlog may be, however busy the machine is.
    await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(from - 300), {
      timeout: 60_000,
      interval: 5,
    });
  }
  await untilListening(api, 1);
  socket.resume();

  expect(await stalled.closed).toBe(4413);
  await add(COUNT + 2, COUNT + 2);
  await allReceived;
  expect(received).toEqual(Array.from({ length: COUNT + 1 }, (_, index) => index + 2));
  await other.end();
}, 120_000);

describe('leaderboardChanged', () => {
  const BOARD = `judge { name } nodes { rank model { name } evaluation { id status }
    score { mean low high n expected } categories { slug score { mean n } } }`;
  const CHANGED = `subscription ($after: String) { leaderboardChanged(benchmark: "geneval-demo", after: $after) {
    cursor evaluation { id status } leaderboard { ${BOARD} } } }`;

  test('brings the leaderboard as a query gives it, and what was missed after a reconnect', async ({
    api,
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    const runs = [await aRun(client, { model: 'first' }), await aRun(client, { model: 'second' })];
    const connection = connect(api);
    const changes = connection.iterate(CHANGED);
    const next = async () => (await changes.next()).value?.data.leaderboardChanged;
    const queued = next();
    await untilListening(api, 1);
    const evaluation = await anEvaluation(client, runs[0]?.id ?? '');
    const first = await queued;

    await scoreToEnd(
      database,
      queue,
      scripted(judge.revision, ({ sampleIndex }) => sampleIndex % 2),
      evaluation,
      log,
    );
    let last = await next();
    while (last.evaluation.status !== 'COMPLETED') last = await next();
    const { data } = await post(api, `{ leaderboard(benchmark: "geneval-demo") { ${BOARD} } }`);
    await connection.end();
    const unseen = await anEvaluation(client, runs[1]?.id ?? '');
    await scoreToEnd(database, queue, scripted(judge.revision), unseen, log);
    const back = connect(api);
    const missed = (await back.iterate(CHANGED, { after: last.cursor }).next()).value?.data
      .leaderboardChanged;
    await back.end();

    expect(first.leaderboard.nodes).toMatchObject([{ rank: null, score: { mean: null, n: 0 } }]);
    expect(last.leaderboard).toEqual(data.leaderboard);
    expect(last.leaderboard.nodes).toMatchObject([{ rank: 1, score: { mean: 0.5, n: 240, expected: 240 } }]);
    expect(missed).toMatchObject({
      evaluation: { id: unseen, status: 'COMPLETED' },
      leaderboard: {
        nodes: [
          { rank: 1, model: { name: 'second' } },
          { rank: 2, model: { name: 'first' } },
        ],
      },
    });
  });
});
