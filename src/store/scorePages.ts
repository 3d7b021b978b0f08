import { and, asc, count, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { GIVEN_OUTCOMES, type Outcome } from '../benchmarks/benchmark.ts';
import type { SlicePath } from '../benchmarks/partSums.ts';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import { type Page, type PageArgs, pageLimit } from './pages.ts';
import { leaves, under } from './slicePaths.ts';
import { criteria, type ScoreRow, scores } from './tables/index.ts';

/** Which scores of an evaluation; what is not given does not matter. */
export interface ScoreFilter extends SlicePath {
  evaluationId: string;
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

/** A score's key within its evaluation, which is the order of the questions as they were installed. */
export const scoreCursor = ({ questionId, responseId, criterionId }: ScoreRow): string =>
  Buffer.from(`${questionId} ${responseId} ${criterionId}`).toString('base64url');

const CURSOR = /^[0-9a-f-]{36} [0-9a-f-]{36} [0-9a-f-]{36}$/;

/** One page in the order of the primary key, which the index of the evaluation's partition gives. */
export async function findScorePage(
  db: Db,
  filter: ScoreFilter,
  args: PageArgs & { skip?: number | undefined },
): Promise<Page<ScoreRow>> {
  const { limit, cut } = pageLimit(args.first);
  const { skip = 0 } = args;
  if (skip < 0) throw new AppError('INVALID_INPUT', `skip: ${skip} is below 0`);
  return cut(
    await db
      .select()
      .from(scores)
      .where(and(matching(filter), args.after ? isAfter(args.after) : undefined))
      .orderBy(asc(scores.questionId), asc(scores.responseId), asc(scores.criterionId))
      .limit(limit)
      .offset(skip),
  );
}

export async function countScores(db: Db, filter: ScoreFilter): Promise<number> {
  return db.$count(scores, matching(filter));
}

/** Outcomes that occur, in the order of the enum. */
export async function countOutcomes(
  db: Db,
  filter: ScoreFilter,
): Promise<{ outcome: Outcome; count: number }[]> {
  return db
    .select({ outcome: scores.outcome, count: count() })
    .from(scores)
    .where(matching(filter))
    .groupBy(scores.outcome)
    .orderBy(asc(scores.outcome));
}

function isAfter(after: string): SQL {
  const decoded = Buffer.from(after, 'base64url').toString();
  if (!CURSOR.test(decoded))
    throw new AppError('INVALID_INPUT', `after: "${after}" is not a cursor of this connection`);
  const [question, response, criterion] = decoded.split(' ');
  return sql`(${scores.questionId}, ${scores.responseId}, ${scores.criterionId})
    > (${question}::uuid, ${response}::uuid, ${criterion}::uuid)`;
}

function matching(filter: ScoreFilter): SQL | undefined {
  const { benchmarkId, criterion, outcomes, min, max } = filter;
  const isPart = filter.category || filter.domain || filter.subdomain;
  return and(
    eq(scores.evaluationId, filter.evaluationId),
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
