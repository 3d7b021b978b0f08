import { sql } from 'drizzle-orm';
import { OUTCOMES, type Outcome } from '../benchmarks/benchmark.ts';
import type { Db } from './database.ts';
import { notScored, withoutResponse } from './unscored.ts';

/** What an evaluation has of one slice and criterion. */
export interface SliceCoverage {
  sliceId: string;
  criterionId: string;
  expected: number;
  responses: number;
  outcomes: Partial<Record<Outcome, number>>;
}

/** Every slice, those above leaves too, with every criterion asked in it; parents before children. */
export async function findCoverage(db: Db, evaluationId: string): Promise<SliceCoverage[]> {
  const { rows } = await db.execute<
    { slice_id: string; criterion_id: string; expected: number; responses: number } & Record<string, unknown>
  >(sql`
    with recursive parts as (
      select r.slice_id as leaf, s.id, s.parent_id
      from (select distinct slice_id from rollups where evaluation_id = ${evaluationId}) r
        join slices s on s.id = r.slice_id
      union all
      select p.leaf, s.id, s.parent_id from parts p join slices s on s.id = p.parent_id
    ),
    counted as (
      select p.id as slice_id, r.criterion_id, sum(r.expected)::int as expected, sum(r.responses)::int as responses,
        sum(r.scored)::int as scored, sum(r.not_applicable)::int as not_applicable, sum(r.unparseable)::int as unparseable,
        sum(r.out_of_range)::int as out_of_range, sum(r.judge_error)::int as judge_error, sum(r.missing_media)::int as missing_media,
        sum(${sql.raw(notScored('r'))})::int as not_scored, sum(${sql.raw(withoutResponse('r'))})::int as missing_response
      from rollups r join parts p on p.leaf = r.slice_id
      where r.evaluation_id = ${evaluationId} and r.criterion_id is not null
      group by p.id, r.criterion_id
    )
    select k.* from counted k join slices s on s.id = k.slice_id join criteria c on c.id = k.criterion_id
    order by s.level, s.parent_id nulls first, s.position, s.id, c.position`);
  return rows.map((row) => ({
    sliceId: row.slice_id,
    criterionId: row.criterion_id,
    expected: row.expected,
    responses: row.responses,
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, row[outcome.toLowerCase()] as number])),
  }));
}
