import { setTimeout as sleep } from 'node:timers/promises';
import { deadQueue, judgeQueue } from '../core/jobs.ts';
import type { Log } from '../core/log.ts';
import { type Database, isConnectionError } from '../store/database.ts';
import { isEvaluationOpen } from '../store/evaluations.ts';
import { type Effort, markStarted } from '../store/progress.ts';
import type { ClaimedShard, Queue } from '../store/queue.ts';
import { commitPart, commitShard, findShard, type ShardContent } from '../store/shards.ts';
import { insertSpending } from '../store/spending.ts';
import { ModelAway, ModelRefused } from './chat.ts';
import { openMeter } from './meter.ts';
import { merged, openParts } from './parts.ts';
import { runPipeline } from './pipeline.ts';
import { type Findings, judgeErrors, type Scorer } from './scorer.ts';

/** Shortest and longest wait before asking an empty queue again. */
const IDLE_MS = { min: 50, max: 1000 };

/** Shortest and longest wait for a judge that is away before taking work again. */
const AWAY_MS = { min: 1000, max: 30_000 };

/** Between two commits of one shard while it goes on. */
const PART_MS = 250;

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
  /** Told whether the judge is waited for, its work being handed back. */
  onAway?(isAway: boolean): void;
}

/**
 * Scores shards of one judge until `stopping` aborts. A database or a judge that goes away is waited for. Throws when the
 * judge refuses whatever it is asked.
 */
export async function consume(deps: ConsumerDeps, stopping: AbortSignal): Promise<void> {
  const { database, queue, scorer, log, held } = deps;
  const { revision } = scorer;
  const refused = new AbortController();
  const ending = AbortSignal.any([stopping, refused.signal]);
  const meter = openMeter(scorer);
  const claimedAt = new WeakMap<ClaimedShard, number>();
  const away = { until: 0, ms: AWAY_MS.min };
  let idleMs = IDLE_MS.min;

  const persist = <T>(work: () => Promise<T>) => untilReachable(work, log, ending);
  const elapsed = (shard: ClaimedShard): number => performance.now() - (claimedAt.get(shard) ?? 0);

  /** A commit with what the judge cost by now. */
  const writing = async (
    shard: ClaimedShard,
    found: Findings,
    commit: typeof commitShard,
  ): Promise<boolean> => {
    const { evaluationId } = shard;
    const spent = found.scores.length > 0 ? meter.take(evaluationId) : null;
    let isWritten = false;
    try {
      isWritten = await persist(() => {
        const effort: Effort = { elapsedMs: elapsed(shard), spent };
        return commit(database, queue, shard, found, effort);
      });
    } finally {
      if (!isWritten) meter.giveBack(evaluationId, spent);
    }
    const responses = new Set(found.scores.map((score) => score.responseId)).size;
    if (isWritten && responses > 0) {
      away.ms = AWAY_MS.min;
      deps.onCommitted(responses);
    }
    return isWritten;
  };
  const commitFound = async (shard: ClaimedShard, part: Findings): Promise<boolean> => {
    if (deps.isFenced?.()) throw new Error('fenced');
    return writing(shard, part, commitPart);
  };
  const end = async (shard: ClaimedShard, work: () => Promise<void>): Promise<void> => {
    const { evaluationId } = shard;
    try {
      await persist(work);
      const spent = meter.take(evaluationId);
      if (!spent) return;
      await persist(() => insertSpending(database.db, evaluationId, spent)).catch((error) => {
        meter.giveBack(evaluationId, spent);
        throw error;
      });
    } catch (error) {
      // Whoever claims the shard after its heartbeat lapsed does the work again.
      log.error({ err: error, evaluation: evaluationId }, 'shard could not be ended');
    } finally {
      held.delete(shard);
    }
  };
  const handBack = (shard: ClaimedShard) => end(shard, () => queue.handBack(database.db, shard, revision));

  /** A shard that was not written is closed, or another's. */
  const sayWhy = async (shard: ClaimedShard): Promise<void> => {
    const isOpen = await isEvaluationOpen(database.db, shard.evaluationId).catch(() => false);
    if (isOpen) warnOfLoss(log, shard);
    else log.info({ evaluation: shard.evaluationId }, 'shard dropped: its evaluation is closed');
  };

  await runPipeline<ClaimedShard, Work | null, Findings | null>(
    {
      async claim() {
        if (performance.now() < away.until) return null;
        deps.onAway?.(false);
        const shard = await persist(
          async () => (await queue.claim(judgeQueue(revision))) ?? (await queue.claim(deadQueue(revision))),
        ).catch((error) => {
          if (!ending.aborted) log.error({ err: error }, 'no shard could be claimed');
          return null;
        });
        if (shard) {
          claimedAt.set(shard, performance.now());
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
        const parts = openParts((part) => commitFound(shard, part), PART_MS);
        try {
          const last = await scorer.infer(work.loaded, {
            found: parts.add,
            leaving: ending,
            dropped: AbortSignal.any([parts.lost, shard.lost]),
          });
          return merged(await parts.rest(), last);
        } catch (error) {
          // What was answered stays answered, whatever became of the others.
          const rest = await parts.rest();
          if (rest.scores.length > 0) await commitFound(shard, rest).catch(() => undefined);
          throw error;
        }
      },
      ...(scorer.room && { room: scorer.room }),
      async commit(shard, findings) {
        if (shard.lost.aborted) return end(shard, async () => {});
        if (deps.isFenced?.()) return handBack(shard);
        const found = findings ?? { scores: [], replies: [] };
        const isWritten = await writing(shard, found, commitShard);
        if (!isWritten && !shard.lost.aborted) await sayWhy(shard);
        await end(shard, async () => {});
      },
      async fail(shard, error) {
        // What was given up on is not what failed.
        if (shard.lost.aborted) return end(shard, async () => {});
        if (ending.aborted && error === ending.reason) return handBack(shard);
        if (error instanceof ModelRefused) {
          await handBack(shard);
          return refused.abort(error);
        }
        const { evaluationId, attempt } = shard;
        if (error instanceof ModelAway) {
          // Of shards that fail together the first says how long.
          if (performance.now() >= away.until) {
            away.until = performance.now() + away.ms;
            away.ms = Math.min(away.ms * 2, AWAY_MS.max);
          }
          deps.onAway?.(true);
          log.warn({ err: error.message, evaluation: evaluationId }, 'the judge is away, waiting');
          return end(shard, async () => {
            await markStarted(database.db, evaluationId, elapsed(shard));
            await queue.handBack(database.db, shard, revision);
          });
        }
        log.error({ err: error, evaluation: evaluationId, attempt }, 'shard failed');
        await end(shard, async () => {
          await markStarted(database.db, evaluationId, elapsed(shard));
          await queue.fail(shard, error instanceof Error ? error.message : String(error));
        });
      },
      handBack,
      async idle() {
        await sleep(idleMs, undefined, { signal: ending }).catch(() => undefined);
        idleMs = Math.min(idleMs * 2, IDLE_MS.max);
      },
    },
    ending,
  );
  if (refused.signal.aborted) throw refused.signal.reason;
}

/** Said once of each shard that another worker may take while this one is at it. */
export function warnOfLoss(log: Log, { evaluationId, attempt }: ClaimedShard): void {
  log.warn(
    { evaluation: evaluationId, attempt },
    'shard lost: nothing was heard of this worker for longer than JOB_HEARTBEAT_SECONDS, so the shard is scored again, here or elsewhere. If it happens often, raise JOB_HEARTBEAT_SECONDS, or run fewer workers or threads (WORKER_THREADS) on this machine',
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
