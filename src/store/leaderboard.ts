import { sql } from 'drizzle-orm';
import type { Sums } from '../benchmarks/aggregate.ts';
import type { Outcome } from '../benchmarks/benchmark.ts';
import type { Db } from './database.ts';
import { leaves, refuseUnknownSlice, type SlicePath, under } from './slicePaths.ts';
import type { JudgeRow } from './tables/index.ts';

/** Sums of one category of one evaluation, over the part of it that was asked for, in both readings. */
export interface CategorySums {
  evaluationId: string;
  category: string;
  strict: Sums;
  official: Sums;
  outcomes: Partial<Record<Outcome, number>>;
}

/** The judge of the newest evaluation of a benchmark that has scores; null when there is none. */
export async function findNewestJudge(db: Db, benchmarkId: string): Promise<string | null> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.judge_id as id from evaluations e join runs r on r.id = e.run_id
    where r.benchmark_id = ${benchmarkId} and e.status <> 'CANCELLED'
    order by e.id desc limit 1`);
  return rows[0]?.id ?? null;
}

/** Of every model and settings the newest evaluation by a judge, cancelled ones left out. */
export async function findRankedEvaluations(db: Db, benchmarkId: string, judge: JudgeRow): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct on (r.model_id, r.settings) e.id
    from evaluations e join runs r on r.id = e.run_id
    where r.benchmark_id = ${benchmarkId} and e.judge_id = ${judge.id} and e.status not in ('CANCELLED', 'FAILED')
    order by r.model_id, r.settings, e.id desc`);
  return rows.map((row) => row.id);
}

/**
 * Rollups added up to categories, of the slices under `path` and of one criterion, or of the row that pools
 * all of them when `criterion` is null. Costs as many rows as there are leaf slices, however many scores.
 */
export async function findCategorySums(
  db: Db,
  benchmarkId: string,
  evaluationIds: readonly string[],
  path: SlicePath,
  criterion: string | null,
): Promise<CategorySums[]> {
  if (evaluationIds.length === 0) return [];
  await refuseUnknownSlice(db, benchmarkId, path);
  const ofCriterion = criterion
    ? sql`r.criterion_id in (select id from criteria where benchmark_id = ${benchmarkId} and slug = ${criterion})`
    : sql`r.criterion_id is null`;
  const { rows } = await db.execute<Record<string, number> & { evaluation_id: string; category: string }>(sql`
    with ${leaves(benchmarkId)}
    select r.evaluation_id, l.category, ${totals}
    from rollups r join leaves l on l.id = r.slice_id
    where r.evaluation_id = any(${sql.param([...evaluationIds])}::uuid[]) and ${ofCriterion} and ${under(path)}
    group by r.evaluation_id, l.category, l.position order by l.position`);
  return rows.map(readSums);
}

/** Outcomes that rollups count; a response that is not there has no row of its own. */
const STORED_OUTCOMES = [
  'SCORED',
  'NOT_APPLICABLE',
  'UNPARSEABLE',
  'OUT_OF_RANGE',
  'JUDGE_ERROR',
  'MISSING_MEDIA',
] as const;

const totals = sql`
  sum(r.expected)::int as expected, sum(r.responses)::int as responses,
  sum(r.scored)::int as scored, sum(r.not_applicable)::int as not_applicable, sum(r.unparseable)::int as unparseable,
  sum(r.out_of_range)::int as out_of_range, sum(r.judge_error)::int as judge_error, sum(r.missing_media)::int as missing_media,
  sum(greatest(0, r.expected - r.scored - r.not_applicable - r.unparseable - r.out_of_range - r.judge_error - r.missing_media))::int
    as missing_response,
  sum(r.n)::int as n, sum(r.sum) as sum, sum(r.questions)::int as questions, sum(r.squares) as squares,
  sum(r."cross") as "cross", sum(r.sizes) as sizes, sum(r.best) as best,
  sum(r.official_n)::int as official_n, sum(r.official_sum) as official_sum, sum(r.official_questions)::int as official_questions,
  sum(r.official_squares) as official_squares, sum(r.official_cross) as official_cross, sum(r.official_sizes) as official_sizes,
  sum(r.official_best) as official_best`;

function readSums(row: Record<string, number> & { evaluation_id: string; category: string }): CategorySums {
  const at = (name: string): number => row[name] ?? 0;
  const sums = (prefix: '' | 'official_'): Sums => ({
    n: at(`${prefix}n`),
    sum: at(`${prefix}sum`),
    clusters: at(`${prefix}questions`),
    sumS2: at(`${prefix}squares`),
    sumSn: at(`${prefix}cross`),
    sumN2: at(`${prefix}sizes`),
    best: at(`${prefix}best`),
    expected: at('expected'),
    responses: at('responses'),
  });
  const stored = Object.fromEntries(STORED_OUTCOMES.map((outcome) => [outcome, at(outcome.toLowerCase())]));
  return {
    evaluationId: row.evaluation_id,
    category: row.category,
    strict: sums(''),
    official: sums('official_'),
    outcomes: { ...stored, MISSING_RESPONSE: at('missing_response') },
  };
}
