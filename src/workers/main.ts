import { hostname } from 'node:os';
import type { Config } from '../core/config.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type Database, isConnectionError, openDatabase } from '../store/database.ts';
import { upsertJudge } from '../store/judges.ts';
import { type ClaimedShard, openQueue, type Queue } from '../store/queue.ts';
import { insertWorker, updateWorker, type WorkerReport } from '../store/workers.ts';
import { openCanary } from './canary.ts';
import { ModelRefused } from './chat.ts';
import { consume, warnOfLoss } from './consumer.ts';
import { type JudgeOptions, openServed, type Served } from './served.ts';
import { troubleText } from './trouble.ts';

const REPORT_MS = 2000;

export interface WorkerOptions extends JudgeOptions {
  /** First signal: finish what is being inferred, hand back the rest. */
  stopping: AbortSignal;
  onReady?(revision: string, served: Pick<Served, 'name' | 'place'>): void;
}

/** Serves one judge until told to stop. */
export async function runWorker(
  config: Config,
  databaseUrl: string,
  log: Log,
  options: WorkerOptions,
): Promise<void> {
  const database = openDatabase(databaseUrl, { max: 4, log, name: `assay worker ${options.judge}` });
  const closers: (() => Promise<void>)[] = [database.close];
  try {
    const served = await openServed(config, database.db, options);
    closers.push(() => served.scorer.close());
    const queue = await openQueue(database, { heartbeatSeconds: config.jobHeartbeatSeconds, log });
    closers.push(queue.stop);
    await serve(served, database, queue, log, config.canaryHours * 3_600_000, options);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** Serves a judge that is open, over a database and queue that are the caller's to close. */
export async function serve(
  served: Served,
  database: Database,
  queue: Queue,
  log: Log,
  canaryMs: number,
  { stopping, onReady }: WorkerOptions,
): Promise<void> {
  const { name, kind, revision, document: manifest, criteria, place, scorer } = served;
  await queue.serve(scorer.revision);
  await upsertJudge(database.db, { name, kind, revision, manifest, criteria });
  const worker = await insertWorker(database.db, {
    host: hostname(),
    device: place,
    judges: [revision],
    status: 'STARTING',
  });
  const canary = await openCanary(served, canaryMs);
  const fence = async (moved: string): Promise<never> => {
    const reason = `${name} does not answer as its golden set says: ${moved}`;
    await updateWorker(database.db, worker.id, { status: 'FENCED', reason });
    throw new AppError('CONFLICT', reason);
  };
  if (canary.moved()) return fence(canary.moved() as string);
  const held = new Set<ClaimedShard>();
  let isAway = false;
  const rate = openRate();
  const report = async (more: WorkerReport = {}) => {
    for (const shard of await queue.heartbeat([...held])) warnOfLoss(log, shard);
    // What the last requests met says nothing of a server that is not asked.
    const isAtWork = held.size > 0 || isAway;
    const trouble = isAtWork ? (scorer.trouble?.() ?? null) : null;
    await updateWorker(database.db, worker.id, {
      status: isAtWork ? 'WORKING' : 'IDLE',
      reason: trouble && troubleText(trouble),
      reasonSince: trouble?.since ?? null,
      imagesPerSecond: rate.perSecond(),
      queueDepth: Math.max(0, held.size - 1),
      memoryBytes: process.memoryUsage.rss(),
      ...more,
    });
  };
  let reported = Promise.resolve();
  const reporting = setInterval(() => {
    reported = report().catch((error) => {
      if (!isConnectionError(error)) log.error({ err: error }, 'heartbeat failed');
    });
  }, REPORT_MS);
  log.info({ judge: name, revision: revision.slice(0, 12), device: place }, 'worker is ready');
  onReady?.(revision, served);
  const isFenced = () => canary.moved() !== null;
  const stopped = AbortSignal.any([stopping, canary.fenced]);
  const onAway = (is: boolean): void => {
    isAway = is;
  };
  let refusal: unknown = null;
  await consume({ database, queue, scorer, log, held, isFenced, onCommitted: rate.add, onAway }, stopped)
    .catch((error) => {
      refusal = error;
    })
    .finally(() => {
      clearInterval(reporting);
      canary.stop();
    });
  // The database is closed after this.
  await reported;
  const moved = canary.moved();
  if (moved) return fence(moved);
  if (refusal instanceof ModelRefused) {
    await report({ status: 'FENCED', reason: refusal.message });
    throw refusal;
  }
  if (refusal) throw refusal;
  await report({ status: 'STOPPED' }).catch(() => undefined);
}

/** Responses per second over the last ten seconds. */
function openRate(): { add(count: number): void; perSecond(): number } {
  const WINDOW_MS = 10_000;
  let recent: { at: number; count: number }[] = [];
  return {
    add(count) {
      recent.push({ at: Date.now(), count });
    },
    perSecond() {
      const since = Date.now() - WINDOW_MS;
      recent = recent.filter(({ at }) => at > since);
      return recent.reduce((sum, { count }) => sum + count, 0) / (WINDOW_MS / 1000);
    },
  };
}
