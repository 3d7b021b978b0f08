import { and, asc, desc, eq, inArray, like, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import { findAllBenchmarks } from './benchmarks.ts';
import type { Db } from './database.ts';
import { findJudgeStandingsOfBenchmarks } from './judgeStandings.ts';
import { inKeyOrder } from './pages.ts';
import { type BenchmarkRow, evaluations, type JudgeRow, judges, runs, workers } from './tables/index.ts';

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

/** A name, which may have an @ of its own, or `name@` and a beginning of the revision. */
function isNamed(reference: string): SQL | undefined {
  const at = reference.lastIndexOf('@');
  const digits = reference.slice(at + 1);
  const isRevision = at > 0 && /^[0-9a-f]+$/.test(digits);
  return or(
    eq(judges.name, reference),
    isRevision
      ? and(eq(judges.name, reference.slice(0, at)), like(judges.revision, `${digits}%`))
      : undefined,
  );
}

/** The first of those found, best first; a name means that, and digits of a revision must fit no other. */
function theOne<Found extends { judge: JudgeRow }>(reference: string, found: readonly Found[]): Found | null {
  const [first] = found;
  if (!first) return null;
  if (first.judge.name !== reference && found.some(({ judge }) => judge.id !== first.judge.id)) {
    throw new AppError('INVALID_INPUT', `judge: "${reference}" fits several revisions; give more digits`);
  }
  return first;
}

/**
 * The judge that an evaluation is asked of: a bare name means the newest revision that a worker serves or has served.
 * Throws NOT_FOUND naming the judges there are.
 */
export async function findJudgeByName(db: Db, reference: string): Promise<JudgeRow> {
  const isServed = sql`exists (select from ${workers} where ${judges.revision} = any(${workers.judges}))`;
  const found = await db
    .select({ judge: judges })
    .from(judges)
    .where(isNamed(reference))
    .orderBy(
      desc(eq(judges.name, reference)),
      desc(isServed),
      inArray(judges.kind, ['PEOPLE', 'IMPORTED']),
      desc(judges.id),
    )
    .limit(2);
  const one = theOne(reference, found);
  if (one) return one.judge;
  const known = namesOf(await findAllJudges(db));
  const remedy = `start a worker with \`assay worker --judge ${reference.split('@')[0]}\``;
  throw new AppError(
    'NOT_FOUND',
    `There is no judge "${reference}"${known && `; there are ${known}`}; ${remedy}`,
  );
}

/** A judge and a benchmark that it has evaluated. */
export interface JudgeOnBenchmark {
  benchmarkId: string;
  judge: JudgeRow;
}

/**
 * The judge that is meant on each benchmark it has evaluated, or on the one given: a bare name means its newest revision
 * there. Throws NOT_FOUND naming the judges that there are.
 */
export async function findJudgesOnBenchmarks(
  db: Db,
  reference: string,
  benchmark: Pick<BenchmarkRow, 'id' | 'slug'> | null,
): Promise<JudgeOnBenchmark[]> {
  const found = await db
    .selectDistinctOn([runs.benchmarkId, judges.id], {
      benchmarkId: runs.benchmarkId,
      judge: judges,
      isShown: notInArray(evaluations.status, ['CANCELLED', 'FAILED']).mapWith(Boolean),
    })
    .from(judges)
    .innerJoin(evaluations, eq(evaluations.judgeId, judges.id))
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .where(and(isNamed(reference), benchmark ? eq(runs.benchmarkId, benchmark.id) : undefined))
    .orderBy(
      runs.benchmarkId,
      desc(judges.id),
      desc(notInArray(evaluations.status, ['CANCELLED', 'FAILED'])),
    );
  const byBenchmark = Map.groupBy(found, (row) => row.benchmarkId);
  const meant = [...byBenchmark.values()].flatMap((rows) => {
    const best = rows.toSorted(
      (a, b) =>
        Number(b.judge.name === reference) - Number(a.judge.name === reference) ||
        Number(b.isShown) - Number(a.isShown),
    );
    return theOne(reference, best) ?? [];
  });
  if (meant.length > 0) return meant;
  const isAnywhere = await db.$count(judges, isNamed(reference));
  const scope = benchmark ? [benchmark.id] : (await findAllBenchmarks(db)).map(({ id }) => id);
  const others = namesOf((await findJudgesOfBenchmarks(db, scope)).flat());
  const where = benchmark ? `on ${benchmark.slug}` : 'on any benchmark';
  const what = isAnywhere
    ? `The judge "${reference}" has evaluated nothing ${where}`
    : `There is no judge "${reference}"`;
  throw new AppError(
    'NOT_FOUND',
    `judge: ${what}; ${others ? `${where} there are ${others}` : `nothing has been evaluated ${where} yet`}`,
  );
}

/** The one judge that is meant on a benchmark, as above. */
export async function findJudgeOn(
  db: Db,
  benchmark: Pick<BenchmarkRow, 'id' | 'slug'>,
  reference: string,
): Promise<JudgeRow> {
  const [found] = await findJudgesOnBenchmarks(db, reference, benchmark);
  if (!found) throw new Error(`judge ${reference} vanished`);
  return found.judge;
}

const namesOf = (rows: readonly JudgeRow[]): string =>
  [...new Set(rows.map(({ name, revision }) => `${name}@${revision.slice(0, 12)}`))].join(', ');

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

/** Of each benchmark those whose evaluations a leaderboard shows, the one that it shows unasked first. */
export async function findJudgesOfBenchmarks(db: Db, benchmarkIds: readonly string[]): Promise<JudgeRow[][]> {
  const standings = await findJudgeStandingsOfBenchmarks(db, benchmarkIds);
  const ids = [...new Set(standings.flat().map(({ judgeId }) => judgeId))];
  const byId = new Map((await findJudges(db, ids)).flatMap((row) => (row ? [[row.id, row]] : [])));
  return standings.map((own) => own.flatMap(({ judgeId }) => byId.get(judgeId) ?? []));
}
