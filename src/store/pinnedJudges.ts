import { eq } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import { changeEvaluation, lockEvaluation } from './evaluations.ts';
import { findJudgeStandings } from './judgeStandings.ts';
import { type BenchmarkRow, benchmarks, type JudgeRow } from './tables/index.ts';

/**
 * Pins the judge that a benchmark's board shows, or none. It is news of the evaluation that is then shown first, so that
 * whoever follows the benchmark's events looks again.
 */
export async function pinJudge(db: Db, benchmarkId: string, judge: JudgeRow | null): Promise<BenchmarkRow> {
  return db.transaction(async (tx) => {
    const [locked] = await tx
      .select()
      .from(benchmarks)
      .where(eq(benchmarks.id, benchmarkId))
      .for('no key update');
    if (!locked) throw new Error(`benchmark ${benchmarkId} vanished`);
    if (locked.pinnedJudgeId === (judge?.id ?? null)) return locked;
    const [row] = await tx
      .update(benchmarks)
      .set({ pinnedJudgeId: judge?.id ?? null })
      .where(eq(benchmarks.id, benchmarkId))
      .returning();
    const [first] = await findJudgeStandings(tx, benchmarkId);
    if (judge && first?.judgeId !== judge.id) {
      throw new AppError(
        'CONFLICT',
        `judge: ${judge.name} has no evaluation of ${locked.slug} that is not cancelled or failed`,
      );
    }
    const evaluation = first && (await lockEvaluation(tx, first.newestEvaluationId));
    if (evaluation) await changeEvaluation(tx, evaluation, {});
    return row ?? locked;
  });
}
