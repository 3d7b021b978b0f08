import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CrowdOrder, CrowdReport, CrowdTimes } from './crowdProcess.ts';

const PROCESS = fileURLToPath(new URL('./crowdProcess.ts', import.meta.url));

/** Subscribers in a process of their own. */
export interface Crowd extends AsyncDisposable {
  report(): Promise<CrowdReport>;
  /** Of the events since it was asked last, where they are timed. */
  times(): Promise<CrowdTimes>;
  /** Resolves when so many events have come in all. Throws when no more come. */
  until(received: number): Promise<CrowdReport>;
}

/** Besides sockets a process needs a few files. */
const FILES_BESIDES = 100;

const PATIENCE_MS = 30_000;

/** Resolves when all of them are subscribed. */
export async function openCrowd(order: CrowdOrder): Promise<Crowd> {
  checkFiles(order.subscribers);
  const child = fork(PROCESS, [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const gone = new AbortController();
  child.once('exit', () => gone.abort(new Error('the subscribers ended by themselves')));
  const next = async () => (await once(child, 'message', { signal: gone.signal }))[0];
  await next();

  async function ask<Answer>(what: 'report' | 'times'): Promise<Answer> {
    const told = next();
    child.send(what);
    return told;
  }
  const report = () => ask<CrowdReport>('report');
  return {
    report,
    times: () => ask<CrowdTimes>('times'),
    async until(received) {
      let last = { received: -1, at: performance.now() };
      while (true) {
        const told = await report();
        if (told.received >= received) return told;
        if (told.received > last.received) last = { received: told.received, at: performance.now() };
        else if (performance.now() - last.at > PATIENCE_MS)
          throw new Error(`${told.received} events came of ${received}, and no more`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** Node raises its limit of open files as far as it may; each subscriber takes one here and one in the server. */
function checkFiles(subscribers: number): void {
  const { hard } = openFiles();
  if (hard === 'unlimited' || hard >= subscribers + FILES_BESIDES) return;
  throw new Error(
    `${subscribers} subscribers need ${subscribers + FILES_BESIDES} open files and this process may have ${hard}. Raise it with "ulimit -n" and try again`,
  );
}

function openFiles(): { hard: number | 'unlimited' } {
  const report = process.report.getReport() as unknown as {
    userLimits?: { open_files?: { hard: number | 'unlimited' } };
  };
  return report.userLimits?.open_files ?? { hard: 'unlimited' };
}
