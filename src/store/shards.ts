import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Scale, Segment } from '../benchmarks/benchmark.ts';
import { findSlices } from './benchmarks.ts';
import { boundSilence, type Database, type Db, type Tx } from './database.ts';
import { OPEN_STATUSES } from './evaluations.ts';
import { type Effort, insertShardScores } from './progress.ts';
import type { ClaimedShard, Queue } from './queue.ts';
import { insertReplies, type NewReply, type NewScore } from './scores.ts';
import {
  type CriterionRow,
  criteria,
  evaluations,
  judges,
  questions,
  responses,
  runs,
  type SliceRow,
} from './tables/index.ts';

/** One response as a judge needs it. */
export interface ShardResponse {
  responseId: string;
  questionId: string;
  sliceId: string;
  /** The question's id in the benchmark's own files. */
  externalId: string;
  sampleIndex: number;
  /** What the model was asked. */
  question: readonly Segment[];
  content: readonly Segment[];
  reference: unknown;
  /** Slug of the question's category. */
  category: string;
  /** What this judge is to score of it. */
  asked: readonly AskedCriterion[];
}

export interface AskedCriterion {
  id: string;
  slug: string;
  scale: Scale;
}

export interface ShardContent {
  evaluationId: string;
  /** Criterion ids by slug; two categories may have a slug in common, so a judge of such goes by `asked`. */
  criteria: ReadonlyMap<string, string>;
  responses: ShardResponse[];
}

/**
 * What is left to do of a shard: a worker that was killed or stopped may have written some of its scores. Null when its
 * evaluation is closed.
 */
export async function findShard(db: Db, shard: ClaimedShard): Promise<ShardContent | null> {
  const [evaluation] = await db
    .select({
      status: evaluations.status,
      runId: evaluations.runId,
      benchmarkId: runs.benchmarkId,
      scored: judges.criteria,
    })
    .from(evaluations)
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .innerJoin(judges, eq(judges.id, evaluations.judgeId))
    .where(eq(evaluations.id, shard.evaluationId));
  if (!evaluation || !OPEN_STATUSES.includes(evaluation.status)) return null;
  const known = await db.select().from(criteria).where(eq(criteria.benchmarkId, evaluation.benchmarkId));
  const categoryOf = await findCategories(db, evaluation.benchmarkId);
  const rows = await db
    .select({
      responseId: responses.id,
      questionId: questions.id,
      sliceId: questions.sliceId,
      externalId: questions.externalId,
      sampleIndex: responses.sampleIndex,
      question: questions.content,
      content: responses.content,
      reference: questions.reference,
      asked: questions.criteria,
      scored: sql<string[]>`array(
        select s.criterion_id from scores s where s.evaluation_id = ${shard.evaluationId}::uuid
          and s.question_id = ${questions.id} and s.response_id = ${responses.id})`,
    })
    .from(responses)
    .innerJoin(questions, eq(questions.id, responses.questionId))
    .innerJoin(evaluations, eq(evaluations.id, shard.evaluationId))
    .where(
      and(
        eq(responses.runId, evaluation.runId),
        inArray(responses.questionId, shard.questionIds),
        // Those that came later belong to the next evaluation: this one does not expect them.
        lte(responses.createdAt, evaluations.createdAt),
      ),
    )
    .orderBy(asc(questions.id), asc(responses.sampleIndex));
  return {
    evaluationId: shard.evaluationId,
    criteria: new Map(known.map((row) => [row.slug, row.id])),
    responses: rows.flatMap(({ scored, ...row }) => {
      const category = categoryOf(row.sliceId);
      const asked = known.filter(
        ({ categoryId, slug }) =>
          (categoryId === null || categoryId === category.id) &&
          (row.asked === null || row.asked.includes(slug)) &&
          (evaluation.scored === null || evaluation.scored.includes(slug)),
      );
      const open = asked.filter(({ id }) => !scored.includes(id));
      if (open.length === 0 && asked.length > 0) return [];
      return [{ ...row, category: category.slug, asked: open.map(askedCriterion) }];
    }),
  };
}

/** The category above any slice of a benchmark. */
async function findCategories(db: Db, benchmarkId: string): Promise<(sliceId: string) => SliceRow> {
  const rows = new Map((await findSlices(db, benchmarkId)).map((row) => [row.id, row]));
  const categoryOf = (id: string): SliceRow => {
    const row = rows.get(id);
    if (!row) throw new Error(`slice ${id} vanished`);
    return row.parentId === null ? row : categoryOf(row.parentId);
  };
  return categoryOf;
}

function askedCriterion({ id, slug, scaleMin, scaleMax }: CriterionRow): AskedCriterion {
  return { id, slug, scale: { min: scaleMin, max: scaleMax } };
}

/** Thrown inside the transaction to undo it; says that the work came too late. */
class TooLate extends Error {}

/** What was found of a shard, or of some of its responses. */
export interface Found {
  scores: readonly NewScore[];
  replies: readonly NewReply[];
}

/**
 * Commits a shard: scores, replies, rollups, the evaluation's progress and event, and the job's end, all or
 * nothing. False when the evaluation was closed or the claim lost meanwhile; then nothing is written.
 *
 * The job goes first: while its row is locked nobody else can be writing this shard. What all workers of the evaluation
 * share, its rollups and its own row, comes last, so that they wait for each other as short as can be.
 */
export async function commitShard(
  database: Database,
  queue: Queue,
  shard: ClaimedShard,
  found: Found,
  effort: Effort,
): Promise<boolean> {
  // All of it may have been committed in parts.
  if (found.scores.length === 0) return queue.complete(database.db, shard);
  const isWritten = await commit(database, (tx) => queue.complete(tx, shard), shard, found, effort);
  if (!isWritten) await queue.complete(database.db, shard);
  return isWritten;
}

/**
 * Commits what is found so far of a shard that goes on. A response's scores must come together: it counts as done by the
 * first of them. False as of `commitShard`.
 */
export function commitPart(
  database: Database,
  queue: Queue,
  shard: ClaimedShard,
  found: Found,
  effort: Effort,
): Promise<boolean> {
  return commit(database, (tx) => queue.hold(tx, shard), shard, found, effort);
}

async function commit(
  { db }: Database,
  lockClaim: (tx: Tx) => Promise<boolean>,
  { evaluationId }: ClaimedShard,
  { scores, replies }: Found,
  effort: Effort,
): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      await boundSilence(tx);
      if (!(await lockClaim(tx))) throw new TooLate();
      await insertReplies(tx, evaluationId, replies);
      if (!(await insertShardScores(tx, evaluationId, scores, effort))) throw new TooLate();
    });
    return true;
  } catch (error) {
    if (error instanceof TooLate) return false;
    throw error;
  }
}
