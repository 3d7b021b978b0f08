import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { inKeyOrder } from './pages.ts';
import { type WorkerRow, workers } from './tables/index.ts';

/** A worker silent for longer is gone. */
const SILENT = "interval '1 minute'";

export async function insertWorker(
  db: Db,
  worker: Pick<WorkerRow, 'host' | 'device' | 'judges' | 'status'>,
): Promise<WorkerRow> {
  const [row] = await db.insert(workers).values(worker).returning();
  if (!row) throw new Error('worker vanished');
  return row;
}

export type WorkerReport = Partial<
  Pick<WorkerRow, 'status' | 'reason' | 'reasonSince' | 'imagesPerSecond' | 'queueDepth' | 'memoryBytes'>
>;

/** The worker's heartbeat. */
export async function updateWorker(db: Db, id: string, report: WorkerReport): Promise<void> {
  await db
    .update(workers)
    .set({ ...report, heartbeatAt: sql`now()` })
    .where(eq(workers.id, id));
}

const seen = {
  id: workers.id,
  host: workers.host,
  device: workers.device,
  judges: workers.judges,
  status: sql<
    WorkerRow['status']
  >`case when ${workers.heartbeatAt} < now() - ${sql.raw(SILENT)} then 'STOPPED' else ${workers.status} end`,
  reason: workers.reason,
  reasonSince: workers.reasonSince,
  imagesPerSecond: workers.imagesPerSecond,
  queueDepth: workers.queueDepth,
  memoryBytes: workers.memoryBytes,
  startedAt: workers.startedAt,
  heartbeatAt: workers.heartbeatAt,
};

/** Workers heard of in the last day, newest first; only those that serve a judge when its revision is given. */
export async function findRecentWorkers(db: Db, revision?: string): Promise<WorkerRow[]> {
  return db
    .select(seen)
    .from(workers)
    .where(
      and(
        sql`${workers.heartbeatAt} > now() - interval '1 day'`,
        revision === undefined ? undefined : sql`${revision} = any(${workers.judges})`,
      ),
    )
    .orderBy(desc(workers.id));
}

export async function findWorkers(db: Db, ids: readonly string[]): Promise<(WorkerRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select(seen)
      .from(workers)
      .where(inArray(workers.id, [...ids])),
    (row) => row.id,
  );
}
