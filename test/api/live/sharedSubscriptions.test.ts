import { expect } from 'vitest';
import type { RunningApi } from '../../../src/api/main.ts';
import { insertWorker, updateWorker } from '../../../src/store/workers.ts';
import { aJudge, anEvaluation, aRun } from '../../support/builders.ts';
import { test } from '../../support/fixtures.ts';
import { scoreToEnd, scripted } from '../../support/judging.ts';
import {
  type Connection,
  collect,
  connect,
  counted,
  follow,
  type ProgressEvent,
  progress,
  untilListening,
} from '../../support/live.ts';

const executions = (api: RunningApi) => counted(api, 'assay_subscription_executions_total');
const messages = (api: RunningApi) => counted(api, 'assay_subscription_messages_total');

const seqs = (events: readonly { seq: number }[]): number[] => events.map(({ seq }) => seq);
const upTo = (last: number, from = 1): number[] =>
  Array.from({ length: last - from + 1 }, (_, index) => from + index);

/** The values of one field of each event, after the first, which has been read. */
async function rest(results: ReturnType<Connection['iterate']>) {
  const answers = [];
  for await (const { data } of results) answers.push(data.evaluationProgress);
  return answers;
}

test('two hundred subscriptions to the same are executed once per event, and all of them end', async ({
  api,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 60, samples: 32, given: 1 });
  const evaluation = await anEvaluation(client, run.id);
  const connections = [connect(api), connect(api), connect(api), connect(api)];
  const sources = connections.flatMap((connection) =>
    Array.from({ length: 50 }, () => progress(connection, evaluation)),
  );
  // Each has an answer of its own to what came before it.
  await Promise.all(sources.map((source) => source.next()));
  await untilListening(api, 200);
  const before = { executions: await executions(api), messages: await messages(api) };

  const [, ...received] = await Promise.all([
    scoreToEnd(database, queue, scripted(judge.revision), evaluation, log),
    ...sources.map(collect),
  ]);

  expect(received.map((events) => seqs(events as ProgressEvent[]))).toEqual(Array(200).fill(upTo(61, 2)));
  expect(await executions(api)).toBe(before.executions + 60);
  expect(await messages(api)).toBe(before.messages + 200 * 60);
  await untilListening(api, 0);
  await Promise.all(connections.map((connection) => connection.end()));
});

test('an event is answered anew for other fields and other variables, and each gets what it asked for', async ({
  api,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 20 });
  const evaluation = await anEvaluation(client, run.id);
  const connection = connect(api);
  const optional = `subscription ($id: ID!, $all: Boolean!) {
    evaluationProgress(evaluation: $id) { seq status @include(if: $all) } }`;
  const renamed = 'subscription ($id: ID!) { evaluationProgress(evaluation: $id) { number: seq } }';
  const sources = [
    connection.iterate(optional, { id: evaluation, all: true }),
    connection.iterate(optional, { id: evaluation, all: true }),
    connection.iterate(optional, { id: evaluation, all: false }),
    connection.iterate(renamed, { id: evaluation }),
  ];
  await Promise.all(sources.map((source) => source.next()));
  const before = await executions(api);

  const [, all = [], same, few, numbers] = await Promise.all([
    scoreToEnd(database, queue, scripted(judge.revision), evaluation, log),
    ...sources.map(rest),
  ]);
  await connection.end();

  expect(all).toEqual([
    ...upTo(all.length, 2).map((seq) => ({ seq, status: 'RUNNING' })),
    { seq: all.length + 1, status: 'PARTIAL' },
  ]);
  expect(same).toEqual(all);
  expect(few).toEqual(seqs(all).map((seq) => ({ seq })));
  expect(numbers).toEqual(seqs(all).map((seq) => ({ number: seq })));
  expect(await executions(api)).toBe(before + 3 * all.length);
});

test('whoever comes from a cursor catches up alone, then shares: nothing is missed or doubled', async ({
  api,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 60, samples: 32, given: 1 });
  const evaluation = await anEvaluation(client, run.id);
  const joining: Promise<ProgressEvent[]>[] = [];
  const connection = connect(api);

  // At every event two more come, one from its cursor and one from the start.
  const first = follow(api, evaluation, ({ cursor }) => {
    if (joining.length >= 90) return;
    joining.push(
      collect(progress(connection, evaluation, cursor)),
      collect(progress(connection, evaluation)),
    );
  });
  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
  const events = await first;
  const joined = await Promise.all(joining);
  await connection.end();

  expect(seqs(events)).toEqual(upTo(61));
  expect(joined).toEqual(joined.map((_, index) => (index % 2 === 0 ? events.slice(index / 2 + 1) : events)));
});

test('sixty who share, cut off at random and back from their cursors, each see every event once', async ({
  api,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const runs = [
    await aRun(client, { samples: 32, given: 1 }),
    await aRun(client, { model: 'other', samples: 32, given: 1 }),
  ];
  const evaluations = await Promise.all(runs.map((run) => anEvaluation(client, run.id)));
  let cuts = 0;
  const cutting = (evaluation: string) =>
    follow(api, evaluation, async ({ seq }, connection) => {
      if (Math.random() > 0.05 && seq !== 2) return;
      cuts++;
      (await connection.socket).terminate();
    });

  const following = evaluations.flatMap((evaluation) =>
    Array.from({ length: 30 }, () => cutting(evaluation)),
  );
  await Promise.all(
    evaluations.map((evaluation) => scoreToEnd(database, queue, scripted(judge.revision), evaluation, log)),
  );
  const received = await Promise.all(following);

  expect(cuts).toBeGreaterThan(60);
  expect(received.map(seqs)).toEqual(Array(60).fill(upTo(61)));
  expect(await executions(api)).toBeLessThan(await messages(api));
});

test('workers are looked up and told once for all who watch them', async ({ api, database }) => {
  const worker = { host: 'mine', device: 'cpu', status: 'STARTING' as const, judges: [] };
  const { id } = await insertWorker(database.db, worker);
  const connection = connect(api);
  const sources = Array.from({ length: 20 }, () =>
    connection.iterate('subscription { workersChanged { workers { host status } } }'),
  );
  await Promise.all(sources.map((source) => source.next()));
  const before = await executions(api);

  await updateWorker(database.db, id, { status: 'IDLE' });
  const told = await Promise.all(sources.map((source) => source.next()));
  await connection.end();

  expect(told.map(({ value }) => value?.data.workersChanged.workers)).toEqual(
    Array(20).fill([{ host: 'mine', status: 'IDLE' }]),
  );
  expect(await executions(api)).toBe(before + 1);
});

test('a failure is told to all who share it, with its code and its place', async ({
  api,
  client,
  database,
}) => {
  await aJudge(database);
  const run = await aRun(client, { questions: 1 });
  const connection = connect(api);
  const sources = Array.from({ length: 2 }, () =>
    connection.iterate(
      'subscription { leaderboardChanged(benchmark: "geneval-demo") { cursor leaderboard(judge: "nobody") { judge { name } } } }',
    ),
  );
  const answers = sources.map((source) => source.next());
  await untilListening(api, 2);

  await anEvaluation(client, run.id);
  const [one, other] = await Promise.all(answers);
  await connection.end();

  expect(one?.value).toMatchObject({
    data: null,
    errors: [{ path: ['leaderboardChanged', 'leaderboard'], extensions: { code: 'NOT_FOUND' } }],
  });
  expect(other?.value).toEqual(one?.value);
  expect(await executions(api)).toBe(1);
});
