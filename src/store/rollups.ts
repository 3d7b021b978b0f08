import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { ANSWERED, fullRollups } from './fullRun.ts';
import type { JudgeRow, RunRow } from './tables/index.ts';

/**
 * Brings the rollups of evaluations of a benchmark to what a full run has now; the ids of those that changed. Rows that
 * are there keep their sums, rows that no run could have anything in are taken away. `withAnswers` counts the responses
 * of imports again, too: what workers were given was settled when they began.
 */
export async function fillRollups(
  tx: Tx,
  benchmarkId: string,
  which: SQL,
  { withAnswers }: { withAnswers: boolean },
): Promise<string[]> {
  // In key order, so that it waits for who writes scores, and nobody for each other.
  await tx.execute(sql`
    select from rollups where evaluation_id in (
      select e.id from evaluations e join runs r on r.id = e.run_id where r.benchmark_id = ${benchmarkId} and ${which})
    order by evaluation_id, slice_id, criterion_id for update`);
  const answers = withAnswers
    ? ANSWERED
    : sql`answered as (
        select null::uuid as evaluation_id, null::uuid as slice_id, null::uuid as criterion_id, 0 as responses,
          0 as answered_questions, 0::float8 as response_sizes where false)`;
  const isOther = withAnswers
    ? sql`or (k.is_import and (r.responses, r.answered_questions, r.response_sizes)
        <> (coalesce(a.responses, 0), coalesce(a.answered_questions, 0), coalesce(a.response_sizes, 0)))`
    : sql``;
  const kept = (column: string): SQL =>
    withAnswers
      ? sql.raw(`case when (select is_import from evaluations where id = excluded.evaluation_id)
          then excluded.${column} else rollups.${column} end`)
      : sql.raw(`rollups.${column}`);
  const { rows } = await tx.execute<{ id: string }>(sql`
    with ${fullRollups(benchmarkId, which)},
    ${answers},
    gone as (
      delete from rollups r using chosen k
      where r.evaluation_id = k.id and r.responses = 0 and not exists (
        select from full_rollups f where f.evaluation_id = r.evaluation_id and f.slice_id = r.slice_id
          and f.criterion_id is not distinct from r.criterion_id)
      returning r.evaluation_id
    ),
    filled as (
      insert into rollups (evaluation_id, slice_id, criterion_id, expected, expected_questions, responses, answered_questions,
        response_sizes)
      select f.evaluation_id, f.slice_id, f.criterion_id, f.expected, f.expected_questions, coalesce(a.responses, 0),
        coalesce(a.answered_questions, 0), coalesce(a.response_sizes, 0)
      from full_rollups f join chosen k on k.id = f.evaluation_id
        left join rollups r on r.evaluation_id = f.evaluation_id and r.slice_id = f.slice_id
          and r.criterion_id is not distinct from f.criterion_id
        left join answered a on a.evaluation_id = f.evaluation_id and a.slice_id = f.slice_id
          and a.criterion_id is not distinct from f.criterion_id
      where r.evaluation_id is null or (r.expected, r.expected_questions) <> (f.expected, f.expected_questions) ${isOther}
      on conflict (evaluation_id, slice_id, criterion_id) do update set
        expected = excluded.expected, expected_questions = excluded.expected_questions,
        responses = ${kept('responses')}, answered_questions = ${kept('answered_questions')},
        response_sizes = ${kept('response_sizes')}
      returning evaluation_id
    )
    select evaluation_id as id from gone union select evaluation_id from filled`);
  return rows.map(({ id }) => id);
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
