import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/core/config.ts';
import type { Log } from '../../src/core/log.ts';
import { loadJudge } from '../../src/workers/installed.ts';
import { runWorker } from '../../src/workers/main.ts';

export const MODELS = fileURLToPath(new URL('../../models', import.meta.url));

export const DEMO_JUDGE = 'demo-detector';

/** The demo judge's revision, for an evaluation that is queued before any worker has come. */
export async function demoRevision(): Promise<string> {
  return (await loadJudge(DEMO_JUDGE, [MODELS])).revision;
}

/** The real worker of the demo judge in this process, ready for work. */
export async function aDemoWorker(config: Config, databaseUrl: string, log: Log) {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<string>();
  const done = runWorker(config, databaseUrl, log, {
    judge: DEMO_JUDGE,
    device: 'cpu',
    stopping: stopping.signal,
    onReady: ready.resolve,
  });
  await Promise.race([ready.promise, done]);
  return {
    done,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}
