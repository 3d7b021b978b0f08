import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { insertApiKey } from '../src/store/apiKeys.ts';
import { planScores } from '../src/store/exports/scores.ts';
import { openSnapshot } from '../src/store/exports/snapshot.ts';
import type { BenchOptions } from './main.ts';
import { type Result, type Row, ratioOf } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { type Server, startApi } from './servers.ts';
import { median, quantile } from './statistics.ts';
import type { Warehouse } from './warehouse.ts';

const MODELS = 10;
const FORMATS = ['csv', 'jsonl', 'parquet'] as const;
type Format = (typeof FORMATS)[number];

/** One export, of all rows. Times are of a thousand of them. */
interface Pass {
  perSecond: number;
  ms: number;
  cpuMs: number;
  databaseCpuMs: number;
  bytes: number;
  peakBytes: number;
}

/** Every score as a file over HTTP, made anew each time, against a bare COPY of the same select. */
export async function benchExports(
  warehouse: Warehouse,
  _: RunWatch,
  { rounds, scores }: BenchOptions,
): Promise<Result> {
  const { database, home } = warehouse;
  const seeded = await seedScores(database, { scores, models: MODELS });
  const { key } = await insertApiKey(database.db, 'bench');
  const rows: Row[] = [];
  for (const format of FORMATS) {
    // Of its own, so that the peak of memory is of this format.
    await using api = await startApi(database.url, home);
    const subjects: Pass[] = [];
    const floors: Pass[] = [];
    for (let round = -1; round < rounds; round++) {
      const found = [await fetched(warehouse, api, key, format, seeded.scores)] as const;
      const floor = await copied(warehouse, seeded.scores);
      if (round < 0) continue;
      subjects.push(...found);
      floors.push(floor);
    }
    rows.push(rowOf(format, subjects, floors));
  }
  return {
    rows,
    notes: [
      `${seeded.scores} scores of ${seeded.evaluations} evaluations, 21 columns. The file is written to disk and sent at the same time; the bare COPY is read and thrown away.`,
    ],
  };
}

async function fetched(
  { home, databaseCpuMs }: Warehouse,
  api: Server,
  key: string,
  format: Format,
  rows: number,
): Promise<Pass> {
  await rm(join(home, 'exports'), { recursive: true, force: true });
  // From here on the kernel counts the peak anew.
  writeFileSync(`/proc/${api.pid}/clear_refs`, '5');
  return timed(
    rows,
    databaseCpuMs,
    api.cpuMs,
    () => peakOf(api.pid),
    async () => {
      const response = await fetch(`${api.url}/export/scores?format=${format}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
      let bytes = 0;
      for await (const chunk of response.body ?? []) bytes += chunk.length;
      return bytes;
    },
  );
}

async function copied({ database, databaseCpuMs }: Warehouse, rows: number): Promise<Pass> {
  return timed(
    rows,
    databaseCpuMs,
    () => 0,
    () => 0,
    async () => {
      const snapshot = await openSnapshot(database);
      let bytes = 0;
      for (const select of (await planScores(snapshot.db, {})).selects('csv')) {
        for await (const chunk of snapshot.copy(select, 'csv')) bytes += (chunk as Buffer).length;
      }
      await snapshot.close();
      return bytes;
    },
  );
}

async function timed(
  rows: number,
  databaseCpuMs: () => number,
  cpuMs: () => number,
  peakBytes: () => number,
  work: () => Promise<number>,
): Promise<Pass> {
  const before = { ms: performance.now(), cpu: cpuMs(), database: databaseCpuMs() };
  const bytes = await work();
  const ms = performance.now() - before.ms;
  const thousands = rows / 1000;
  return {
    perSecond: (rows / ms) * 1000,
    ms: ms / thousands,
    cpuMs: (cpuMs() - before.cpu) / thousands,
    databaseCpuMs: (databaseCpuMs() - before.database) / thousands,
    bytes,
    peakBytes: peakBytes(),
  };
}

const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

function rowOf(format: Format, subjects: readonly Pass[], floors: readonly Pass[]): Row {
  const of = (passes: readonly Pass[], number: (pass: Pass) => number) => median(passes.map(number));
  const times = subjects.map(({ ms }) => ms);
  return {
    what: `export of scores as ${format}, CPU and ms per thousand rows`,
    unit: 'row',
    perSecond: of(subjects, (pass) => pass.perSecond),
    ms: { median: median(times), p99: quantile(times, 0.99) },
    cpuMs: of(subjects, (pass) => pass.cpuMs),
    databaseCpuMs: of(subjects, (pass) => pass.databaseCpuMs),
    reference: {
      what: 'COPY of the same select',
      perSecond: of(floors, (pass) => pass.perSecond),
      cpuMs: null,
    },
    ratio: ratioOf(
      subjects.map(({ perSecond }) => perSecond),
      floors.map(({ perSecond }) => perSecond),
    ),
    goal: null,
    figures: {
      'MB of the file': (of(subjects, (pass) => pass.bytes) / 1e6).toFixed(1),
      'peak MB of the API': (Math.max(...subjects.map(({ peakBytes }) => peakBytes)) / 1e6).toFixed(0),
    },
  };
}
