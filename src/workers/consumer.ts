import { setTimeout as sleep } from 'node:timers/promises';
import { deadQueue, judgeQueue } from '../core/jobs.ts';
import type { Log } from '../core/log.ts';
import { type Database, isConnectionError } from '../store/database.ts';
import type { ClaimedShard, Queue } from '../store/queue.ts';
import { commitShard, findShard, type ShardContent } from '../store/shards.ts';
import { runPipeline } from './pipeline.ts';
import { type Findings, judgeErrors, type Scorer } from './scorer.ts';

/** Shortest and longest wait before asking an empty queue again. */
const IDLE_MS = { min: 50, max: 1000 };

export interface ConsumerDeps {
  database: Database;
  queue: Queue;
  scorer: Scorer;
  log: Log;
  /** Called after each commit with the number of responses. */
  onCommitted(responses: number): void;
  /** Asked before every commit: a worker whose answers moved hands its work back instead. */
  isFenced?(): boolean;
  /** Shards claimed and not yet finished, kept for the heartbeat. */
  held: Set<ClaimedShard>;
}

/** Scores shards of one judge until `stopping` aborts. A database that goes away is waited for. */
export async function consume(deps: ConsumerDeps, stopping: AbortSignal): Promise<void> {
  const { database, queue, scorer, log, held } = deps;
  const { revision } = scorer;
  let idleMs = IDLE_MS.min;

  const persist = <T>(work: () => Promise<T>) => untilReachable(work, log, stopping);
  const end = async (shard: ClaimedShard, work: () => Promise<void>): Promise<void> => {
    try {
      await persist(work);
    } catch (error) {
      // Whoever claims the shard after its heartbeat lapsed does the work again.
      log.error({ err: error, evaluation: shard.evaluationId }, 'shard could not be ended');
    } finally {
      held.delete(shard);
    }
  };

  await runPipeline<ClaimedShard, Work | null, Findings | null>(
    {
      async claim() {
        const shard = await persist(
          async () => (await queue.claim(judgeQueue(revision))) ?? (await queue.claim(deadQueue(revision))),
        ).catch((error) => {
          if (!stopping.aborted) log.error({ err: error }, 'no shard could be claimed');
          return null;
        });
        if (shard) {
          held.add(shard);
          idleMs = IDLE_MS.min;
        }
        return shard;
      },
      async load(shard) {
        const content = await persist(() => findShard(database.db, shard));
        if (!content) return null;
        if (shard.queue === deadQueue(revision)) return { content, loaded: null };
        return { content, loaded: await scorer.load(content) };
      },
      async infer(shard, work) {
        if (!work) return null;
        if (work.loaded === null) return givenUp(shard, work.content);
        return scorer.infer(work.loaded);
      },
      async commit(shard, findings) {
        if (deps.isFenced?.()) return end(shard, () => queue.handBack(database.db, shard, revision));
        const found = findings ?? { scores: [], replies: [] };
        const isWritten = await persist(() => commitShard(database, queue, shard, found));
        held.delete(shard);
        if (isWritten) deps.onCommitted(new Set(found.scores.map((score) => score.responseId)).size);
        else
          log.info(
            { evaluation: shard.evaluationId },
            'shard dropped: its evaluation is closed or it was claimed again',
          );
      },
      async fail(shard, error) {
        log.error({ err: error, evaluation: shard.evaluationId, attempt: shard.attempt }, 'shard failed');
        await end(shard, () => queue.fail(shard, error instanceof Error ? error.message : String(error)));
      },
      handBack: (shard) => end(shard, () => queue.handBack(database.db, shard, revision)),
      async idle() {
        await sleep(idleMs, undefined, { signal: stopping }).catch(() => undefined);
        idleMs = Math.min(idleMs * 2, IDLE_MS.max);
      },
    },
    stopping,
  );
}

/** What to score; `loaded` is null for a shard whose every try failed. */
interface Work {
  content: ShardContent;
  loaded: unknown;
}

function givenUp(shard: ClaimedShard, content: ShardContent): Findings {
  return judgeErrors(content, shard.lastError ?? 'The judge failed on every try');
}

/** Tries again while the database is gone; gives up when stopping or for any other error. */
async function untilReachable<T>(work: () => Promise<T>, log: Log, stopping: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) || stopping.aborted) throw error;
      if (attempt === 0)
        log.warn({ err: error instanceof Error ? error.message : error }, 'database unreachable, waiting');
      await sleep(Math.min(100 * 2 ** attempt, 3000), undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}
