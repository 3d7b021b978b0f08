import { desc, inArray } from 'drizzle-orm';
import type { Db } from './database.ts';
import { groupsInKeyOrder } from './pages.ts';
import { type EvaluationRow, evaluations } from './tables/index.ts';

/** Every evaluation of each run, newest first, in the order of the keys. */
export async function findEvaluationsOfRuns(db: Db, runIds: readonly string[]): Promise<EvaluationRow[][]> {
  const rows = await db
    .select()
    .from(evaluations)
    .where(inArray(evaluations.runId, [...runIds]))
    .orderBy(desc(evaluations.id));
  return groupsInKeyOrder(runIds, rows, (row) => row.runId);
}
