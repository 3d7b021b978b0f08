import { and, asc, desc, eq, inArray, like, max, notInArray, sql } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import { inKeyOrder } from './pages.ts';
import { evaluations, type JudgeRow, judges, runs } from './tables/index.ts';

/** The same revision again is the same judge. */
export async function upsertJudge(
  db: Db,
  judge: Pick<JudgeRow, 'name' | 'kind' | 'revision' | 'manifest' | 'criteria'>,
): Promise<JudgeRow> {
  const [row] = await db
    .insert(judges)
    .values(judge)
    .onConflictDoUpdate({ target: judges.revision, set: { name: judge.name } })
    .returning();
  if (!row) throw new Error(`judge ${judge.name} vanished`);
  return row;
}

export async function findJudges(db: Db, ids: readonly string[]): Promise<(JudgeRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(judges)
      .where(inArray(judges.id, [...ids])),
    (row) => row.id,
  );
}

export async function findAllJudges(db: Db): Promise<JudgeRow[]> {
  return db.select().from(judges).orderBy(asc(judges.name), desc(judges.id));
}

/**
 * A judge by `name`, which means its newest revision, or by `name@revision` with any unambiguous beginning of
 * the revision. Throws NOT_FOUND naming the judges there are.
 */
export async function findJudgeByName(db: Db, reference: string): Promise<JudgeRow> {
  const [name = '', revision = ''] = reference.split('@');
  const prefix = /^[0-9a-f]*$/.test(revision) ? `${revision}%` : '';
  const found = await db
    .select()
    .from(judges)
    .where(and(eq(judges.name, name), like(judges.revision, prefix)))
    .orderBy(desc(judges.id))
    .limit(revision ? 2 : 1);
  if (found[1])
    throw new AppError('INVALID_INPUT', `judge: "${reference}" fits several revisions; give more digits`);
  if (found[0]) return found[0];
  const known = (await findAllJudges(db)).map((judge) => `${judge.name}@${judge.revision.slice(0, 12)}`);
  const remedy = `start a worker with \`assay worker --judge ${name}\``;
  throw new AppError(
    'NOT_FOUND',
    `There is no judge "${reference}"${known.length > 0 ? `; there are ${known.join(', ')}` : ''}; ${remedy}`,
  );
}

export async function findJudgesByRevision(
  db: Db,
  revisions: readonly string[],
): Promise<(JudgeRow | null)[]> {
  const rows = await db
    .select()
    .from(judges)
    .where(inArray(judges.revision, [...revisions]));
  return inKeyOrder(revisions, rows, (row) => row.revision);
}

/** Of each benchmark those whose evaluations a leaderboard shows, that of the newest evaluation first. */
export async function findJudgesOfBenchmarks(db: Db, benchmarkIds: readonly string[]): Promise<JudgeRow[][]> {
  const newest = max(sql<string>`${evaluations.id}::text`);
  const rows = await db
    .select({ benchmarkId: runs.benchmarkId, judge: judges })
    .from(evaluations)
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .innerJoin(judges, eq(judges.id, evaluations.judgeId))
    .where(
      and(
        inArray(runs.benchmarkId, [...benchmarkIds]),
        notInArray(evaluations.status, ['CANCELLED', 'FAILED']),
      ),
    )
    .groupBy(runs.benchmarkId, judges.id)
    .orderBy(desc(newest));
  return benchmarkIds.map((id) => rows.filter((row) => row.benchmarkId === id).map((row) => row.judge));
}
