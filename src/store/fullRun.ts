import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { inKeyOrder } from './pages.ts';

/**
 * What a full run answers: every installed question, and those beside them that the run itself has answers to. While
 * none are installed it is as many questions of each category as are published, never only those that somebody's
 * file happened to tell of; where nobody knows how many are published, it is every question that is here.
 */
const nature = (benchmarkId: string): SQL => sql`
  nature as (
    select exists (select from questions where benchmark_id = ${benchmarkId} and is_installed) as is_installed,
      exists (select from slices where benchmark_id = ${benchmarkId} and published_questions is not null) as is_published
  )`;

/** Whether a full run answers a question `q` whoever makes it, `n` being the benchmark's nature. */
const IS_OWN = sql`(q.is_installed or not (n.is_installed or n.is_published))`;

/** A run and its benchmark. */
export interface RunOfBenchmark {
  id: string;
  benchmarkId: string;
}

/**
 * Responses that each run would have if it were full, in the order of the keys: one query per benchmark.
 * `withAnswered: false` leaves out what only the run's own answers add.
 */
export async function findExpectedResponses(
  db: Db,
  keys: readonly RunOfBenchmark[],
  { withAnswered } = { withAnswered: true },
): Promise<number[]> {
  const groups = Map.groupBy(keys, ({ benchmarkId }) => benchmarkId);
  const found = await Promise.all(
    [...groups].map(([benchmarkId, group]) =>
      findOfBenchmark(
        db,
        benchmarkId,
        group.map(({ id }) => id),
        withAnswered,
      ),
    ),
  );
  const ids = keys.map(({ id }) => id);
  return inKeyOrder(ids, found.flat(), ({ id }) => id).map((row) => row?.expected ?? 0);
}

async function findOfBenchmark(
  db: Db,
  benchmarkId: string,
  runIds: readonly string[],
  withAnswered: boolean,
): Promise<{ id: string; expected: number }[]> {
  const ids = sql`${sql.param([...new Set(runIds)])}::uuid[]`;
  const { rows } = await db.execute<{ id: string; expected: number }>(sql`
    with ${nature(benchmarkId)},
    categories as (
      select s.category_id, count(*) filter (where ${IS_OWN}) as own, count(*) filter (where not ${IS_OWN}) as others
      from nature n cross join questions q join slices s on s.id = q.slice_id
      where q.benchmark_id = ${benchmarkId} group by s.category_id
    ),
    published as (
      select s.id as category_id, s.published_questions as questions from slices s cross join nature n
      where s.benchmark_id = ${benchmarkId} and s.published_questions is not null and not n.is_installed
    ),
    -- Answers need not be counted while there are no more such questions than are published.
    others as (
      select x.run_id, s.category_id, count(distinct x.question_id) as questions
      from nature n cross join responses x join questions q on q.id = x.question_id join slices s on s.id = q.slice_id
      where ${withAnswered} and x.run_id = any(${ids}) and not ${IS_OWN} and exists (
        select from categories k left join published p on p.category_id = k.category_id
        where k.others > coalesce(p.questions, 0))
      group by x.run_id, s.category_id
    )
    select r.id, (r.samples_per_question * (
      coalesce((select sum(own) from categories), 0) + coalesce((
        select sum(greatest(coalesce(p.questions, 0), coalesce(o.questions, 0)))
        from published p full join (select * from others where run_id = r.id) o on o.category_id = p.category_id), 0)
    ))::int as expected
    from runs r where r.id = any(${ids})`);
  return rows;
}

/**
 * The `with` list of what the rollups of evaluations of a benchmark have in a full run, ending in `full_rollups`
 * (evaluation_id, slice_id, criterion_id, expected, expected_questions). Published questions of which nothing is known
 * but their number are counted at their category. `which` chooses evaluations `e`; `withAnswered: false` leaves out
 * what only the run's own answers add.
 */
export function fullRollups(benchmarkId: string, which: SQL, { withAnswered } = { withAnswered: true }): SQL {
  return sql`
    ${nature(benchmarkId)},
    chosen as (
      select e.id, r.id as run_id, r.samples_per_question as samples, j.criteria, e.is_import
      from evaluations e join runs r on r.id = e.run_id join judges j on j.id = e.judge_id
      where r.benchmark_id = ${benchmarkId} and ${which}
    ),
    -- Null stands for all criteria pooled, of which a benchmark without a headline criterion keeps sums, too.
    asked as (
      select q.id as question_id, q.slice_id, s.category_id, ${IS_OWN} as is_own, c.id as criterion_id, c.slug
      from nature n cross join questions q join slices s on s.id = q.slice_id
        join criteria c on c.benchmark_id = q.benchmark_id and (c.category_id is null or c.category_id = s.category_id)
          and (q.criteria is null or c.slug = any(q.criteria))
      where q.benchmark_id = ${benchmarkId}
      union all
      select q.id, q.slice_id, s.category_id, ${IS_OWN}, null, null
      from nature n cross join questions q join slices s on s.id = q.slice_id join benchmarks b on b.id = q.benchmark_id
      where q.benchmark_id = ${benchmarkId} and b.headline_criterion is null
    ),
    own as (
      select slice_id, criterion_id, slug, count(*) as questions from asked where is_own
      group by slice_id, criterion_id, slug
    ),
    others as (
      select k.id, a.slice_id, a.category_id, a.criterion_id, count(*) as questions
      from chosen k join (
          select x.run_id, x.question_id from responses x join questions q on q.id = x.question_id cross join nature n
          where ${withAnswered} and x.run_id in (select run_id from chosen) and not ${IS_OWN}
          group by x.run_id, x.question_id
        ) x on x.run_id = k.run_id
        join asked a on a.question_id = x.question_id
          and (a.slug is null or k.criteria is null or a.slug = any(k.criteria))
      group by k.id, a.slice_id, a.category_id, a.criterion_id
    ),
    published as (
      select s.id as category_id, c.id as criterion_id, c.slug, coalesce(c.published_questions, s.published_questions) as questions
      from slices s join criteria c on c.benchmark_id = s.benchmark_id and (c.category_id is null or c.category_id = s.id)
      where s.benchmark_id = ${benchmarkId} and s.published_questions is not null
      union all
      select s.id, null, null, s.published_questions from slices s join benchmarks b on b.id = s.benchmark_id
      where b.id = ${benchmarkId} and s.published_questions is not null and b.headline_criterion is null
    ),
    counted as (
      select k.id, o.slice_id, o.criterion_id, o.questions
      from chosen k join own o on o.slug is null or k.criteria is null or o.slug = any(k.criteria)
      union all
      select id, slice_id, criterion_id, questions from others
      union all
      select k.id, p.category_id, p.criterion_id, p.questions - coalesce((
        select sum(o.questions) from others o where o.id = k.id and o.category_id = p.category_id
          and o.criterion_id is not distinct from p.criterion_id), 0)
      from chosen k join published p on p.slug is null or k.criteria is null or p.slug = any(k.criteria)
      where not (select is_installed from nature)
    ),
    full_questions as (
      select id, slice_id, criterion_id, sum(questions) filter (where questions > 0) as questions from counted
      group by id, slice_id, criterion_id
    ),
    full_rollups as (
      select f.id as evaluation_id, f.slice_id, f.criterion_id, f.questions::int as expected_questions,
        (f.scores * k.samples)::int as expected
      from (
        select q.*, case when criterion_id is not null then questions else
          sum(questions) filter (where criterion_id is not null) over (partition by id, slice_id) end as scores
        from full_questions q where questions > 0
      ) f join chosen k on k.id = f.id
      -- A judge of other criteria has no sums to pool.
      where f.scores > 0
    )`;
}

/** What the runs of `chosen` answered of it, as `answered` in the same `with` list. */
export const ANSWERED = sql`
  answered as (
    select k.id as evaluation_id, a.slice_id, a.criterion_id, sum(x.responses)::int as responses,
      count(*)::int as answered_questions, sum(x.responses * x.responses)::float8 as response_sizes
    from chosen k join (
        select run_id, question_id, count(*) as responses from responses
        where run_id in (select run_id from chosen) group by run_id, question_id
      ) x on x.run_id = k.run_id
      join asked a on a.question_id = x.question_id
        and (a.slug is null or k.criteria is null or a.slug = any(k.criteria))
    group by k.id, a.slice_id, a.criterion_id
  )`;
