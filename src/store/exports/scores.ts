import { sql } from 'drizzle-orm';
import { GIVEN_OUTCOMES, type Outcome } from '../../benchmarks/benchmark.ts';
import type { Db } from '../database.ts';
import { leaves, under } from '../slicePaths.ts';
import { boolean, type Column, double, integer, nullable, selectList, text, timestamp } from './columns.ts';
import {
  type EvaluationHead,
  type ExportFilter,
  findHeads,
  given,
  headColumns,
  headSource,
} from './heads.ts';
import type { ExportPlan } from './plan.ts';

export const sliceColumns: readonly Column[] = [
  text('category', 'l.category', 'Slug of the category.'),
  nullable(text('domain', 'l.domain', 'Slug of the domain; null where the category has none.')),
  nullable(text('subdomain', 'l.subdomain', 'Slug of the subdomain; null where the domain has none.')),
];

/** One row per score, what the judge did not answer included. */
export const scoreColumns: readonly Column[] = [
  ...headColumns,
  text('question_id', 's.question_id', 'The question, a UUIDv7.'),
  text('question', 'q.external_id', "The question's id in the benchmark's own files."),
  text('response_id', 's.response_id', 'The response, a UUIDv7.'),
  integer('sample_index', 'x.sample_index', '0-based among the responses to one question.'),
  ...sliceColumns,
  text('criterion', 'c.slug', 'Slug of the criterion, unique within its category.'),
  text('outcome', 's.outcome', 'SCORED, or the reason why there is no value.'),
  nullable(double('value', 's.value', 'As strictly read; null unless SCORED.')),
  nullable(
    double(
      'official_value',
      's.official_value',
      'As the published script reads it; null where it leaves it out.',
    ),
  ),
  nullable(text('reason', 's.reason', 'Why it is not the best value, or why there is none.')),
  boolean(
    'is_truncated',
    't.response_id is not null',
    'Whether the judge saw only part of the response, or was cut off before it had said all.',
  ),
  timestamp('scored_at', 's.created_at', 'When it was written.'),
];

export interface ScoreExportFilter extends ExportFilter {
  outcomes?: readonly Outcome[] | undefined;
}

export async function planScores(db: Db, filter: ScoreExportFilter): Promise<ExportPlan> {
  const heads = await findHeads(db, filter);
  return {
    columns: scoreColumns,
    state: heads,
    rows: await countScoreRows(db, heads, filter),
    selects: (shape) =>
      heads.map(
        (head) => sql`with ${leaves(head.benchmarkId)}
          select ${sql.raw(selectList(scoreColumns, shape))}
          from scores s join leaves l on l.id = s.slice_id join criteria c on c.id = s.criterion_id
            join questions q on q.id = s.question_id join responses x on x.id = s.response_id
            left join (
              select distinct response_id from replies where evaluation_id = ${head.evaluationId} and is_truncated
            ) t on t.response_id = s.response_id
            cross join ${headSource(head)}
          where s.evaluation_id = ${head.evaluationId} and ${under(filter)}
            and ${given(filter.criterion, (slug) => sql`c.slug = ${slug}`)}
            and ${given(filter.outcomes, (all) => sql`s.outcome = any(${`{${all.join(',')}}`}::outcome[])`)}
          order by s.question_id, s.response_id, s.criterion_id`,
      ),
  };
}

/** From rollups, which count every score: counting the scores would read them all. */
async function countScoreRows(
  db: Db,
  heads: readonly EvaluationHead[],
  { outcomes, ...filter }: ScoreExportFilter,
): Promise<number> {
  const [first] = heads;
  if (!first) return 0;
  const isPart = filter.category || filter.domain || filter.subdomain;
  const counted = GIVEN_OUTCOMES.filter((outcome) => outcomes?.includes(outcome) ?? true);
  if (counted.length === 0) return 0;
  const { rows } = await db.execute<{ count: number }>(sql`
    with ${leaves(first.benchmarkId)}
    select coalesce(sum(${sql.raw(counted.map((outcome) => `r.${outcome.toLowerCase()}`).join(' + '))}), 0)::float8 as count
    from rollups r join criteria c on c.id = r.criterion_id ${isPart ? sql`join leaves l on l.id = r.slice_id` : sql``}
    where r.evaluation_id = any(${sql.param(heads.map((head) => head.evaluationId))}::uuid[])
      and ${isPart ? under(filter) : sql`true`} and ${given(filter.criterion, (slug) => sql`c.slug = ${slug}`)}`);
  return rows[0]?.count ?? 0;
}
