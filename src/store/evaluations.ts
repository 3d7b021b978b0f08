import { and, asc, count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import { lockBenchmark } from './benchmarks.ts';
import type { Db, Tx } from './database.ts';
import { insertEvent } from './events.ts';
import { findExpectedResponses } from './fullRun.ts';
import { findPagesOf, inKeyOrder, type ListOrder, type Page, type PageArgs, pageInOrder } from './pages.ts';
import type { Queue } from './queue.ts';
import { askedResponses, fillRollups } from './rollups.ts';
import { lockRun } from './runs.ts';
import type { Spending } from './spending.ts';
import {
  type EvaluationRow,
  evaluations,
  type JudgeRow,
  judges,
  questions,
  type ReplyRow,
  type RunRow,
  replies,
  responses,
  runs,
  type ScoreRow,
  scores,
} from './tables/index.ts';

/** Responses in one shard: enough for a worker to fill its batches, few enough to lose little in a crash. */
const SHARD_RESPONSES = 32;

/** Statuses in which scores may still come. */
export const OPEN_STATUSES: readonly string[] = ['QUEUED', 'RUNNING'];

/** False once it is cancelled or done, and for one that there is not. */
export async function isEvaluationOpen(db: Db, id: string): Promise<boolean> {
  const [row] = await findEvaluations(db, [id]);
  return OPEN_STATUSES.includes(row?.status ?? '');
}

/**
 * Begins one judge's pass over a run: the evaluation, its empty rollups and its shards appear together or not
 * at all. Repeating it with the same idempotency key gives the same evaluation.
 */
export async function insertEvaluation(
  db: Db,
  queue: Queue,
  run: RunRow,
  judge: JudgeRow,
  options: { idempotencyKey?: string | null | undefined } = {},
): Promise<EvaluationRow> {
  await queue.open(judge.revision);
  return db.transaction(async (tx) => {
    await lockBenchmark(tx, run.benchmarkId);
    await lockRun(tx, run.id, 'update');
    const shards = await shardQuestions(tx, run);
    if (shards.length === 0) throw new AppError('INVALID_INPUT', 'run: it has no responses to score');
    const { evaluation, isNew } = await insertEmptyEvaluation(tx, run, judge, {
      ...options,
      status: 'QUEUED',
    });
    if (isNew) {
      await queue.send(
        tx,
        judge.revision,
        shards.map((questionIds) => ({ evaluationId: evaluation.id, questionIds })),
      );
    }
    return evaluation;
  });
}

/** What a run has and what a full one would have, as they are now. */
export async function countRun(tx: Tx, run: RunRow): Promise<{ expected: number; responses: number }> {
  const [expected = 0] = await findExpectedResponses(tx, [run]);
  return { expected, responses: await tx.$count(responses, eq(responses.runId, run.id)) };
}

/** An evaluation with its rollups at zero; whoever calls it has locked the benchmark, and brings the scores. */
export async function insertEmptyEvaluation(
  tx: Tx,
  run: RunRow,
  judge: JudgeRow,
  options: {
    idempotencyKey?: string | null | undefined;
    status: EvaluationRow['status'];
    isImport?: boolean;
  },
): Promise<{ evaluation: EvaluationRow; isNew: boolean }> {
  const key = options.idempotencyKey ?? null;
  const [inserted] = await tx
    .insert(evaluations)
    .values({
      runId: run.id,
      judgeId: judge.id,
      status: options.status,
      idempotencyKey: key,
      isImport: options.isImport ?? false,
      seq: 1,
      createdAt: sql`clock_timestamp()`,
      ...(await countRun(tx, run)),
      // Whoever judges live is done when all that something is asked about is judged; an import is closed by its importer.
      ...(!options.isImport && { responses: askedResponses(run, judge) }),
    })
    .onConflictDoNothing()
    .returning();
  if (!inserted) {
    const [earlier] = await tx
      .select()
      .from(evaluations)
      .where(eq(evaluations.idempotencyKey, key ?? ''));
    if (earlier?.runId !== run.id || earlier.judgeId !== judge.id) {
      throw new AppError('CONFLICT', `idempotencyKey: "${key}" was used for another evaluation`);
    }
    return { evaluation: earlier, isNew: false };
  }
  if (!options.isImport && inserted.responses === 0) {
    const scores = judge.criteria?.join(', ') ?? 'nothing';
    throw new AppError(
      'INVALID_INPUT',
      `judge: ${judge.name} scores ${scores}, which no question of the run is asked`,
    );
  }
  await fillRollups(tx, run.benchmarkId, sql`e.id = ${inserted.id}`, { withAnswers: true });
  await insertEvent(tx, run.benchmarkId, inserted);
  return { evaluation: inserted, isNew: true };
}

async function shardQuestions(db: Db, run: RunRow): Promise<string[][]> {
  const rows = await db
    .selectDistinct({ id: questions.id })
    .from(responses)
    .innerJoin(questions, eq(questions.id, responses.questionId))
    .where(eq(responses.runId, run.id))
    .orderBy(asc(questions.id));
  const size = Math.max(1, Math.floor(SHARD_RESPONSES / run.samplesPerQuestion));
  const ids = rows.map((row) => row.id);
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}

/**
 * Locks an evaluation for a change. Writers of its scores hold a share of the row already, by the foreign key:
 * the lock must be one that gets along with theirs, or two of them would wait for each other.
 */
export async function lockEvaluation(tx: Tx, id: string): Promise<EvaluationRow | null> {
  const [row] = await tx.select().from(evaluations).where(eq(evaluations.id, id)).for('no key update');
  return row ?? null;
}

/** Locks an evaluation that may still get scores; null when it is closed, so that late work is dropped. */
export async function lockOpenEvaluation(tx: Tx, id: string): Promise<EvaluationRow | null> {
  const row = await lockEvaluation(tx, id);
  return row && OPEN_STATUSES.includes(row.status) ? row : null;
}

/** No more scores are written after it; what was written stays. */
export async function cancelEvaluation(db: Db, queue: Queue, id: string): Promise<EvaluationRow> {
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select({ revision: judges.revision, isImport: evaluations.isImport })
      .from(evaluations)
      .innerJoin(judges, eq(judges.id, evaluations.judgeId))
      .where(eq(evaluations.id, id));
    if (!found) throw new AppError('NOT_FOUND', 'There is no such evaluation');
    if (found.isImport) {
      throw new AppError(
        'CONFLICT',
        'evaluation: it is an import, so nothing is at work on it; stop sending scores, and close it with closeImport',
      );
    }
    // Jobs are locked before their evaluation, as by workers.
    await queue.cancel(tx, found.revision, id);
    const evaluation = await lockEvaluation(tx, id);
    if (!evaluation) throw new Error(`evaluation ${id} vanished`);
    if (evaluation.status === 'CANCELLED') return evaluation;
    if (!OPEN_STATUSES.includes(evaluation.status))
      throw new AppError('CONFLICT', `The evaluation is already ${evaluation.status}`);
    return changeEvaluation(tx, evaluation, { status: 'CANCELLED', finishedAt: sql`now()` });
  });
}

type Change = Partial<
  Record<
    'status' | 'reason' | 'expected' | 'responses' | 'done' | 'startedAt' | 'finishedAt' | keyof Spending,
    unknown
  >
>;

/** Changes an evaluation that the caller has locked, and writes the event of it. */
export async function changeEvaluation(
  tx: Tx,
  evaluation: EvaluationRow,
  change: Change,
): Promise<EvaluationRow> {
  const [row] = await tx
    .update(evaluations)
    .set({ ...change, seq: evaluation.seq + 1 } as Partial<EvaluationRow>)
    .where(eq(evaluations.id, evaluation.id))
    .returning();
  const [run] = await tx
    .select({ benchmarkId: runs.benchmarkId })
    .from(runs)
    .where(eq(runs.id, evaluation.runId));
  if (!row || !run) throw new Error(`evaluation ${evaluation.id} vanished`);
  await insertEvent(tx, run.benchmarkId, row);
  return row;
}

export async function findEvaluations(db: Db, ids: readonly string[]): Promise<(EvaluationRow | null)[]> {
  const rows = await db
    .select()
    .from(evaluations)
    .where(inArray(evaluations.id, [...ids]));
  return inKeyOrder(ids, rows, (row) => row.id);
}

export interface EvaluationFilter {
  benchmarkId?: string | undefined;
  runId?: string | undefined;
  judgeId?: string | undefined;
  status?: EvaluationRow['status'] | undefined;
}

export async function findEvaluationPage(
  db: Db,
  filter: EvaluationFilter,
  args: PageArgs & { order?: ListOrder | undefined },
): Promise<Page<EvaluationRow>> {
  const page = pageInOrder(
    evaluations.id,
    args,
    (
      id,
    ) => sql`(select m.name from evaluations e join runs r on r.id = e.run_id join models m on m.id = r.model_id
      where e.id = ${id})`,
  );
  const where = page.where(matching(filter));
  return page.cut(await db.select().from(evaluations).where(where).orderBy(page.orderBy).limit(page.limit));
}

/** A page of the evaluations of each run, in the order of the keys. */
export async function findEvaluationPages(
  db: Db,
  runIds: readonly string[],
  args: PageArgs,
): Promise<Page<EvaluationRow>[]> {
  return findPagesOf(db, evaluations, 'runId', runIds, { ...args, order: 'newest' });
}

/** How many evaluations each run has, in the order of the keys. */
export async function countEvaluationsOf(db: Db, runIds: readonly string[]): Promise<number[]> {
  const rows = await db
    .select({ runId: evaluations.runId, count: count() })
    .from(evaluations)
    .where(inArray(evaluations.runId, [...runIds]))
    .groupBy(evaluations.runId);
  return inKeyOrder(runIds, rows, (row) => row.runId).map((row) => row?.count ?? 0);
}

export async function countEvaluations(db: Db, filter: EvaluationFilter): Promise<number> {
  return db.$count(evaluations, matching(filter));
}

function matching(filter: EvaluationFilter): SQL | undefined {
  return and(
    filter.benchmarkId
      ? sql`${evaluations.runId} in (select id from runs where benchmark_id = ${filter.benchmarkId})`
      : undefined,
    filter.runId ? eq(evaluations.runId, filter.runId) : undefined,
    filter.judgeId ? eq(evaluations.judgeId, filter.judgeId) : undefined,
    filter.status ? eq(evaluations.status, filter.status) : undefined,
  );
}

/** Scores by (evaluation, response), in the order of the keys. */
export async function findScores(
  db: Db,
  keys: readonly { evaluationId: string; responseId: string; questionId: string }[],
): Promise<ScoreRow[][]> {
  const unique = (values: string[]) => [...new Set(values)];
  const rows = await db
    .select()
    .from(scores)
    .where(
      and(
        inArray(scores.evaluationId, unique(keys.map((key) => key.evaluationId))),
        inArray(scores.questionId, unique(keys.map((key) => key.questionId))),
        inArray(scores.responseId, unique(keys.map((key) => key.responseId))),
      ),
    );
  const byKey = Map.groupBy(rows, (row) => `${row.evaluationId} ${row.responseId}`);
  return keys.map((key) => byKey.get(`${key.evaluationId} ${key.responseId}`) ?? []);
}

export async function findReplies(
  db: Db,
  keys: readonly { evaluationId: string; responseId: string }[],
): Promise<ReplyRow[][]> {
  const rows = await db
    .select()
    .from(replies)
    .where(
      and(
        inArray(replies.evaluationId, [...new Set(keys.map((key) => key.evaluationId))]),
        inArray(
          replies.responseId,
          keys.map((key) => key.responseId),
        ),
      ),
    );
  const byKey = Map.groupBy(rows, (row) => `${row.evaluationId} ${row.responseId}`);
  return keys.map((key) => byKey.get(`${key.evaluationId} ${key.responseId}`) ?? []);
}

/** Responses of open evaluations that have no score yet. */
export async function countOpenWork(db: Db): Promise<number> {
  const { rows } = await db.execute<{ waiting: number }>(sql`
    select coalesce(sum(responses - done), 0)::int as waiting from evaluations where status in ('QUEUED', 'RUNNING')`);
  return rows[0]?.waiting ?? 0;
}
