import { and, asc, inArray, type SQL, sql } from 'drizzle-orm';
import type { Mode } from '../benchmarks/benchmark.ts';
import type { QuestionSum } from '../benchmarks/pairing.ts';
import type { SlicePath } from '../benchmarks/partSums.ts';
import type { Db } from './database.ts';
import { leaves, refuseUnknownSlice, under } from './slicePaths.ts';
import { type ResponseRow, responses } from './tables/index.ts';

/** Which scores to compare. */
export interface Compared extends SlicePath {
  benchmarkId: string;
  /** Slug, or null for all criteria pooled. */
  criterion: string | null;
  mode: Mode;
}

/** Scores added up per evaluation and question, in the order of the questions. One statement for all evaluations. */
export async function findQuestionSums(
  db: Db,
  evaluationIds: readonly string[],
  compared: Compared,
): Promise<QuestionSum[]> {
  await refuseUnknownSlice(db, compared.benchmarkId, compared);
  const value = valueColumn(compared.mode);
  const { rows } = await db.execute<QuestionSum & Record<string, unknown>>(sql`
    with ${leaves(compared.benchmarkId)}
    select s.evaluation_id as "evaluationId", s.question_id as "questionId", s.slice_id as "sliceId", l.category,
      count(s.${value})::int as n, coalesce(sum(s.${value}), 0) as sum,
      coalesce(max(abs(s.${value})), 0) as size,
      count(*) filter (where s.outcome <> 'NOT_APPLICABLE')::int as applicable,
      count(distinct s.response_id)::int as responses
    from scores s join leaves l on l.id = s.slice_id
    where s.evaluation_id = any(${sql.param([...evaluationIds])}::uuid[])
      and ${ofCriterion(compared, sql`s`)} and ${under(compared)}
    group by s.evaluation_id, s.question_id, s.slice_id, l.category
    order by s.question_id`);
  return rows;
}

/** How often two evaluations of one run gave a response these two values; null for none. */
export interface ValuePair {
  baseline: number | null;
  value: number | null;
  times: number;
}

/** Every pair of values that two evaluations of one run gave to the same response and criterion, counted. */
export async function findValuePairs(
  db: Db,
  baselineId: string,
  evaluationId: string,
  compared: Compared,
): Promise<ValuePair[]> {
  const value = valueColumn(compared.mode);
  const { rows } = await db.execute<ValuePair & Record<string, unknown>>(sql`
    with ${leaves(compared.benchmarkId)}
    select a.${value} as baseline, b.${value} as value, count(*)::int as times
    from scores a join scores b on b.question_id = a.question_id and b.response_id = a.response_id
      and b.criterion_id = a.criterion_id
    join leaves l on l.id = a.slice_id
    where a.evaluation_id = ${baselineId} and b.evaluation_id = ${evaluationId}
      and ${ofCriterion(compared, sql`a`)} and ${under(compared)}
    group by 1, 2 order by 1, 2`);
  return rows;
}

export interface RunQuestion {
  runId: string;
  questionId: string;
}

/** Responses of a run to a question, by sample, in the order of the keys. */
export async function findResponsesToQuestions(
  db: Db,
  keys: readonly RunQuestion[],
): Promise<ResponseRow[][]> {
  const unique = (values: string[]) => [...new Set(values)];
  const rows = await db
    .select()
    .from(responses)
    .where(
      and(
        inArray(responses.runId, unique(keys.map((key) => key.runId))),
        inArray(responses.questionId, unique(keys.map((key) => key.questionId))),
      ),
    )
    .orderBy(asc(responses.sampleIndex));
  const byKey = Map.groupBy(rows, ({ runId, questionId }) => `${runId} ${questionId}`);
  return keys.map(({ runId, questionId }) => byKey.get(`${runId} ${questionId}`) ?? []);
}

const valueColumn = (mode: Mode): SQL => (mode === 'OFFICIAL' ? sql`official_value` : sql`value`);

const ofCriterion = ({ benchmarkId, criterion }: Compared, scores: SQL): SQL =>
  criterion === null
    ? sql`true`
    : sql`${scores}.criterion_id in (select id from criteria where benchmark_id = ${benchmarkId} and slug = ${criterion})`;
