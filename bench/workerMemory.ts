import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadJudge } from '../src/workers/installed.ts';
import { treeCpuMs } from './cpu.ts';
import { painted } from './detector.ts';
import { openCrew } from './fleetCrew.ts';
import type { Result, Row } from './row.ts';
import { median } from './statistics.ts';
import { addEvaluation, addRun, addTextRun, type Warehouse } from './warehouse.ts';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const SAMPLE_MS = 250;
const MB = 1024 * 1024;

interface Sample {
  seconds: number;
  done: number;
  rssMb: number;
  cpuMs: number;
  databaseCpuMs: number;
}

/** What a worker's memory does over many responses: without pictures, and as the demo's detector. */
export async function benchWorkerMemory(warehouse: Warehouse): Promise<Result> {
  const rows = [await withoutPictures(warehouse), await withPictures(warehouse)];
  return {
    rows,
    notes: [
      'Memory is resident size, sampled four times a second in a process of its own. Growth is that of a line through the samples after the first third, from its start to its end.',
    ],
  };
}

async function withoutPictures(warehouse: Warehouse): Promise<Row> {
  console.error('100,000 responses without pictures…');
  const [revision, responses, times] = ['memory'.padEnd(64, '0'), 20_000, 5];
  const run = await addTextRun(warehouse, { questions: responses / 8, samples: 8 });
  for (let at = 0; at < times; at++) await addEvaluation(warehouse, run, revision);
  const work = { processes: 1, connections: 4, batch: 32, inferenceMs: 0 };
  await using crew = await openCrew(warehouse.database.url, [revision], work);
  const samples = await watch(warehouse, revision, crew.pids[0] as number, responses * times);
  return rowOf('a worker without pictures', 'response', samples);
}

async function withPictures(warehouse: Warehouse): Promise<Row> {
  console.error('pictures through demo-detector…');
  const pictures = await painted();
  const run = await addRun(warehouse, 'geneval-demo', 8, pictures);
  const roots = [fileURLToPath(new URL('../models', import.meta.url))];
  const { revision } = await loadJudge('demo-detector', roots);
  const times = 20;
  for (let at = 0; at < times; at++) await addEvaluation(warehouse, run, revision);
  const env = { ...process.env, DATABASE_URL: warehouse.database.url, ASSAY_HOME: warehouse.home };
  const child = fork(MAIN, ['worker', '--judge', 'demo-detector'], { env, stdio: 'ignore' });
  await once(child, 'message');
  const samples = await watch(warehouse, revision, child.pid as number, pictures.length * times);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return rowOf('a worker of demo-detector', 'picture', samples);
}

/** Until all is done. */
async function watch(
  warehouse: Warehouse,
  revision: string,
  pid: number,
  responses: number,
): Promise<Sample[]> {
  const start = performance.now();
  const samples: Sample[] = [];
  for (let done = 0; done < responses; ) {
    const { rows } = await warehouse.database.pool.query<{ done: number }>(
      'select sum(done)::int as done from evaluations e join judges j on j.id = e.judge_id where j.revision = $1',
      [revision],
    );
    done = rows[0]?.done ?? 0;
    const seconds = (performance.now() - start) / 1000;
    const cpu = { cpuMs: treeCpuMs(pid), databaseCpuMs: warehouse.databaseCpuMs() };
    samples.push({ seconds, done, rssMb: residentMb(pid), ...cpu });
    await sleep(SAMPLE_MS);
  }
  return samples;
}

/** Linux alone tells; elsewhere there is nothing to measure. */
function residentMb(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * 4096) / MB;
}

function rowOf(what: string, unit: string, samples: readonly Sample[]): Row {
  const [first, last] = [samples[0] as Sample, samples.at(-1) as Sample];
  const steady = samples.slice(Math.floor(samples.length / 3));
  const done = last.done - first.done;
  const mb = (value: number) => `${value.toFixed(0)} MB`;
  return {
    what,
    unit,
    perSecond: done / (last.seconds - first.seconds),
    ms: null,
    cpuMs: (last.cpuMs - first.cpuMs) / done,
    databaseCpuMs: (last.databaseCpuMs - first.databaseCpuMs) / done,
    reference: null,
    ratio: null,
    goal: null,
    figures: {
      responses: `${last.done}`,
      'after a third': mb((steady[0] as Sample).rssMb),
      'median after': mb(median(steady.map(({ rssMb }) => rssMb))),
      'at the end': mb(last.rssMb),
      most: mb(Math.max(...samples.map(({ rssMb }) => rssMb))),
      growth: mb(slope(steady) * (last.done - (steady[0] as Sample).done)),
    },
  };
}

/** Of the line of least squares through memory over responses. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: (one: Sample) => number) =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [x, y] = [mean(({ done }) => done), mean(({ rssMb }) => rssMb)];
  const covariance = mean((one) => (one.done - x) * (one.rssMb - y));
  return covariance / mean((one) => (one.done - x) ** 2);
}
