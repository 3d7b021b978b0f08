import { and, asc, count, eq, getTableColumns, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { GIVEN_OUTCOMES, type Outcome } from '../benchmarks/benchmark.ts';
import type { SlicePath } from '../benchmarks/partSums.ts';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import {
  groupsInKeyOrder,
  inKeyOrder,
  PARENT,
  type Page,
  type PageArgs,
  pageLimit,
  parents,
} from './pages.ts';
import { leaves, under } from './slicePaths.ts';
import { criteria, responses, type ScoreRow, scores } from './tables/index.ts';

/** Which scores of evaluations of one benchmark; what is not given does not matter. */
export interface ScoreFilter extends SlicePath {
  benchmarkId: string;
  /** Slug. */
  criterion?: string | null | undefined;
  outcomes?: readonly Outcome[] | null | undefined;
  /** Lowest and highest value as strictly read. */
  min?: number | null | undefined;
  max?: number | null | undefined;
  /** Only those that the two readings take differently. */
  isDisagreement?: boolean;
}

/** A score's key within its evaluation. */
export const scoreCursor = ({ questionId, responseId, criterionId }: ScoreRow): string =>
  Buffer.from(`${questionId} ${responseId} ${criterionId}`).toString('base64url');

const CURSOR = /^([0-9a-f-]{36}) ([0-9a-f-]{36}) ([0-9a-f-]{36})$/;

/** Place among the answers to a question, which the order of their arrival need not be. */
const SAMPLE = sql`(select r.sample_index from ${responses} r where r.id = ${scores.responseId})`;

type ScorePageArgs = PageArgs & { skip?: number | undefined };

/**
 * A page of each evaluation, in the order of the keys: of the questions as they were installed and of the samples of each.
 */
export async function findScorePages(
  db: Db,
  evaluationIds: readonly string[],
  filter: ScoreFilter,
  args: ScorePageArgs,
): Promise<Page<ScoreRow>[]> {
  const { skip = 0 } = args;
  if (skip < 0) throw new AppError('INVALID_INPUT', `skip: ${skip} is below 0`);
  const [first] = evaluationIds;
  if (first !== undefined && evaluationIds.length === 1)
    return [await findScorePage(db, first, filter, args)];
  const { limit, cut } = pageLimit(args.first);
  const own = db
    .select({ ...getTableColumns(scores), sample: SAMPLE.as('sample') })
    .from(scores)
    .where(and(matching(filter, PARENT), args.after ? isAfter(args.after) : undefined))
    .orderBy(asc(scores.questionId), asc(SAMPLE), asc(scores.criterionId))
    .limit(limit)
    .offset(skip)
    .as('own');
  const { sample, ...columns } = own._.selectedFields;
  const rows = await db
    .select(columns)
    .from(parents(evaluationIds))
    .crossJoinLateral(own)
    .orderBy(asc(own.questionId), asc(sample), asc(own.criterionId));
  return groupsInKeyOrder(evaluationIds, rows, (row) => row.evaluationId).map(cut);
}

/** The same of one evaluation, where passing over many scores is quicker. */
async function findScorePage(
  db: Db,
  evaluationId: string,
  filter: ScoreFilter,
  args: ScorePageArgs,
): Promise<Page<ScoreRow>> {
  const { limit, cut } = pageLimit(args.first);
  const { skip = 0 } = args;
  const wanted = and(matching(filter, evaluationId), args.after ? isAfter(args.after) : undefined);
  const begin = skip > 0 ? await passOver(db, wanted, skip) : { from: undefined, offset: 0 };
  if (!begin) return cut([]);
  return cut(
    await db
      .select()
      .from(scores)
      .where(and(wanted, begin.from))
      .orderBy(asc(scores.questionId), asc(SAMPLE), asc(scores.criterionId))
      .limit(limit)
      .offset(begin.offset),
  );
}

/**
 * The question that the row after so many others is of, and how many rows of it are to be left out; null beyond the end.
 * Whole questions are passed over in the order of the primary key, which costs no look at their responses.
 */
async function passOver(
  db: Db,
  wanted: SQL | undefined,
  rows: number,
): Promise<{ from: SQL; offset: number } | null> {
  const { questionId, responseId, criterionId } = scores;
  const [edge] = await db
    .select({ questionId, responseId, criterionId })
    .from(scores)
    .where(wanted)
    .orderBy(asc(questionId), asc(responseId), asc(criterionId))
    .limit(1)
    .offset(rows);
  if (!edge) return null;
  const isBefore = sql`(${responseId}, ${criterionId}) < (${edge.responseId}::uuid, ${edge.criterionId}::uuid)`;
  const offset = await db.$count(scores, and(wanted, eq(questionId, edge.questionId), isBefore));
  return { from: gte(questionId, edge.questionId), offset };
}

/** How many scores of each evaluation, in the order of the keys. */
export async function countScores(
  db: Db,
  evaluationIds: readonly string[],
  filter: ScoreFilter,
): Promise<number[]> {
  const rows = await db
    .select({ evaluationId: scores.evaluationId, count: count() })
    .from(scores)
    .where(matching(filter, evaluationIds))
    .groupBy(scores.evaluationId);
  return inKeyOrder(evaluationIds, rows, (row) => row.evaluationId).map((row) => row?.count ?? 0);
}

/** How many responses they are of. */
export async function countResponses(
  db: Db,
  evaluationIds: readonly string[],
  filter: ScoreFilter,
): Promise<number[]> {
  const { evaluationId, questionId, responseId } = scores;
  const found = db
    .selectDistinct({ evaluationId, questionId, responseId })
    .from(scores)
    .where(matching(filter, evaluationIds))
    .as('found');
  const rows = await db
    .select({ evaluationId: found.evaluationId, count: count() })
    .from(found)
    .groupBy(found.evaluationId);
  return inKeyOrder(evaluationIds, rows, (row) => row.evaluationId).map((row) => row?.count ?? 0);
}

/** Outcomes that occur in each evaluation, in the order of the enum. */
export async function countOutcomes(
  db: Db,
  evaluationIds: readonly string[],
  filter: ScoreFilter,
): Promise<{ outcome: Outcome; count: number }[][]> {
  const rows = await db
    .select({ evaluationId: scores.evaluationId, outcome: scores.outcome, count: count() })
    .from(scores)
    .where(matching(filter, evaluationIds))
    .groupBy(scores.evaluationId, scores.outcome)
    .orderBy(asc(scores.outcome));
  return groupsInKeyOrder(evaluationIds, rows, (row) => row.evaluationId);
}

/** Ids of the question, the response and the criterion. Throws INVALID_INPUT for what is no cursor of ours. */
export function readScoreCursor(
  after: string,
): readonly [question: string, response: string, criterion: string] {
  const decoded = Buffer.from(after, 'base64url').toString();
  const [, question, response, criterion] = CURSOR.exec(decoded) ?? [];
  if (question && response && criterion) return [question, response, criterion];
  throw new AppError('INVALID_INPUT', `after: "${after}" is not a cursor of this connection`);
}

function isAfter(after: string): SQL {
  const [question, response, criterion] = readScoreCursor(after);
  // The bound of the question alone says where in the index to begin.
  return sql`${scores.questionId} >= ${question}::uuid and (${scores.questionId}, ${SAMPLE}, ${scores.criterionId})
    > (${question}::uuid, (select r.sample_index from ${responses} r where r.id = ${response}::uuid), ${criterion}::uuid)`;
}

/** Of one evaluation, or of any of several. */
export function matching(filter: ScoreFilter, evaluation: string | SQL | readonly string[]): SQL | undefined {
  const { benchmarkId, criterion, outcomes, min, max } = filter;
  const isPart = filter.category || filter.domain || filter.subdomain;
  return and(
    Array.isArray(evaluation)
      ? inArray(scores.evaluationId, [...evaluation])
      : eq(scores.evaluationId, evaluation as string | SQL),
    isPart
      ? sql`${scores.sliceId} in (with ${leaves(benchmarkId)} select l.id from leaves l where ${under(filter)})`
      : undefined,
    criterion
      ? sql`${scores.criterionId} in (select ${criteria.id} from ${criteria}
          where ${criteria.benchmarkId} = ${benchmarkId} and ${criteria.slug} = ${criterion})`
      : undefined,
    outcomes
      ? inArray(
          scores.outcome,
          GIVEN_OUTCOMES.filter((outcome) => outcomes.includes(outcome)),
        )
      : undefined,
    typeof min === 'number' ? gte(scores.value, min) : undefined,
    typeof max === 'number' ? lte(scores.value, max) : undefined,
    filter.isDisagreement ? sql`${scores.value} is distinct from ${scores.officialValue}` : undefined,
  );
}
