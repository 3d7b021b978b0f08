import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { openDatabase } from '../src/store/database.ts';
import { ownCpuMs } from './cpu.ts';
import type { Load } from './load.ts';
import type { BenchOptions } from './main.ts';
import type { Result } from './row.ts';
import type { RunWatch } from './runs.ts';
import { startApi } from './servers.ts';
import { quantile } from './statistics.ts';
import { rowOf, turns } from './turns.ts';
import type { Warehouse } from './warehouse.ts';
import { addDemoRun, openWriter, type Writer } from './writer.ts';

const WRITERS = 32;
/** Of a commit, as a disk has it that really writes; without it the machine's own write is nearly free. */
const FLUSH_US = 2000;
const CHANGED = 'subscription { leaderboardChanged(benchmark: "geneval-demo") { cursor } }';

/** Commits of scores while somebody listens, against the same commits whose events are dropped. */
export async function benchEvents(
  warehouse: Warehouse,
  _: RunWatch,
  { rounds, isShort }: BenchOptions,
): Promise<Result> {
  const { database, home, log, databaseCpuMs } = warehouse;
  await database.pool.query(`alter system set commit_delay = ${FLUSH_US}`);
  await database.pool.query('alter system set commit_siblings = 0');
  await database.pool.query('select pg_reload_conf()');
  await database.pool.query(`
    create function drop_event() returns trigger language plpgsql as 'begin return null; end';
    create trigger no_events before insert on events for each row execute function drop_event();
    alter table events disable trigger no_events`);
  const { id } = await addDemoRun(warehouse);
  const wide = openDatabase(database.url, { max: WRITERS, log, name: 'assay bench writers' });
  const writers = Array.from({ length: WRITERS }, (_, at) =>
    openWriter({ database: wide }, 'geneval-demo', id, `writer ${at}`),
  );
  await using api = await startApi(database.url, home);
  const client = createClient({ url: `${api.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  let heard = 0;
  client.subscribe({ query: CHANGED }, { next: () => heard++, error: console.error, complete: () => {} });
  const seconds = isShort ? 2 : 5;
  const run = async (trigger: 'enable' | 'disable') => {
    await database.pool.query(`alter table events ${trigger} trigger no_events`);
    return commits(writers, seconds, databaseCpuMs);
  };
  const found = await turns({
    what: `${WRITERS} writers`,
    subject: () => run('disable'),
    reference: () => run('enable'),
    rounds,
  });
  await client.dispose();
  await wide.close();
  const row = rowOf(
    `scores, a commit each, ${WRITERS} writers, events read live`,
    found,
    'events dropped',
    0.8,
  );
  return {
    rows: [{ ...row, unit: 'commit' }],
    notes: [
      `A flush takes ${FLUSH_US / 1000} ms (commit_delay). ${heard} changes of the leaderboard were heard meanwhile.`,
    ],
  };
}

/** Every writer one commit after the other for so many seconds. */
async function commits(
  writers: readonly Writer[],
  seconds: number,
  databaseCpuMs: () => number,
): Promise<Load> {
  const before = { cpuMs: ownCpuMs(), databaseCpuMs: databaseCpuMs() };
  const start = performance.now();
  const taken: number[] = [];
  const write = async (writer: Writer) => {
    while (performance.now() - start < seconds * 1000) {
      const begun = performance.now();
      await writer.commit();
      taken.push(performance.now() - begun);
    }
  };
  await Promise.all(writers.map(write));
  return {
    perSecond: (taken.length * 1000) / (performance.now() - start),
    ms: { median: quantile(taken, 0.5), p99: quantile(taken, 0.99) },
    cpuMs: (ownCpuMs() - before.cpuMs) / taken.length,
    databaseCpuMs: (databaseCpuMs() - before.databaseCpuMs) / taken.length,
  };
}
