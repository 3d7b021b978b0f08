import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from '../src/core/log.ts';
import { openDatabase } from '../src/store/database.ts';
import { openQueue } from '../src/store/queue.ts';
import type { ShardContent } from '../src/store/shards.ts';
import { serve } from '../src/workers/main.ts';
import type { Scorer } from '../src/workers/scorer.ts';
import { ownCpuMs } from './cpu.ts';
import { idleScorer } from './passes.ts';

/** What a process of workers is told. */
export interface FleetOrder {
  url: string;
  /** Of the judge that each worker serves; as many as there are workers. */
  revisions: string[];
  /** Responses of one inference, and how long it takes. */
  batch: number;
  inferenceMs: number;
  /** What the workers of this process share, as they would a pooler's. */
  connections: number;
}

/** What it says when asked: CPU so far, and how long shards took since it was asked last, per response. */
export interface FleetReport {
  cpuMs: number;
  shardMs: number[];
}

const order: FleetOrder = JSON.parse(process.argv[2] ?? '');
const log = openLog({ logLevel: 'error' }, 'bench');
const stopping = new AbortController();
const shardMs: number[] = [];

/** A judge that takes as long as one with a device of its own, and the CPU of one that has none. */
function sleepingScorer(revision: string): Scorer {
  const idle = idleScorer(revision);
  let earlier: { at: number; responses: number } | null = null;
  return {
    ...idle,
    async infer(loaded, inference) {
      const { responses } = loaded as ShardContent;
      const at = performance.now();
      if (earlier) shardMs.push((at - earlier.at) / earlier.responses);
      earlier = { at, responses: responses.length };
      for (let done = 0; done < responses.length; done += order.batch) await sleep(order.inferenceMs);
      return idle.infer(loaded, inference);
    },
  };
}

const database = openDatabase(order.url, { max: order.connections, log, name: 'assay bench fleet' });
const ready: Promise<void>[] = [];
const working = order.revisions.map(async (revision) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  ready.push(promise);
  const queue = await openQueue(database, { heartbeatSeconds: 60, log });
  const served = {
    ...{ name: 'sleeper', kind: 'DETECTOR' as const, revision, document: { revision }, criteria: null },
    ...{ place: 'nowhere', scorer: sleepingScorer(revision), findMoved: async () => null },
  };
  const options = {
    judge: 'sleeper',
    device: 'cpu' as const,
    stopping: stopping.signal,
    onReady: () => resolve(),
  };
  await serve(served, database, queue, log, 3_600_000, options);
  await queue.stop();
});

process.on('message', () => {
  process.send?.({ cpuMs: ownCpuMs(), shardMs: shardMs.splice(0) } satisfies FleetReport);
});
process.once('disconnect', () => stopping.abort());
await Promise.race([Promise.all(ready), Promise.all(working)]);
process.send?.('ready');
await Promise.all(working);
await database.close();
process.exit(0);
