import { sql } from 'drizzle-orm';
import type { Db } from '../database.ts';
import { leaves, under } from '../slicePaths.ts';
import { notScored, withoutResponse } from '../unscored.ts';
import { boolean, type Column, double, integer, nullable, selectList, text } from './columns.ts';
import { type ExportFilter, findHeads, given, headColumns, headSource } from './heads.ts';
import type { ExportPlan } from './plan.ts';
import { sliceColumns } from './scores.ts';

const sums = (prefix: '' | 'official_', reading: string): Column[] => [
  integer(`${prefix}n`, `r.${prefix}n`, `Scores with a value, ${reading}.`),
  double(`${prefix}sum`, `r.${prefix}sum`, 'Their sum.'),
  double(`${prefix}sum_squares`, `r.${prefix}sum_squares`, 'The sum of their squares.'),
  integer(
    `${prefix}questions`,
    `r.${prefix}questions`,
    'Questions q that have such scores: n_q of them, S_q in all.',
  ),
  double(`${prefix}squares`, `r.${prefix}squares`, 'Σ S_q².'),
  double(`${prefix}cross`, `r.${prefix}cross`, 'Σ S_q n_q.'),
  double(`${prefix}sizes`, `r.${prefix}sizes`, 'Σ n_q².'),
  double(`${prefix}best`, `r.${prefix}best`, "Σ of each question's highest value."),
];

/** In the row that pools all criteria, what the criteria have together. */
const ofCriteria = (count: (row: string) => string): string =>
  `case when r.criterion_id is not null then ${count('r')} else (select coalesce(sum(${count('x')}), 0) from rollups x
    where x.evaluation_id = r.evaluation_id and x.slice_id = r.slice_id and x.criterion_id is not null) end`;

const questionSums = (prefix: '' | 'official_', reading: string): Column[] => [
  double(
    `${prefix}response_cross`,
    `r.${prefix}response_cross`,
    `Σ S_q r_q over responses with scores, ${reading}.`,
  ),
  double(
    `${prefix}won`,
    `r.${prefix}won`,
    "Σ of where each question's best value lies on its scale, 0 at the worst end and 1 at the best.",
  ),
];

/** One row per leaf slice and criterion: from these every mean and interval can be computed. */
export const rollupColumns: readonly Column[] = [
  ...headColumns,
  ...sliceColumns,
  nullable(text('criterion', 'c.slug', 'Slug of the criterion; null in the row that pools all of them.')),
  nullable(
    double('scale_min', 'c.scale_min', 'Lowest value of the criterion; null where criteria are pooled.'),
  ),
  nullable(double('scale_max', 'c.scale_max', 'Highest value.')),
  nullable(boolean('higher_is_better', 'c.higher_is_better', 'Which way the criterion goes.')),
  integer('expected', 'r.expected', 'Scores that a full run has here.'),
  integer('responses', 'r.responses', 'Responses of the run here, scored or not.'),
  integer('scored', 'r.scored', 'Scores with this outcome, as the next ones.'),
  integer('not_applicable', 'r.not_applicable', 'The criterion does not apply.'),
  integer('unparseable', 'r.unparseable', "The judge's reply could not be read."),
  integer('out_of_range', 'r.out_of_range', 'The reply is outside the scale.'),
  integer('judge_error', 'r.judge_error', 'The judge failed.'),
  integer('missing_media', 'r.missing_media', 'A picture is missing or broken.'),
  integer('missing_response', ofCriteria(withoutResponse), 'Scores that are expected and have no response.'),
  ...sums('', 'as strictly read'),
  ...sums('official_', 'as the published script reads'),
  integer(
    'not_scored',
    ofCriteria(notScored),
    'Scores of responses that are there and that the judge did not score, or not yet.',
  ),
  integer('expected_questions', 'r.expected_questions', 'Questions that a full run answers here.'),
  integer('answered_questions', 'r.answered_questions', 'Questions that the run has a response to.'),
  double('response_sizes', 'r.response_sizes', 'Σ r_q² over questions q that have r_q responses.'),
  ...questionSums('', 'as strictly read'),
  ...questionSums('official_', 'as the published script reads'),
];

export async function planRollups(db: Db, filter: ExportFilter): Promise<ExportPlan> {
  const heads = await findHeads(db, filter);
  const matching = sql`${under(filter)} and ${given(filter.criterion, (slug) => sql`c.slug = ${slug}`)}`;
  const from = sql`rollups r join leaves l on l.id = r.slice_id left join criteria c on c.id = r.criterion_id`;
  let rows = 0;
  for (const [benchmarkId, group] of Map.groupBy(heads, (head) => head.benchmarkId)) {
    const counted = await db.execute<{ count: number }>(sql`
      with ${leaves(benchmarkId)} select count(*)::int as count from ${from}
      where r.evaluation_id = any(${sql.param(group.map((head) => head.evaluationId))}::uuid[]) and ${matching}`);
    rows += counted.rows[0]?.count ?? 0;
  }
  return {
    columns: rollupColumns,
    state: heads,
    rows,
    selects: (shape) =>
      heads.map(
        (head) => sql`with ${leaves(head.benchmarkId)}
          select ${sql.raw(selectList(rollupColumns, shape))} from ${from} cross join ${headSource(head)}
          where r.evaluation_id = ${head.evaluationId} and ${matching}
          order by l.position, r.slice_id, c.position nulls last, r.criterion_id`,
      ),
  };
}
