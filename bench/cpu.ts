import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, on every machine that Node runs on. */
const MS_PER_TICK = 10;

/** Milliseconds of CPU, user and system, that this process has taken, all threads together. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A clock in milliseconds that all processes of a machine share, and that nobody sets. */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Milliseconds of CPU of a process, its children, and its children that have ended; 0 where there is no /proc. */
export function treeCpuMs(pid: number): number {
  const processes = readdirSafely('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)));
  const own = processes.find((one) => one.pid === pid);
  const children = processes.filter((one) => one.parent === pid);
  return (
    ((own?.ticks ?? 0) + (own?.endedTicks ?? 0) + children.reduce((all, one) => all + one.ticks, 0)) *
    MS_PER_TICK
  );
}

function statOf(pid: number): { pid: number; parent: number; ticks: number; endedTicks: number }[] {
  try {
    // The name in brackets may hold anything; what follows it is numbers, from the third field on.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11);
    return [{ pid, parent, ticks: user + system, endedTicks: endedUser + endedSystem }];
  } catch {
    return [];
  }
}

function readdirSafely(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
