import { and, eq, sql } from 'drizzle-orm';
import type { Outcome } from '../benchmarks/benchmark.ts';
import { canonicalJson, sha256 } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import { lockBenchmark } from './benchmarks.ts';
import { refuseOtherReplies } from './bulk/contradicted.ts';
import { lockRollups, type Written, writeIncoming } from './bulk/scores.ts';
import { hintsFor } from './bulk/zeros.ts';
import { closingOf } from './closing.ts';
import type { Db, Tx } from './database.ts';
import {
  changeEvaluation,
  countRun,
  insertEmptyEvaluation,
  lockEvaluation,
  OPEN_STATUSES,
} from './evaluations.ts';
import { upsertJudge } from './judges.ts';
import { fillRollups } from './rollups.ts';
import { incomingOf, insertReplies, type NewReply, type NewScore, repliesOf, uuids } from './scores.ts';
import {
  criteria,
  type EvaluationRow,
  evaluations,
  type JudgeRow,
  questions,
  type RunRow,
  responses,
  runs,
  slices,
} from './tables/index.ts';

export interface OutsideJudge {
  name: string;
  kind: JudgeRow['kind'];
  manifest: Record<string, unknown>;
  criteria: readonly string[] | null;
}

/**
 * The evaluation of a run by a judge outside this program, made or found. Responses and questions that came since it
 * was made are counted in; a closed one is opened again only when that changes something.
 */
export async function openImport(db: Db, run: RunRow, outside: OutsideJudge): Promise<EvaluationRow> {
  return db.transaction(async (tx) => {
    const revision = sha256(canonicalJson(outside));
    const asked = outside.criteria ? [...outside.criteria] : null;
    const judge = await upsertJudge(tx, { ...outside, revision, criteria: asked });
    await lockBenchmark(tx, run.benchmarkId);
    const { evaluation, isNew } = await insertEmptyEvaluation(tx, run, judge, {
      idempotencyKey: `import ${run.id} ${judge.id}`,
      status: 'RUNNING',
      isImport: true,
    });
    const counts = await countRun(tx, run);
    const isCounted = ({ expected, responses }: EvaluationRow) =>
      expected === counts.expected && responses === counts.responses;
    if (isNew || isCounted(evaluation)) return evaluation;
    const locked = await recount(tx, run, evaluation.id);
    if (isCounted(locked)) return locked;
    return changeEvaluation(tx, locked, { ...counts, status: 'RUNNING', finishedAt: null });
  });
}

/** Counts the run's responses into an import's rollups, and locks it: in the order of all who write its scores. */
async function recount(tx: Tx, run: RunRow, id: string): Promise<EvaluationRow> {
  await fillRollups(tx, run.benchmarkId, sql`e.id = ${id}`, { withAnswers: true });
  const evaluation = await lockEvaluation(tx, id);
  if (!evaluation) throw new Error(`evaluation ${id} vanished`);
  return evaluation;
}

/** A score made elsewhere, named as files name it. */
export interface OutsideScore {
  question: string;
  sampleIndex: number;
  criterion: string;
  outcome: Outcome;
  value: number | null;
  officialValue: number | null;
  reason: string | null;
  reply: Omit<NewReply, 'responseId' | 'part'> | null;
}

/** A response of the run under import, with what is asked of it. */
export interface ImportTarget {
  responseId: string;
  questionId: string;
  sliceId: string;
  /** Slug of its category. */
  category: string;
  /** The criteria of its category by slug. */
  criteria: ReadonlyMap<string, { id: string; min: number; max: number }>;
}

export type FindTarget = (question: string, sampleIndex: number) => ImportTarget;

/**
 * Adds scores made elsewhere, all or none; those that are there are left alone, and CONFLICT is thrown for one that is
 * there otherwise. `read` gets a finder of responses,
 * which throws INVALID_INPUT for one that the run does not have.
 */
export async function importScores(
  db: Db,
  evaluationId: string,
  names: readonly { question: string }[],
  read: (find: FindTarget) => readonly OutsideScore[],
): Promise<{ evaluation: EvaluationRow; added: number }> {
  return db.transaction(async (tx) => {
    const evaluation = await findImport(tx, evaluationId);
    const run = await findRunOf(tx, evaluation);
    const find = await findTargets(tx, run, [...new Set(names.map(({ question }) => question))]);
    const added: NewScore[] = [];
    const replies: NewReply[] = [];
    for (const { question, sampleIndex, criterion, reply, ...score } of read(find)) {
      const target = find(question, sampleIndex);
      const { responseId, questionId, sliceId } = target;
      const criterionId = target.criteria.get(criterion)?.id as string;
      added.push({ responseId, questionId, sliceId, criterionId, ...score });
      if (reply) replies.push({ responseId, part: criterion, ...reply });
    }
    const inserted = await insertReplies(tx, evaluationId, replies);
    if (inserted < replies.length) await refuseOtherReplies(tx, evaluationId, repliesOf(replies));
    const poolsCriteria = await lockRollups(tx, evaluationId, uuids(added.map((score) => score.sliceId)));
    const written = await writeIncoming(tx, evaluationId, incomingOf(added), {
      poolsCriteria,
      isSingle: run.samplesPerQuestion === 1,
    });
    return { evaluation: await countWritten(tx, evaluation, written), added: written.added };
  });
}

/** Counts what was written in, and opens a closed import again. The caller has locked the evaluation's rollups. */
export async function countWritten(
  tx: Tx,
  evaluation: EvaluationRow,
  { added, finished }: Written,
): Promise<EvaluationRow> {
  if (added === 0) return evaluation;
  const locked = (await lockEvaluation(tx, evaluation.id)) ?? evaluation;
  return changeEvaluation(tx, locked, {
    done: locked.done + finished,
    status: 'RUNNING',
    startedAt: sql`coalesce(started_at, now())`,
    finishedAt: null,
  });
}

/** Closes an import by what it has, and by what its run has by now. Closing it again changes nothing. */
export async function closeImport(db: Db, evaluationId: string): Promise<EvaluationRow> {
  return db.transaction(async (tx) => {
    const found = await findImport(tx, evaluationId);
    if (!OPEN_STATUSES.includes(found.status)) return found;
    const run = await findRunOf(tx, found);
    await lockBenchmark(tx, run.benchmarkId);
    const evaluation = await recount(tx, run, evaluationId);
    if (!OPEN_STATUSES.includes(evaluation.status)) return evaluation;
    return changeEvaluation(tx, evaluation, {
      ...(await countRun(tx, run)),
      ...(await closingOf(tx, evaluation)),
      finishedAt: sql`now()`,
    });
  });
}

/** Throws for an evaluation that is none, or that workers score. */
export async function findImport(tx: Db, evaluationId: string): Promise<EvaluationRow> {
  const [evaluation] = await tx.select().from(evaluations).where(eq(evaluations.id, evaluationId));
  if (!evaluation) throw new AppError('NOT_FOUND', 'evaluation: there is no such evaluation');
  if (evaluation.isImport) return evaluation;
  throw new AppError(
    'CONFLICT',
    'evaluation: it is scored by workers here; open an import of its run instead',
  );
}

export async function findRunOf(db: Db, evaluation: EvaluationRow): Promise<RunRow> {
  const [run] = await db.select().from(runs).where(eq(runs.id, evaluation.runId));
  if (!run) throw new Error(`run ${evaluation.runId} vanished`);
  return run;
}

async function findTargets(tx: Tx, run: RunRow, names: readonly string[]): Promise<FindTarget> {
  const all = await tx.select().from(slices).where(eq(slices.benchmarkId, run.benchmarkId));
  const byId = new Map(all.map((slice) => [slice.id, slice]));
  const rootOf = (id: string): (typeof all)[number] => {
    const slice = byId.get(id);
    if (!slice) throw new Error(`slice ${id} vanished`);
    return slice.parentId ? rootOf(slice.parentId) : slice;
  };
  const asked = await tx.select().from(criteria).where(eq(criteria.benchmarkId, run.benchmarkId));
  const criteriaOf = (categoryId: string) =>
    new Map(
      asked
        .filter((row) => row.categoryId === null || row.categoryId === categoryId)
        .map((row) => [row.slug, { id: row.id, min: row.scaleMin, max: row.scaleMax }]),
    );
  const rows = await tx
    .select({
      responseId: responses.id,
      questionId: questions.id,
      sliceId: questions.sliceId,
      externalId: questions.externalId,
      sampleIndex: responses.sampleIndex,
    })
    .from(responses)
    .innerJoin(questions, eq(questions.id, responses.questionId))
    .where(
      and(
        eq(responses.runId, run.id),
        eq(questions.benchmarkId, run.benchmarkId),
        sql`${questions.externalId} = any(${sql.param([...names])}::text[])`,
      ),
    );
  const byCategory = new Map(
    [...new Set(rows.map((row) => rootOf(row.sliceId)))].map((root) => [root.id, criteriaOf(root.id)]),
  );
  const targets = new Map(
    rows.map(({ externalId, sampleIndex, ...row }) => {
      const root = rootOf(row.sliceId);
      return [
        `${externalId} ${sampleIndex}`,
        { ...row, category: root.slug, criteria: byCategory.get(root.id) ?? new Map() },
      ];
    }),
  );
  const found = new Set(rows.map(({ externalId }) => externalId));
  const unknown = names.filter((name) => !found.has(name));
  const hints = unknown.length === 0 ? null : await hintsFor(tx, run, unknown);
  return (question, sampleIndex) => {
    const target = targets.get(`${question} ${sampleIndex}`);
    if (!target)
      throw new AppError(
        'INVALID_INPUT',
        `The run has no response to question ${question}, sample ${sampleIndex}${hints?.get(question) ?? ''}`,
      );
    return target;
  };
}
