import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../src/core/log.ts';
import { migrateDatabase, openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { treeCpuMs } from './cpu.ts';
import { type Asked, type Load, load } from './load.ts';
import type { BenchOptions } from './main.ts';
import { type Result, type Row, ratioOf } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { startApi } from './servers.ts';
import { rowOf, turns } from './turns.ts';
import type { Warehouse } from './warehouse.ts';

const SMALL = 1e5;
const BOARD =
  '{ leaderboard(benchmark: "mmie") { nodes { rank model { name } score { percent low high n expected } } } }';

/** The same leaderboard with little and with much history behind it. A folder to keep them in saves seeding again. */
export async function benchScale(
  _: Warehouse,
  __: RunWatch,
  { rounds, scores, isShort, keep }: BenchOptions,
): Promise<Result> {
  const folder = keep ?? (await mkdtemp(join(tmpdir(), 'assay-scale-')));
  // Disposed of last, when both servers have stopped.
  await using _folder = {
    [Symbol.asyncDispose]: async () => {
      if (keep === null) await rm(folder, { recursive: true, force: true });
    },
  };
  await checkRoom(folder, scores);
  await using small = await openSeeded(join(folder, String(SMALL)), SMALL);
  await using large = await openSeeded(join(folder, String(scores)), scores);
  let asked = 0;
  const ask = ({ api, databaseCpuMs }: typeof small): Promise<Load> => {
    const body = () => JSON.stringify({ query: BOARD, extensions: { request: asked++ } });
    const cold: Asked = { url: `${api.url}/graphql`, body };
    return load(api, cold, { connections: 1, seconds: isShort ? 1 : 5, databaseCpuMs });
  };
  const what = `leaderboard at ${scores} scores, cold, one at a time`;
  const pairs = await turns({ what, subject: () => ask(large), reference: () => ask(small), rounds });
  const rowFor = (of: 'median' | 'p99'): Row => ({
    ...rowOf(`${what}: ${of === 'p99' ? 'p99' : 'p50'} ms`, pairs, `at ${SMALL} scores`),
    ratio: ratioOf(
      pairs.map(({ subject }) => subject.ms[of]),
      pairs.map(({ reference }) => reference.ms[of]),
    ),
    goal: { of: 'ratio', most: 1.1 },
  });
  return {
    rows: [rowFor('median'), rowFor('p99')],
    notes: ['A ratio here is of milliseconds: less is better.'],
  };
}

/** Of a score with its index and the log of writing it, at most. */
const BYTES = 400;

async function checkRoom(folder: string, scores: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (existsSync(join(folder, String(scores)))) return;
  const { bavail, bsize } = await statfs(folder);
  const [needed, free] = [scores * BYTES, bavail * bsize].map((bytes) => `${(bytes / 1e9).toFixed(0)} GB`);
  if (scores * BYTES > bavail * bsize)
    throw new Error(
      `${scores} scores take up to ${needed} and ${folder} has ${free}: give another folder with --keep, or fewer --scores`,
    );
}

/** A seeded warehouse behind an API, taken as it is where it is there already. */
async function openSeeded(home: string, scores: number) {
  await mkdir(home, { recursive: true });
  const server = await startEmbedded(home);
  const database = openDatabase(server.url, {
    max: 4,
    log: openLog({ logLevel: 'error' }, 'bench'),
    name: 'scale',
  });
  await migrateDatabase(database);
  const { rows } = await database.pool.query('select 1 from evaluations limit 1');
  if (rows.length === 0) await seedScores(database, { scores });
  await database.close();
  const pid = Number((await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const api = await startApi(server.url, home);
  return {
    api,
    databaseCpuMs: () => treeCpuMs(pid),
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await server.stop();
    },
  };
}
