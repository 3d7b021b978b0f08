import { expect } from 'vitest';
import { toGlobalId } from '../../src/core/ids.ts';
import { test } from '../support/fixtures.ts';
import { randomResults } from './results.ts';

interface Relation {
  view_name: string;
  column_name: string;
  kind: 'PRIMARY' | 'FOREIGN';
  to_view: string | null;
  to_column: string | null;
}

test('every key is unique, and every reference leads to a row', { timeout: 120_000 }, async ({
  client,
  database: { pool },
}) => {
  await randomResults(client, 21);
  const { rows: relations } = await pool.query<Relation>('select * from bi_v1.relations');

  expect(relations.length).toBeGreaterThan(30);
  for (const { view_name, column_name, kind, to_view, to_column } of relations) {
    const wrong =
      kind === 'PRIMARY'
        ? `select count(*) - count(distinct ${column_name}) as wrong, count(*) as rows from bi_v1.${view_name}`
        : `select count(*) filter (where t.${to_column} is null) as wrong, count(*) as rows
           from bi_v1.${view_name} f left join bi_v1.${to_view} t on t.${to_column} = f.${column_name}
           where f.${column_name} is not null`;
    const { rows } = await pool.query<{ wrong: number; rows: number }>(wrong);
    expect.soft(rows[0], `${view_name}.${column_name}`).toMatchObject({ wrong: 0 });
    expect.soft(rows[0]?.rows, `${view_name}.${column_name}`).toBeGreaterThan(0);
  }
});

test('the view of relations names every column that ends in _key', async ({ database: { pool } }) => {
  const { rows } = await pool.query(
    `select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'bi_v1'::regnamespace and a.attname like '%\\_key'
     except select view_name, column_name from bi_v1.relations`,
  );

  expect(rows).toEqual([]);
});

test('scores add up to rollups, in every count and both readings', { timeout: 120_000 }, async ({
  client,
  database: { pool },
}) => {
  await randomResults(client, 22);

  const { rows } = await pool.query(
    `with scores as (
       select evaluation_key, benchmark_key, model_key, judge_key, slice_key, criterion_key,
         count(*) filter (where outcome = 'SCORED') as scored, count(*) filter (where outcome = 'UNPARSEABLE') as unparseable,
         count(value) as n, coalesce(sum(value), 0) as value_sum, avg(value) as value_mean,
         count(official_value) as official_n, coalesce(sum(official_value), 0) as official_sum
       from bi_v1.fact_score group by 1, 2, 3, 4, 5, 6)
     select count(*) as compared, count(*) filter (where r.scored = s.scored and r.unparseable = s.unparseable and r.n = s.n
       and r.official_n = s.official_n and abs(r.value_sum - s.value_sum) < 1e-9 and abs(r.official_sum - s.official_sum) < 1e-9
       and (r.n = 0 or abs(r.value_mean - s.value_mean) < 1e-9)) as same
     from scores s join bi_v1.fact_rollup r
       using (evaluation_key, benchmark_key, model_key, judge_key, slice_key, criterion_key)`,
  );

  expect(rows[0].compared).toBeGreaterThan(100);
  expect(rows[0].same).toBe(rows[0].compared);
});

const EVALUATIONS = `{ evaluations(first: 100) { nodes { id status expected responses done
  judge { name revision } run { settings samplesPerQuestion model { name } benchmark { slug } } } } }`;

test('evaluations are those of the API', { timeout: 120_000 }, async ({ client, database: { pool } }) => {
  await randomResults(client, 23);
  const { evaluations } = await client.query<{ evaluations: { nodes: ApiEvaluation[] } }>(EVALUATIONS);

  const { rows } = await pool.query(
    `select evaluation_id, status, expected, responses, done, judge, revision, e.samples_per_question, model, benchmark,
       settings
     from bi_v1.fact_evaluation e join bi_v1.dim_judge using (judge_key) join bi_v1.dim_model using (model_key)
       join bi_v1.dim_benchmark using (benchmark_key) order by evaluation_key desc`,
  );

  expect(rows.length).toBeGreaterThan(60);
  expect(rows).toHaveLength(evaluations.nodes.length);
  const found = new Map(rows.map((row) => [toGlobalId('Evaluation', row.evaluation_id), row]));
  for (const { id, judge, run, ...counts } of evaluations.nodes) {
    expect.soft(found.get(id), id).toMatchObject({
      ...{ ...counts, judge: judge.name, revision: judge.revision, model: run.model.name },
      ...{ benchmark: run.benchmark.slug, samples_per_question: run.samplesPerQuestion },
      settings: 'seed' in run.settings ? 'promptRewriting=true, seed=7' : '',
    });
  }
});

interface ApiEvaluation {
  id: string;
  status: string;
  expected: number;
  responses: number;
  done: number;
  judge: { name: string; revision: string };
  run: {
    settings: Record<string, unknown>;
    samplesPerQuestion: number;
    model: { name: string };
    benchmark: { slug: string };
  };
}

test('days have no gap, cover every fact, and say what calendar they are in', {
  timeout: 120_000,
}, async ({ client, database: { pool } }) => {
  await randomResults(client, 24);
  // A run of long ago and one across a leap day.
  await pool.query(
    `update runs set created_at = '2019-12-31 23:30:00+00' where id = (select min(id::text)::uuid from runs)`,
  );
  await pool.query(`update scores set created_at = '2024-02-29 23:59:59+00'
    where evaluation_id = (select min(id::text)::uuid from evaluations)`);

  const { rows: days } = await pool.query(
    `select count(*) as days, count(distinct date_key) as distinct, min(date_key)::text as first, max(date_key)::text as last,
       max(date_key) - min(date_key) + 1 as span from bi_v1.dim_date`,
  );
  const { rows: missing } = await pool.query(
    `select date_key from (select date_key from bi_v1.fact_score union select date_key from bi_v1.fact_rollup
       union select date_key from bi_v1.fact_evaluation union select date_key from bi_v1.leaderboard_strict) f
     where date_key not in (select date_key from bi_v1.dim_date)`,
  );
  const { rows: leap } = await pool.query(
    `select year, quarter, month_name, year_month, week_start::text, iso_week, day_name, is_weekend
     from bi_v1.dim_date where date_key = '2024-02-29'`,
  );

  expect(missing).toEqual([]);
  expect(days[0]).toMatchObject({ first: '2019-01-01', last: `${new Date().getUTCFullYear() + 1}-12-31` });
  expect(days[0].days).toBe(days[0].span);
  expect(days[0].distinct).toBe(days[0].days);
  expect(leap).toEqual([
    {
      ...{ year: 2024, quarter: 1, month_name: 'February', year_month: '2024-02' },
      ...{ week_start: '2024-02-26', iso_week: 9, day_name: 'Thursday', is_weekend: false },
    },
  ]);
});
