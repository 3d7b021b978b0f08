import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../core/config.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { openMediaFolder } from '../media/folder.ts';
import { isConnectionError, openDatabase } from '../store/database.ts';
import { upsertJudge } from '../store/judges.ts';
import { type ClaimedShard, openQueue } from '../store/queue.ts';
import { insertWorker, updateWorker, type WorkerReport } from '../store/workers.ts';
import { consume } from './consumer.ts';
import { openGenevalScorer } from './genevalScorer.ts';
import { findMovedAnswer } from './golden.ts';
import { loadJudge } from './installed.ts';
import { openJudge } from './judge.ts';
import type { Device } from './onnx.ts';

const REPORT_MS = 2000;

export interface WorkerOptions {
  judge: string;
  device: Device;
  /** First signal: finish what is being inferred, hand back the rest. */
  stopping: AbortSignal;
  onReady?(revision: string): void;
}

/** Serves one judge until told to stop. */
export async function runWorker(
  config: Config,
  databaseUrl: string,
  log: Log,
  options: WorkerOptions,
): Promise<void> {
  const installed = await loadJudge(options.judge, config.modelRoots);
  const judge = await openJudge(installed, { device: options.device, threads: config.workerThreads });
  const scorer = openGenevalScorer(judge, installed.decide, openMediaFolder(join(config.home, 'media')));
  const database = openDatabase(databaseUrl, { max: 4, log, name: `assay worker ${options.judge}` });
  try {
    const queue = await openQueue(database, { heartbeatSeconds: config.jobHeartbeatSeconds, log });
    await queue.open(scorer.revision);
    const { name, revision, document: manifest } = installed;
    await upsertJudge(database.db, { name, kind: 'DETECTOR', revision, manifest, criteria: ['correct'] });
    const worker = await insertWorker(database.db, {
      host: hostname(),
      device: options.device,
      judges: [revision],
      status: 'STARTING',
    });
    const moved = await findMovedAnswer(judge, name, config.modelRoots, installed.decide);
    if (moved) {
      const reason = `${name} no longer answers as it did: ${moved}. Reinstall the model, or give the changed one a new revision`;
      await updateWorker(database.db, worker.id, { status: 'FENCED', reason });
      throw new AppError('CONFLICT', reason);
    }
    const held = new Set<ClaimedShard>();
    const rate = openRate();
    const report = async (more: WorkerReport = {}) => {
      await queue.heartbeat([...held]);
      await updateWorker(database.db, worker.id, {
        status: held.size > 0 ? 'WORKING' : 'IDLE',
        imagesPerSecond: rate.perSecond(),
        queueDepth: Math.max(0, held.size - 1),
        memoryBytes: process.memoryUsage.rss(),
        ...more,
      });
    };
    const reporting = setInterval(() => {
      report().catch((error) => {
        if (!isConnectionError(error)) log.error({ err: error }, 'heartbeat failed');
      });
    }, REPORT_MS);
    log.info({ judge: name, revision: revision.slice(0, 12), device: options.device }, 'worker is ready');
    options.onReady?.(revision);
    await consume({ database, queue, scorer, log, held, onCommitted: rate.add }, options.stopping);
    clearInterval(reporting);
    await report({ status: 'STOPPED' }).catch(() => undefined);
    await queue.stop();
  } finally {
    await scorer.close();
    await database.close();
  }
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
