import { type SQL, sql } from 'drizzle-orm';
import type { RunRow } from '../tables/index.ts';

/**
 * Staged scores `b` with what their names mean: `t` the response and where its question lies, `c` the criterion. In a
 * `with` that ends in `batch` and `targets`; `join` decides what becomes of names that mean nothing.
 */
export function named(staged: SQL, run: RunRow): SQL {
  return sql`
    recursive roots as (
      select id, id as category_id, slug as category from slices
      where benchmark_id = ${run.benchmarkId} and parent_id is null
      union all
      select s.id, r.category_id, r.category from slices s join roots r on s.parent_id = r.id
    ),
    batch as materialized (select * from ${staged}),
    targets as materialized (
      select n.question, n.sample, r.id as response_id, q.id as question_id, q.slice_id, o.category_id, o.category
      from (select distinct question, sample from batch) n
        join questions q on q.benchmark_id = ${run.benchmarkId} and q.external_id = n.question
        join responses r on r.run_id = ${run.id} and r.question_id = q.id and r.sample_index = n.sample
        join roots o on o.id = q.slice_id
    )`;
}

export const joined = (run: RunRow, join: 'join' | 'left join'): SQL => sql`
  batch b ${sql.raw(join)} targets t on t.question = b.question and t.sample = b.sample
    ${sql.raw(join)} criteria c on c.benchmark_id = ${run.benchmarkId} and c.slug = b.criterion
      and (c.category_id is null or c.category_id = t.category_id)`;
