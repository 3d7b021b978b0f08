import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../src/store/database.ts';
import { cancelEvaluation, insertEvaluation } from '../src/store/evaluations.ts';
import { upsertJudge } from '../src/store/judges.ts';
import type { EvaluationRow, RunRow } from '../src/store/tables/index.ts';
import { type Crew, openCrew } from './fleetCrew.ts';
import type { BenchOptions } from './main.ts';
import { type Result, type Row, ratioOf } from './row.ts';
import type { RunWatch } from './runs.ts';
import { median, quantile, sum } from './statistics.ts';
import { storageNote } from './storage.ts';
import { addTextRun, type Warehouse } from './warehouse.ts';

const WORKERS = 64;
const PROCESSES = 4;
/** How long an inference sleeps. */
const INFERENCE_MS = 50;
/** Responses of one inference: 40 a second and worker, which two cores can write down for 64. */
const BATCH = 2;
/** 160 a second and worker: more than two cores can, which shows how many they can. */
const LARGE_BATCH = 8;
/** Connections of all workers together, as a pooler would give them; their queues take a quarter more. */
const CONNECTIONS = 56;
const WARM_MS = 2000;
const WINDOW_MS = 6000;

/** What one fleet did while it was watched. */
interface Watched {
  perSecond: number;
  shardMs: number[];
  cpuMs: number;
  databaseCpuMs: number;
}

/** Many workers whose inference sleeps against one such worker so many times over. */
export async function benchFleet(
  warehouse: Warehouse,
  _watch: RunWatch,
  { rounds }: BenchOptions,
): Promise<Result> {
  const large = await addTextRun(warehouse, { questions: 10_000, samples: 8 });
  const small = await addTextRun(warehouse, { questions: 250, samples: 8 });
  const many = { run: large, workers: WORKERS, evaluations: 1, batch: BATCH };
  const ways: (Way & { what: string })[] = [
    { ...many, what: '1 worker', run: small, workers: 1 },
    { ...many, what: `${WORKERS} workers of one evaluation` },
    { ...many, what: `${WORKERS} workers of ${WORKERS} evaluations`, run: small, evaluations: WORKERS },
    { ...many, what: `${WORKERS} workers of one evaluation, more than the machine can`, batch: LARGE_BATCH },
  ];
  const found = ways.map((): Watched[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, way] of ways.entries()) {
      console.error(`${way.what}…`);
      found[at]?.push(await watchFleet(warehouse, way));
    }
  }
  const single = found[0] ?? [];
  const rows = ways.map((way, at) => rowOf(way, found[at] as Watched[], single));
  return { rows, notes: [...notesOf(rows), await storageNote(warehouse)] };
}

function rowOf(
  { what, workers, batch }: Way & { what: string },
  watched: readonly Watched[],
  single: readonly Watched[],
): Row {
  const of = (number: (one: Watched) => number) => median(watched.map(number));
  const rates = (of: readonly Watched[], times: number) => of.map((one) => one.perSecond * times);
  const shardMs = watched.flatMap((one) => one.shardMs);
  const isCompared = workers > 1 && batch === BATCH;
  return {
    what,
    unit: 'response',
    perSecond: of((one) => one.perSecond),
    ms: { median: median(shardMs), p99: quantile(shardMs, 0.99) },
    cpuMs: of((one) => one.cpuMs),
    databaseCpuMs: of((one) => one.databaseCpuMs),
    busy: (of((one) => one.perSecond) * INFERENCE_MS) / batch / 1000 / workers,
    reference: isCompared
      ? {
          what: `${workers} times one worker`,
          perSecond: median(rates(single, workers)),
          cpuMs: median(single.map((one) => one.cpuMs)),
        }
      : null,
    ratio: isCompared ? ratioOf(rates(watched, 1), rates(single, workers)) : null,
    goal: isCompared ? { of: 'ratio', least: 0.9 } : null,
  };
}

function notesOf(rows: readonly Row[]): string[] {
  const [, one] = rows;
  const most = rows.at(-1);
  if (!one?.cpuMs || !one.databaseCpuMs || !most?.cpuMs || !most.databaseCpuMs) return [];
  const cores = (cpuMs: number) => ((cpuMs * most.perSecond) / 1000).toFixed(2);
  return [
    `A batch is ${BATCH} responses and sleeps ${INFERENCE_MS} ms; a shard is 32 responses, one score and one reply each. The workers are ${PROCESSES} processes with ${CONNECTIONS} connections together and a few of their queues, on the cores of the database.`,
    `"In runtime" is the share of a worker's time in which it infers.`,
    `${one.what} take ${one.databaseCpuMs.toFixed(2)} ms of the database's CPU per response: a core of it is enough for ${Math.round(1000 / one.databaseCpuMs)} responses a second.`,
    `Asked for ${(WORKERS * LARGE_BATCH * 1000) / INFERENCE_MS} responses a second, this machine writes down ${Math.round(most.perSecond)}; the database then takes ${cores(most.databaseCpuMs)} cores and the workers ${cores(most.cpuMs)}.`,
  ];
}

interface Way {
  run: RunRow;
  workers: number;
  evaluations: number;
  batch: number;
}

async function watchFleet(warehouse: Warehouse, { run, workers, evaluations, batch }: Way): Promise<Watched> {
  const revisions = Array.from({ length: evaluations }, () => randomBytes(32).toString('hex'));
  const started: EvaluationRow[] = [];
  for (const revision of revisions) started.push(await startEvaluation(warehouse, run, revision));
  const served = Array.from({ length: workers }, (_, at) => revisions[at % revisions.length] as string);
  await using crew = await openCrew(warehouse.database.url, served, {
    processes: Math.min(PROCESSES, workers),
    connections: CONNECTIONS,
    batch,
    inferenceMs: INFERENCE_MS,
  });
  await sleep(WARM_MS);
  const watched = await watchWindow(warehouse, crew);
  await crew.stop();
  for (const { id } of started)
    await cancelEvaluation(warehouse.database.db, warehouse.queue, id).catch(() => undefined);
  return watched;
}

async function watchWindow(warehouse: Warehouse, crew: Crew): Promise<Watched> {
  await crew.report();
  const cpuBefore = (await crew.report()).cpuMs;
  const databaseBefore = warehouse.databaseCpuMs();
  const start = await databaseTime(warehouse);
  await sleep(WINDOW_MS);
  const end = await databaseTime(warehouse);
  const databaseCpuMs = warehouse.databaseCpuMs() - databaseBefore;
  const { cpuMs, shardMs } = await crew.report();
  const commits = await findCommits(warehouse, start, end);
  const responses = sum(commits.map((commit) => commit.responses));
  return {
    perSecond: rate(commits),
    shardMs,
    cpuMs: (cpuMs - cpuBefore) / responses,
    databaseCpuMs: databaseCpuMs / responses,
  };
}

/** From the first commit to the last, so that what is on its way at the edges does not count. */
function rate(commits: readonly { ms: number; responses: number }[]): number {
  const [first, last] = [commits[0], commits.at(-1)];
  if (!first || !last || commits.length < 3) throw new Error('too few commits to tell a rate');
  return (sum(commits.slice(1).map(({ responses }) => responses)) * 1000) / (last.ms - first.ms);
}

async function databaseTime({ database }: Warehouse): Promise<Date> {
  const { rows } = await database.pool.query('select clock_timestamp() as at');
  return rows[0].at;
}

/** By the events, which each commit writes one of. */
async function findCommits({ database }: Warehouse, start: Date, end: Date) {
  const { rows } = await database.pool.query<{ ms: number; responses: number }>(
    `select extract(epoch from created_at)::float8 * 1000 as ms, done - before as responses from (
       select created_at, (payload->>'done')::int as done,
         lag((payload->>'done')::int) over (partition by evaluation_id order by seq) as before
       from events
     ) counted where created_at between $1 and $2 and done > before order by created_at`,
    [start, end],
  );
  return rows;
}

async function startEvaluation(
  { database, queue }: Warehouse,
  run: RunRow,
  revision: string,
): Promise<EvaluationRow> {
  const judge = {
    name: 'sleeper',
    kind: 'DETECTOR' as const,
    revision,
    manifest: { revision },
    criteria: null,
  };
  const db: Db = database.db;
  return insertEvaluation(db, queue, run, await upsertJudge(db, judge));
}
