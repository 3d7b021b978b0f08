import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FleetOrder, FleetReport } from './fleetWorkers.ts';
import { sum } from './statistics.ts';

const WORKERS = fileURLToPath(new URL('./fleetWorkers.ts', import.meta.url));

/** Processes of workers at work. */
export interface Crew extends AsyncDisposable {
  pids: readonly number[];
  /** Of all of them; what shards took is told once. */
  report(): Promise<FleetReport>;
  stop(): Promise<void>;
}

/** Starts workers of these judge revisions, shared out over processes; resolves when each is ready for work. */
export async function openCrew(
  url: string,
  revisions: readonly string[],
  options: Pick<FleetOrder, 'batch' | 'inferenceMs'> & { processes: number; connections: number },
): Promise<Crew> {
  const { processes, connections, batch, inferenceMs } = options;
  const children = Array.from({ length: processes }, (_, at): ChildProcess => {
    const order: FleetOrder = {
      ...{ url, batch, inferenceMs },
      revisions: revisions.filter((_, index) => index % processes === at),
      connections: Math.floor(connections / processes),
    };
    return fork(WORKERS, [JSON.stringify(order)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  });
  const stop = async () => {
    const running = children.filter((child) => child.exitCode === null);
    const ended = running.map((child) => once(child, 'exit'));
    for (const child of running) if (child.connected) child.disconnect();
    await Promise.all(ended);
  };
  await Promise.all(children.map((child) => answerOf(child)));
  return {
    pids: children.map((child) => child.pid as number),
    async report() {
      const reports = await Promise.all(
        children.map(async (child) => {
          const answer = answerOf(child);
          child.send('report');
          return (await answer) as FleetReport;
        }),
      );
      return {
        cpuMs: sum(reports.map(({ cpuMs }) => cpuMs)),
        shardMs: reports.flatMap(({ shardMs }) => shardMs),
      };
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The next message of a process. Throws when it ends first. */
async function answerOf(child: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  const message = once(child, 'message', { signal: gone.signal });
  child.once('exit', () => gone.abort(new Error('a process of workers ended by itself')));
  const [answer] = await message;
  return answer;
}
