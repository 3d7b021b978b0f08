import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, inject, onTestFinished } from 'vitest';
import { serveApi } from '../../src/api/main.ts';
import { openClient } from '../../src/cli/client/client.ts';
import { aJudge, anEvaluation, aRun, post } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { TEMPLATE } from '../support/globalSetup.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';
import { connect } from '../support/live.ts';

const BOARD = '{ leaderboard(benchmark: "geneval-demo") { nodes { score { n } } } }';
const CHANGES = `subscription { leaderboardChanged(benchmark: "geneval-demo", after: "${Buffer.from('0:0:0').toString('base64url')}") {
  leaderboard { nodes { score { n } } } } }`;

/** A database that nothing is ever written to: a replica so late that it has nothing yet. */
async function aLateReplica(): Promise<string> {
  const name = `replica_${randomBytes(6).toString('hex')}`;
  const asAdmin = async (statement: string) => {
    const admin = new pg.Client({ connectionString: `${inject('serverUrl')}/postgres` });
    await admin.connect();
    await admin.query(statement);
    await admin.end();
  };
  await asAdmin(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  onTestFinished(() => asAdmin(`drop database ${name} with (force)`));
  return `${inject('serverUrl')}/${name}`;
}

test('queries read boards from the replica; commands, mutations and subscriptions read what was written', async ({
  config,
  database,
  databaseUrl,
  queue,
  log,
}) => {
  const api = await serveApi({ ...config, databaseReplicaUrl: await aLateReplica() }, databaseUrl, log);
  onTestFinished(api.close);
  const client = openClient({ apiUrl: api.url });
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 60, samples: 1 });
  const evaluation = await anEvaluation(client, run.id);
  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);

  const late = await post(api, BOARD);
  const newest = await client.query<{ leaderboard: object }>(BOARD);
  const connection = connect(api);
  const changes = connection.iterate(CHANGES);
  const pushed = await changes.next();
  await connection.end();
  const { data } = await post(api, '{ evaluations { nodes { done } } }');

  const board = { nodes: [{ score: { n: 60 } }] };
  expect(late.data.leaderboard).toEqual({ nodes: [] });
  expect(newest.leaderboard).toEqual(board);
  expect(pushed.value.data.leaderboardChanged.leaderboard).toEqual(board);
  expect(data.evaluations.nodes).toEqual([{ done: 60 }]);
});
