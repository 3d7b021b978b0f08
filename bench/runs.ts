import { type ObservedRun, runEnds, runStarts } from '../src/workers/inference/session.ts';
import type { Compute, Feed } from '../src/workers/inference/tensors.ts';
import { loadSession, type RuntimeSession } from '../src/workers/onnx.ts';

/** Watches every run of the inference thread. */
export interface RunWatch {
  /** Seconds inside the runtime so far, without the wait for the turn. */
  seconds(): number;
  /** Notes the runs made while `work` goes on, with their inputs. */
  record(work: () => Promise<unknown>): Promise<Recording>;
}

export interface Recording {
  calls: number;
  /** Makes the same runs again on this thread, one after the other: the floor of what the pipeline does. */
  replay(): Promise<void>;
  close(): Promise<void>;
}

export function watchRuns(): RunWatch {
  let seconds = 0;
  let recorded: ObservedRun[] | null = null;
  runEnds.subscribe((taken) => {
    seconds += taken as number;
  });
  runStarts.subscribe((message) => {
    const run = message as ObservedRun;
    recorded?.push({ ...run, feeds: copied(run.feeds) });
  });

  return {
    seconds: () => seconds,
    async record(work) {
      const runs: ObservedRun[] = [];
      recorded = runs;
      await work();
      recorded = null;
      const sessions = await openAll(runs);
      return {
        calls: runs.length,
        async replay() {
          for (const { path, feeds, outputs } of runs) await sessions.get(path)?.run(feeds, outputs);
        },
        async close() {
          for (const session of sessions.values()) await session.release();
        },
      };
    },
  };
}

/** The files of these runs, opened as the program does. */
async function openAll(runs: readonly ObservedRun[]): Promise<Map<string, RuntimeSession>> {
  const computes = new Map<string, Compute>(runs.map(({ path, compute }) => [path, compute]));
  const sessions = new Map<string, RuntimeSession>();
  for (const [path, compute] of computes) sessions.set(path, await loadSession(path, compute));
  return sessions;
}

/** The program writes later batches into the same memory, and gives the rest away. */
function copied(feeds: Readonly<Record<string, Feed>>): Record<string, Feed> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dims }]) => [name, { data: data.slice(), dims }]),
  );
}
