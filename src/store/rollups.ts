import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import type { JudgeRow, RunRow } from './tables/index.ts';

const ON_CONFLICT = sql`on conflict (evaluation_id, slice_id, criterion_id)
  do update set expected = excluded.expected, responses = excluded.responses`;

/**
 * One row per leaf slice and criterion asked there, and one that pools all criteria where the benchmark does. Rows
 * that are there keep their sums and get the expected numbers of now.
 */
export async function upsertRollups(
  tx: Tx,
  evaluationId: string,
  run: RunRow,
  judge: JudgeRow,
  poolsCriteria: boolean,
): Promise<void> {
  await tx.execute(sql`
    with recursive roots as (
      select id, id as category_id from slices where benchmark_id = ${run.benchmarkId} and parent_id is null
      union all
      select s.id, r.category_id from slices s join roots r on s.parent_id = r.id
    ),
    asked as (
      select q.slice_id, c.id as criterion_id, q.id as question_id,
        (select count(*) from responses x where x.run_id = ${run.id} and x.question_id = q.id) as responses
      from questions q join roots r on r.id = q.slice_id
      join criteria c on c.benchmark_id = q.benchmark_id and (c.category_id is null or c.category_id = r.category_id)
        and (q.criteria is null or c.slug = any(q.criteria))
        and (${sql.param(judge.criteria)}::text[] is null or c.slug = any(${sql.param(judge.criteria)}::text[]))
      where q.benchmark_id = ${run.benchmarkId}
    )
    insert into rollups (evaluation_id, slice_id, criterion_id, expected, responses)
    select ${evaluationId}::uuid, slice_id, criterion_id, count(*) * ${run.samplesPerQuestion}::int, sum(responses)
    from asked group by slice_id, criterion_id
    ${ON_CONFLICT}`);
  if (!poolsCriteria) return;
  await tx.execute(sql`
    insert into rollups (evaluation_id, slice_id, criterion_id, expected, responses)
    select ${evaluationId}::uuid, r.slice_id, null, sum(r.expected),
      (select count(*) from responses x join questions q on q.id = x.question_id
       where x.run_id = ${run.id} and q.slice_id = r.slice_id)
    from rollups r where r.evaluation_id = ${evaluationId} and r.criterion_id is not null group by r.slice_id
    ${ON_CONFLICT}`);
}

/** Responses of a run of whose question the judge is asked anything; a few EvalAlign prompts are asked nothing. */
export function askedResponses(run: RunRow, judge: JudgeRow): SQL<number> {
  return sql<number>`(
    with recursive roots as (
      select id, id as category_id from slices where benchmark_id = ${run.benchmarkId} and parent_id is null
      union all
      select s.id, r.category_id from slices s join roots r on s.parent_id = r.id
    )
    select count(*) from responses x join questions q on q.id = x.question_id join roots r on r.id = q.slice_id
    where x.run_id = ${run.id} and exists (
      select from criteria c
      where c.benchmark_id = q.benchmark_id and (c.category_id is null or c.category_id = r.category_id)
        and (q.criteria is null or c.slug = any(q.criteria))
        and (${sql.param(judge.criteria)}::text[] is null or c.slug = any(${sql.param(judge.criteria)}::text[])))
  )`;
}
