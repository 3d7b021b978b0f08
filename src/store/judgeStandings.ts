import { sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { groupsInKeyOrder } from './pages.ts';

/** Why a benchmark's board shows a judge that nobody asked for; the rule is the view `judge_standings`. */
export type StandingChoice = 'PINNED' | 'PUBLISHED' | 'MOST_MODELS' | 'NO_OTHER';

/** A judge of a benchmark, and what its board would show. */
export interface JudgeStanding {
  judgeId: string;
  choice: StandingChoice;
  modelIds: readonly string[];
  newestEvaluationId: string;
}

/** The judges of a benchmark, that of its board first. */
export async function findJudgeStandings(db: Db, benchmarkId: string): Promise<JudgeStanding[]> {
  const statement = prepared(db, 'judge standings', (name) =>
    db
      .select(columns)
      .from(standings)
      .where(sql`benchmark_id = ${sql.placeholder('benchmarkId')}`)
      .orderBy(sql`place`)
      .prepare(name),
  );
  return statement.execute({ benchmarkId });
}

/** Of each benchmark, in the order of the keys. */
export async function findJudgeStandingsOfBenchmarks(
  db: Db,
  benchmarkIds: readonly string[],
): Promise<JudgeStanding[][]> {
  const rows = await db
    .select({ ...columns, benchmarkId: sql<string>`benchmark_id` })
    .from(standings)
    .where(sql`benchmark_id = any(${sql.param([...benchmarkIds])}::uuid[])`)
    .orderBy(sql`place`);
  return groupsInKeyOrder(benchmarkIds, rows, (row) => row.benchmarkId);
}

const standings = sql`judge_standings`;

const columns = {
  judgeId: sql<string>`judge_id`,
  choice: sql<StandingChoice>`choice`,
  modelIds: sql<string[]>`model_ids`,
  newestEvaluationId: sql<string>`newest_evaluation_id`,
};
