import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { findPartSums, type PartSums } from './rollupSums.ts';
import type { SlicePath } from './slicePaths.ts';
import type { JudgeRow } from './tables/index.ts';

/** The judge of the newest evaluation of a benchmark, of those that a leaderboard shows; null when there is none. */
export async function findNewestJudge(db: Db, benchmarkId: string): Promise<string | null> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.judge_id as id from evaluations e join runs r on r.id = e.run_id
    where r.benchmark_id = ${benchmarkId} and e.status not in ('CANCELLED', 'FAILED')
    order by e.id desc limit 1`);
  return rows[0]?.id ?? null;
}

/**
 * Of every model and settings the newest evaluation by a judge, cancelled and failed ones left out. One still being
 * scored shows only where none is closed, so that scoring again does not take a result off the board meanwhile.
 */
export async function findRankedEvaluations(db: Db, benchmarkId: string, judge: JudgeRow): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct on (r.model_id, r.settings) e.id
    from evaluations e join runs r on r.id = e.run_id
    where r.benchmark_id = ${benchmarkId} and e.judge_id = ${judge.id} and e.status not in ('CANCELLED', 'FAILED')
    order by r.model_id, r.settings, e.status in ('QUEUED', 'RUNNING'), e.id desc`);
  return rows.map((row) => row.id);
}

/** Sums by category, of the slices under `path` and of one criterion, or of all pooled when `criterion` is null. */
export function findCategorySums(
  db: Db,
  benchmarkId: string,
  evaluationIds: readonly string[],
  path: SlicePath,
  criterion: string | null,
): Promise<PartSums[]> {
  const which = criterion === null ? null : { slug: criterion };
  return findPartSums(db, { benchmarkId, evaluationIds, path, criterion: which, level: 'category' });
}
