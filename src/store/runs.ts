import { and, count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { canonicalJson } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import type { Db, Tx } from './database.ts';
import { findPagesOf, inKeyOrder, type ListOrder, type Page, type PageArgs, pageInOrder } from './pages.ts';
import { type ModelRow, models, type RunRow, responses, runs } from './tables/index.ts';

export interface NewRun {
  benchmarkId: string;
  model: { name: string; kind: ModelRow['kind'] };
  settings: Record<string, unknown>;
  samplesPerQuestion: number;
  idempotencyKey?: string | null | undefined;
}

/** Repeating it with the same idempotency key gives the same run; with other content it throws CONFLICT. */
export async function insertRun(db: Db, run: NewRun): Promise<RunRow> {
  return db.transaction(async (tx) => {
    const { name, kind } = run.model;
    await tx.insert(models).values({ name, kind }).onConflictDoNothing();
    const [model] = await tx.select().from(models).where(eq(models.name, name));
    if (!model) throw new Error(`model ${name} vanished`);
    const row = {
      benchmarkId: run.benchmarkId,
      modelId: model.id,
      settings: run.settings,
      samplesPerQuestion: run.samplesPerQuestion,
      idempotencyKey: run.idempotencyKey ?? null,
    };
    const [inserted] = await tx.insert(runs).values(row).onConflictDoNothing().returning();
    if (inserted) return inserted;
    const [earlier] = await tx
      .select()
      .from(runs)
      .where(eq(runs.idempotencyKey, run.idempotencyKey ?? ''));
    if (!earlier) throw new Error('run vanished');
    const asked = canonicalJson({ ...row, idempotencyKey: null });
    const { benchmarkId, modelId, settings, samplesPerQuestion } = earlier;
    if (
      asked !== canonicalJson({ benchmarkId, modelId, settings, samplesPerQuestion, idempotencyKey: null })
    ) {
      throw new AppError(
        'CONFLICT',
        `idempotencyKey: "${run.idempotencyKey}" was used for a run with other content`,
      );
    }
    return earlier;
  });
}

/**
 * Adding responses shares the run, starting an evaluation has it alone: so a response belongs to an evaluation
 * exactly when its `created_at`, taken under this lock, is the earlier one.
 */
export async function lockRun(tx: Tx, id: string, strength: 'key share' | 'update'): Promise<void> {
  await tx.select({ id: runs.id }).from(runs).where(eq(runs.id, id)).for(strength);
}

export async function findRuns(db: Db, ids: readonly string[]): Promise<(RunRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(runs)
      .where(inArray(runs.id, [...ids])),
    (row) => row.id,
  );
}

export interface RunFilter {
  benchmarkId?: string | undefined;
  modelId?: string | undefined;
}

export async function findRunPage(
  db: Db,
  filter: RunFilter,
  args: PageArgs & { order?: ListOrder | undefined },
): Promise<Page<RunRow>> {
  const page = pageInOrder(
    runs.id,
    args,
    (id) => sql`(select m.name from runs r join models m on m.id = r.model_id where r.id = ${id})`,
  );
  const rows = await db
    .select()
    .from(runs)
    .where(page.where(matching(filter)))
    .orderBy(page.orderBy)
    .limit(page.limit);
  return page.cut(rows);
}

/** What runs are of. */
export type RunParent = 'benchmarkId' | 'modelId';

/** A page of the runs of each benchmark or model, in the order of the keys. */
export async function findRunPages(
  db: Db,
  parent: RunParent,
  ids: readonly string[],
  args: PageArgs,
): Promise<Page<RunRow>[]> {
  return findPagesOf(db, runs, parent, ids, { ...args, order: 'newest' });
}

/** How many runs each benchmark or model has, in the order of the keys. */
export async function countRunsOf(db: Db, parent: RunParent, ids: readonly string[]): Promise<number[]> {
  const column: PgColumn = runs[parent];
  const rows = await db
    .select({ parent: runs[parent], count: count() })
    .from(runs)
    .where(inArray(column, [...ids]))
    .groupBy(column);
  return inKeyOrder(ids, rows, (row) => row.parent).map((row) => row?.count ?? 0);
}

export async function countRuns(db: Db, filter: RunFilter): Promise<number> {
  return db.$count(runs, matching(filter));
}

function matching(filter: RunFilter): SQL | undefined {
  return and(
    filter.benchmarkId ? eq(runs.benchmarkId, filter.benchmarkId) : undefined,
    filter.modelId ? eq(runs.modelId, filter.modelId) : undefined,
  );
}

export async function countResponses(db: Db, runIds: readonly string[]): Promise<number[]> {
  const rows = await db
    .select({ runId: responses.runId, count: count() })
    .from(responses)
    .where(inArray(responses.runId, [...runIds]))
    .groupBy(responses.runId);
  return inKeyOrder(runIds, rows, (row) => row.runId).map((row) => row?.count ?? 0);
}
