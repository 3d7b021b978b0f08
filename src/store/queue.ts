import { sql } from 'drizzle-orm';
import { fromDrizzle, type JobWithMetadata, PgBoss } from 'pg-boss';
import { deadQueue, judgeQueue, type ScoreShard, scoreShard } from '../core/jobs.ts';
import type { Log } from '../core/log.ts';
import type { Database, Db } from './database.ts';

/** A shard held by this worker; `attempt` counts from 0 and tells this claim from a later one. */
export interface ClaimedShard extends ScoreShard {
  jobId: string;
  attempt: number;
  queue: string;
  /** Why the last try failed, for a shard of the dead queue. */
  lastError: string | null;
  /** Aborts when a heartbeat finds that the claim is no longer this worker's. */
  lost: AbortSignal;
}

export interface Queue {
  /** Makes the queues of a judge revision, once. */
  open(revision: string): Promise<void>;
  /** As `open`, for who will claim from them: from now on new shards wait for this process's heartbeat. */
  serve(revision: string): Promise<void>;
  /** Part of the caller's transaction: the shards exist exactly when its data does. */
  send(db: Db, revision: string, shards: readonly ScoreShard[]): Promise<void>;
  claim(queue: string): Promise<ClaimedShard | null>;
  /** False when the claim was lost to another worker; the caller must then roll back. */
  complete(db: Db, shard: ClaimedShard): Promise<boolean>;
  /** True while the claim is this worker's; its row then stays locked until the transaction ends, so that it remains so. */
  hold(db: Db, shard: ClaimedShard): Promise<boolean>;
  /** Counts as a failed try; the last one sends the shard to the dead queue. */
  fail(shard: ClaimedShard, reason: string): Promise<void>;
  /** Puts a shard that was not finished back, in time for anybody to take it. */
  handBack(db: Db, shard: ClaimedShard, revision: string): Promise<void>;
  /** Says that these are still worked on; gives those that are no longer this worker's, each once. */
  heartbeat(shards: readonly ClaimedShard[]): Promise<ClaimedShard[]>;
  cancel(db: Db, revision: string, evaluationId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Jobs that a command changed; pg-boss returns it without saying so in its types. */
const affected = (response: object): number => ('affected' in response ? Number(response.affected) : 0);
const affectedIds = (response: object): readonly string[] =>
  'settled' in response && Array.isArray(response.settled) ? response.settled : [];

/** Tries after the first before a shard's responses become JUDGE_ERROR; a killed worker uses one up. */
const RETRIES = { limit: 8, delaySeconds: 1 };

export interface QueueOptions {
  heartbeatSeconds: number;
  log: Log;
  /** For tests, which would wait long otherwise; counts for the queues that this process makes. */
  retries?: typeof RETRIES;
}

/** The queue in the same Postgres, so that a job and its data commit together. */
export async function openQueue(database: Database, options: QueueOptions): Promise<Queue> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => database.queuePool.query(text, values as unknown[]) },
    schedule: false,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', (error) => options.log.warn({ err: error.message }, 'queue error'));
  await boss.start();
  const inside = (db: Db) => ({ db: fromDrizzle(db, sql) });
  const attemptOf = (shard: ClaimedShard) => ({ id: shard.jobId, retryCount: shard.attempt });
  const claims = openClaims();

  return {
    open: (revision) => createQueues(boss, revision, options),
    async serve(revision) {
      await createQueues(boss, revision, options);
      for (const queue of [judgeQueue(revision), deadQueue(revision)])
        await boss.updateQueue(queue, { heartbeatSeconds: options.heartbeatSeconds });
    },
    async send(db, revision, shards) {
      const jobs = shards.map((shard) => ({ data: scoreShard.payload.parse(shard) }));
      if (jobs.length > 0) await boss.insert(judgeQueue(revision), jobs, inside(db));
    },
    async claim(queue) {
      const [job] = await boss.fetch<ScoreShard>(queue, { includeMetadata: true });
      if (!job) return null;
      // A shard keeps the heartbeat of whoever sent it; what counts is that of the worker which is to send it.
      if (job.heartbeatSeconds !== options.heartbeatSeconds)
        await database.queuePool.query(
          'update pgboss.job set heartbeat_seconds = $1 where name = $2 and id = $3',
          [options.heartbeatSeconds, queue, job.id],
        );
      return claims.add(claimed(queue, job));
    },
    async complete(db, shard) {
      const done = await boss.complete(shard.queue, attemptOf(shard), null, inside(db));
      return affected(done) === 1;
    },
    async hold(db, shard) {
      const touched = await boss.touch(shard.queue, [attemptOf(shard)], inside(db));
      return affected(touched) === 1;
    },
    async fail(shard, reason) {
      await boss.fail(shard.queue, attemptOf(shard), { reason });
    },
    async handBack(db, shard, revision) {
      const { evaluationId, questionIds } = shard;
      const dropped = await boss.deleteJob(shard.queue, attemptOf(shard), inside(db));
      if (affected(dropped) !== 1) return;
      await boss.send(judgeQueue(revision), { evaluationId, questionIds }, { priority: 1, ...inside(db) });
    },
    async heartbeat(shards) {
      const lost: ClaimedShard[] = [];
      for (const [queue, held] of Map.groupBy(shards, (shard) => shard.queue)) {
        const touched = affectedIds(await boss.touch(queue, held.map(attemptOf)));
        lost.push(...held.filter((shard) => claims.isLost(shard, touched.includes(shard.jobId))));
      }
      return lost;
    },
    async cancel(db, revision, evaluationId) {
      for (const queue of [judgeQueue(revision), deadQueue(revision)]) {
        const jobs = await boss.findJobs(queue, { data: { evaluationId }, queued: true, ...inside(db) });
        if (jobs.length > 0)
          await boss.cancel(
            queue,
            jobs.map((job) => job.id),
            inside(db),
          );
      }
    },
    stop: () => boss.stop({ graceful: false, close: false }),
  };
}

async function createQueues(
  boss: PgBoss,
  revision: string,
  { heartbeatSeconds, retries = RETRIES }: QueueOptions,
): Promise<void> {
  const dead = deadQueue(revision);
  const shared = { heartbeatSeconds, expireInSeconds: 23 * 3600, deleteAfterSeconds: 24 * 3600 };
  await boss.createQueue(dead, { ...shared, retryLimit: 1000, retryDelay: 5 });
  await boss.createQueue(judgeQueue(revision), {
    ...shared,
    retryLimit: retries.limit,
    retryDelay: retries.delaySeconds,
    retryBackoff: false,
    deadLetter: dead,
  });
}

/** Beats in a row that miss a shard before its claim is lost: one may come between its commit and the word of it. */
const MISSED_BEATS = 2;

/** What the heartbeats found of each claim. */
function openClaims() {
  const known = new WeakMap<ClaimedShard, { losing: AbortController; missed: number }>();
  return {
    add(shard: Omit<ClaimedShard, 'lost'>): ClaimedShard {
      const losing = new AbortController();
      const claim = { ...shard, lost: losing.signal };
      known.set(claim, { losing, missed: 0 });
      return claim;
    },
    /** True once: when so many beats in a row found it with somebody else. */
    isLost(shard: ClaimedShard, isTouched: boolean): boolean {
      const claim = known.get(shard);
      if (!claim || claim.losing.signal.aborted) return false;
      claim.missed = isTouched ? 0 : claim.missed + 1;
      if (claim.missed < MISSED_BEATS) return false;
      claim.losing.abort();
      return true;
    },
  };
}

function claimed(queue: string, job: JobWithMetadata<ScoreShard>): Omit<ClaimedShard, 'lost'> {
  // A shard of the dead queue is a new job; what its last try in the judge's queue said is the source's output.
  const output = (job.output ?? job.sourceOutput) as { reason?: unknown } | null | undefined;
  const lastError = typeof output?.reason === 'string' ? output.reason : null;
  return { ...scoreShard.payload.parse(job.data), jobId: job.id, attempt: job.retryCount, queue, lastError };
}
