import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../../src/store/database.ts';
import { aggregated, SUM_COLUMNS } from '../../src/store/rollupChanges.ts';
import type { SeededEvaluation, SeededRun } from './evaluations.ts';
import { idOf } from './ids.ts';

/** Every question with the criteria asked of it, and the rollup rows of a full run, for all sessions to read. */
export async function openStage(
  { pool }: Database,
  benchmarkId: string,
  poolsCriteria: boolean,
): Promise<void> {
  await pool.query(`create schema assay_seed`);
  await pool.query(
    `create table assay_seed.asked as
     with recursive roots as (
       select id, id as category_id from slices where benchmark_id = $1 and parent_id is null
       union all
       select s.id, r.category_id from slices s join roots r on s.parent_id = r.id
     )
     select q.id as question_id, q.slice_id, c.id as criterion_id, c.position as salt, c.scale_min as least,
       c.scale_max - c.scale_min as width,
       -- A criterion that only takes points away seldom does.
       case when c.scale_max <= 0 then 0.5 else 0 end + (uuid_hash_extended(q.id, 0) & 1023) / 3000.0 - 0.17 as ease
     from questions q join roots r on r.id = q.slice_id
     join criteria c on c.benchmark_id = $1 and (c.category_id is null or c.category_id = r.category_id)
     where q.benchmark_id = $1 order by q.id, c.id`,
    [benchmarkId],
  );
  await pool.query(
    `create table assay_seed.rollups as
     with asked as (
       select a.slice_id, a.criterion_id, count(*) * b.samples_per_question as expected
       from assay_seed.asked a, benchmarks b where b.id = $1 group by a.slice_id, a.criterion_id, b.samples_per_question
     )
     select slice_id, criterion_id, expected, expected as responses, expected / b.samples_per_question as asked_questions
     from asked, benchmarks b where b.id = $1
     union all
     select k.slice_id, null, sum(k.expected), q.questions * b.samples_per_question, q.questions
     from asked k join benchmarks b on b.id = $1
       join (select slice_id, count(*) as questions from questions group by slice_id) q on q.slice_id = k.slice_id
     where $2 group by k.slice_id, q.questions, b.samples_per_question`,
    [benchmarkId, poolsCriteria],
  );
  await pool.query('analyze assay_seed.asked, assay_seed.rollups');
}

export async function closeStage({ pool }: Database): Promise<void> {
  await pool.query('drop schema if exists assay_seed cascade');
}

/** A response to each question of the run's benchmark. */
export async function insertResponses(tx: Tx, run: SeededRun): Promise<void> {
  await tx.execute(sql`
    insert into responses (id, run_id, question_id, sample_index, content, created_at)
    select ${sql.raw(idOf('at', 'question_id || run_id::text || sample'))}, run_id, question_id, sample, content,
      to_timestamp(at / 1000.0)
    from (
      select r.id as run_id, q.id as question_id, s as sample,
        ${run.createdMs}::bigint + row_number() over (order by q.id, s) as at,
        jsonb_build_array(jsonb_build_object('text', 'Invented answer to ' || q.external_id)) as content
      from runs r join questions q on q.benchmark_id = r.benchmark_id
        cross join generate_series(0, r.samples_per_question - 1) as s
      where r.id = ${run.id}
    ) x order by at`);
}

/**
 * The scores of one evaluation, in the order of their key, and its rollups. A value is its model's quality, the
 * question's difficulty and chance; one reply in fifty has none, and one in a hundred is read otherwise by the script.
 */
export async function insertScores(
  tx: Tx,
  evaluation: SeededEvaluation,
  poolsCriteria: boolean,
  isSingle: boolean,
): Promise<number> {
  const { id, runId, createdMs, quality, judge } = evaluation;
  const { rowCount } = await tx.execute(sql`
    insert into scores (evaluation_id, question_id, response_id, criterion_id, slice_id, outcome, value, official_value,
      created_at)
    select ${id}::uuid, question_id, response_id, criterion_id, slice_id, outcome,
      case when outcome = 'SCORED' then said end,
      case when outcome = 'SCORED' and luck >= 30 then said end, to_timestamp(${createdMs}::bigint / 1000.0)
    from (
      select *, (h >> 20) & 1023 as luck,
        (case when (h >> 20) & 1023 >= 20 then 'SCORED' when (h >> 20) & 1023 >= 5 then 'UNPARSEABLE'
          else 'OUT_OF_RANGE' end)::outcome as outcome,
        least + round(width * least(1, greatest(0, ${quality}::float8 + ease + ((h & 1048575) / 1048576.0 - 0.5) * 0.8)))
          as said
      from (
        select a.*, r.id as response_id, uuid_hash_extended(r.id, a.salt * 1000 + ${judge}::int) as h
        from responses r join assay_seed.asked a on a.question_id = r.question_id
        where r.run_id = ${runId}
      ) x
    ) y order by question_id, response_id, criterion_id`);
  const columns = sql.join(
    SUM_COLUMNS.map((name) => sql.identifier(name)),
    sql`, `,
  );
  await tx.execute(sql`
    with ${aggregated(sql`scores where evaluation_id = ${id}`, null, { poolsCriteria, isSingle })}
    insert into rollups (evaluation_id, slice_id, criterion_id, expected, responses, expected_questions, answered_questions,
      ${columns})
    select ${id}::uuid, r.slice_id, r.criterion_id, r.expected, r.responses, r.asked_questions, r.asked_questions,
      ${columns}
    from assay_seed.rollups r
      join rows k on k.slice_id = r.slice_id and k.criterion_id is not distinct from r.criterion_id`);
  return rowCount ?? 0;
}
