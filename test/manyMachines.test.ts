import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import { openClient } from '../src/cli/client/client.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { findFaults } from '../src/store/doctor.ts';
import { startDatabases, whyNoPooler } from './machines/databases.ts';
import { type Host, openNetwork, whyNoNetwork } from './machines/network.ts';
import { aJudge, anEvaluation, aRun, standingOf } from './support/builders.ts';
import { test } from './support/fixtures.ts';
import { follow } from './support/live.ts';
import { DEMO_JUDGE, demoRevision } from './support/worker.ts';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const HEARTBEAT_SECONDS = 10;

const missing = whyNoNetwork() ?? whyNoPooler();
if (missing) console.warn(`Many machines are not tested: ${missing}`);

test.skipIf(missing !== null)(
  'a worker host that is cut off in the middle loses nothing, and both API hosts tell the same story',
  { timeout: 150_000 },
  async ({ home, log }) => {
    const network = openNetwork();
    onTestFinished(network.close);
    const { primary, replica, pooler } = await startDatabases(network, home);
    const settings = { ASSAY_HOME: home, LOG_LEVEL: 'fatal', WORKER_THREADS: '1', DATABASE_URL: pooler };
    const [first, second] = await startApis([network.host(), network.host()], {
      ...{ ...settings, DATABASE_DIRECT_URL: primary, DATABASE_REPLICA_URL: replica },
    });
    const client = openClient({ apiUrl: first.url });
    const database = openDatabase(primary, { max: 2, log, name: 'test' });
    const mirror = openDatabase(replica, { max: 2, log, name: 'test' });
    const command = [process.execPath, MAIN, 'worker', '--judge', DEMO_JUDGE];
    const workers = [network.host(), network.host(), network.host()] as const;
    await aJudge(database, DEMO_JUDGE, await demoRevision());
    const run = await aRun(client, { painted: true, samples: 16, questions: 30, given: 2 });
    // From here on the replica stands still.
    await mirror.db.execute(sql`select pg_wal_replay_pause()`);
    const evaluation = await anEvaluation(client, run.id, DEMO_JUDGE);

    const started: ChildProcess[] = [workers[0].start(command, settings)];
    let cutAt = 0;
    let heldAtCut = 0;
    const seen = follow(first, evaluation, async ({ done }) => {
      if (done === 0 || cutAt > 0) return;
      workers[0].cut();
      cutAt = Date.now();
      heldAtCut = await countActive(database);
      for (const host of workers.slice(1)) started.push(host.start(command, settings));
    });
    const also = follow(second, evaluation);
    const [events, sameEvents] = await Promise.all([seen, also]);
    const mendedAt = Date.now();
    workers[0].mend();
    await heardFrom(database, 3, mendedAt);
    for (const worker of started) worker.kill('SIGTERM');
    await Promise.all(started.map((worker) => worker.exitCode ?? once(worker, 'exit')));
    const late = await shownBy(second.url, {});
    const newest = await shownBy(second.url, { 'cache-control': 'no-cache' });
    await mirror.db.execute(sql`select pg_wal_replay_resume()`);

    expect(heldAtCut).toBeGreaterThan(0);
    expect((mendedAt - cutAt) / 1000).toBeLessThan(HEARTBEAT_SECONDS + 15);
    expect(events).toEqual(sameEvents);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect({ late, newest }).toEqual({ late: [], newest: [60] });
    await expect.poll(() => shownBy(second.url, {}), { timeout: 10_000 }).toEqual([60]);
    expect(await standingOf(client, evaluation)).toMatchObject({
      status: 'PARTIAL',
      responses: 60,
      done: 60,
    });
    expect(await timesScored(database)).toEqual([{ times: 1, responses: 60 }]);
    expect(await findFaults(database.db)).toEqual([]);
    expect(await findFaults(mirror.db)).toEqual([]);
    await Promise.all([database.close(), mirror.close()]);
  },
);

interface Api {
  url: string;
  close(): Promise<void>;
}

async function startApis(
  hosts: readonly [Host, Host],
  settings: Record<string, string>,
): Promise<[Api, Api]> {
  const starting = hosts.map(async (host): Promise<Api> => {
    host.start([process.execPath, MAIN, 'serve'], { ...settings, HOST: '0.0.0.0', PORT: '4000' });
    const url = `http://${host.address}:4000`;
    await expect
      .poll(
        () =>
          fetch(`${url}/ready`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
    return { url, close: async () => {} };
  });
  return (await Promise.all(starting)) as [Api, Api];
}

async function countActive(database: Database): Promise<number> {
  const { rows } = await database.db.execute<{ held: number }>(
    sql`select count(*)::int as held from pgboss.job where state = 'active' and name like 'judge-%'`,
  );
  return rows[0]?.held ?? 0;
}

/** Waits until so many workers have reported since then. */
async function heardFrom(database: Database, workers: number, since: number): Promise<void> {
  while (true) {
    const { rows } = await database.db.execute<{ heard: number }>(
      sql`select count(*)::int as heard from workers where heartbeat_at > ${new Date(since).toISOString()}::timestamptz`,
    );
    if ((rows[0]?.heard ?? 0) >= workers) return;
    await sleep(100);
  }
}

async function shownBy(url: string, headers: Record<string, string>): Promise<number[]> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      query: '{ leaderboard(benchmark: "geneval-demo", rankIncomplete: true) { nodes { score { n } } } }',
    }),
  });
  const { data } = (await response.json()) as {
    data: { leaderboard: { nodes: { score: { n: number } | null }[] } };
  };
  return data.leaderboard.nodes.map(({ score }) => score?.n ?? 0);
}

async function timesScored(database: Database) {
  const { rows } = await database.db.execute(sql`
    select times, count(*)::int as responses from (
      select count(s.response_id)::int as times from responses r left join scores s on s.response_id = r.id group by r.id
    ) as per_response group by 1`);
  return rows;
}
