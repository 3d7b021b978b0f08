import { ownCpuMs } from '../cpu.ts';
import type { Load } from '../load.ts';
import type { Server } from '../servers.ts';
import { median, quantile } from '../statistics.ts';

/** What the work of writing so many rows took: in calls, of each of which the milliseconds are given. */
export async function measured(
  rows: number,
  server: Server | null,
  databaseCpuMs: () => number,
  work: () => Promise<readonly number[]>,
): Promise<Load> {
  const cpuMs = server ? server.cpuMs : ownCpuMs;
  const before = { ms: performance.now(), cpuMs: cpuMs(), databaseCpuMs: databaseCpuMs() };
  const calls = await work();
  return {
    perSecond: (rows * 1000) / (performance.now() - before.ms),
    ms: { median: median(calls), p99: quantile(calls, 0.99) },
    cpuMs: (cpuMs() - before.cpuMs) / rows,
    databaseCpuMs: (databaseCpuMs() - before.databaseCpuMs) / rows,
  };
}

/** Milliseconds that a call takes. */
export async function timed(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await call();
  return performance.now() - start;
}
