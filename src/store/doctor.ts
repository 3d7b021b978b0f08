import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { givenScores } from './unscored.ts';
import { findWrongExpected } from './wrongExpected.ts';

/** One thing that is not as it must be. */
export interface Finding {
  check: string;
  evaluationId: string;
  detail: string;
}

/**
 * Recomputes what is kept from what it is kept of: every rollup and histogram from its scores, what is expected from the
 * benchmark as it is, and of every evaluation that workers closed that each response has exactly one score per criterion
 * asked. An empty list means all is well.
 */
export async function findFaults(db: Db): Promise<Finding[]> {
  return [
    ...(await findWrongRollups(db)),
    ...(await findWrongHistograms(db)),
    ...(await findUncountedScores(db)),
    ...(await findWrongCounts(db)),
    ...(await findMissingScores(db)),
    ...(await findWrongExpected(db)).map((found) => ({ check: 'expected is what a full run has', ...found })),
    ...(await findWrongStatuses(db)),
  ];
}

const GIVEN = sql.raw(givenScores('r'));

const COLUMNS = [
  'scored',
  'not_applicable',
  'unparseable',
  'out_of_range',
  'judge_error',
  'missing_media',
  'n',
  'sum',
  'sum_squares',
  'questions',
  'squares',
  'cross',
  'sizes',
  'best',
  'response_cross',
  'won',
  'official_n',
  'official_sum',
  'official_sum_squares',
  'official_questions',
  'official_squares',
  'official_cross',
  'official_sizes',
  'official_best',
  'official_response_cross',
  'official_won',
] as const;

/** Where a value lies from the worst to the best of its criterion; beyond its scale, at the nearer end. */
const placeOf = (column: string): SQL => {
  const worst = '(case when c.higher_is_better then c.scale_min else c.scale_max end)';
  const best = '(case when c.higher_is_better then c.scale_max else c.scale_min end)';
  return sql.raw(`least(1, greatest(0, (${column} - ${worst}) / (${best} - ${worst})))`);
};

async function findWrongRollups(db: Db): Promise<Finding[]> {
  const differing = COLUMNS.map(
    (name) => `case when abs(r."${name}" - coalesce(t."${name}", 0)) > 1e-9 * greatest(1, abs(r."${name}"))
    then '${name} is ' || r."${name}" || ', scores give ' || coalesce(t."${name}", 0) end`,
  ).join(',\n');
  const { rows } = await db.execute<{ evaluation_id: string; detail: string }>(sql`
    with keyed as (
      select r.evaluation_id, r.slice_id, r.criterion_id, s.question_id, s.response_id, s.outcome, s.value, s.official_value,
        ${placeOf('value')} as place, ${placeOf('official_value')} as official_place
      from rollups r join scores s on s.evaluation_id = r.evaluation_id and s.slice_id = r.slice_id
        and (s.criterion_id = r.criterion_id or r.criterion_id is null)
        join criteria c on c.id = s.criterion_id
    ),
    per_question as (
      select evaluation_id, slice_id, criterion_id, question_id, count(distinct response_id) as responses,
        max(place) as place, max(official_place) as official_place,
        count(*) filter (where outcome = 'SCORED') as scored,
        count(*) filter (where outcome = 'NOT_APPLICABLE') as not_applicable,
        count(*) filter (where outcome = 'UNPARSEABLE') as unparseable,
        count(*) filter (where outcome = 'OUT_OF_RANGE') as out_of_range,
        count(*) filter (where outcome = 'JUDGE_ERROR') as judge_error,
        count(*) filter (where outcome = 'MISSING_MEDIA') as missing_media,
        count(value) as n, coalesce(sum(value), 0) as s, coalesce(sum(value * value), 0) as ss, max(value) as best,
        count(official_value) as on, coalesce(sum(official_value), 0) as os,
        coalesce(sum(official_value * official_value), 0) as oss, max(official_value) as obest
      from keyed group by evaluation_id, slice_id, criterion_id, question_id
    ),
    truth as (
      select evaluation_id, slice_id, criterion_id,
        sum(scored) as scored, sum(not_applicable) as not_applicable, sum(unparseable) as unparseable,
        sum(out_of_range) as out_of_range, sum(judge_error) as judge_error, sum(missing_media) as missing_media,
        sum(n) as n, sum(s) as sum, sum(ss) as sum_squares, count(*) filter (where n > 0) as questions,
        sum(s * s) as squares, sum(s * n) as "cross", sum(n * n) as sizes, sum(coalesce(best, 0)) as best,
        sum(s * responses) as response_cross, sum(place) as won, sum(os * responses) as official_response_cross,
        sum(official_place) as official_won,
        sum("on") as official_n, sum(os) as official_sum, sum(oss) as official_sum_squares,
        count(*) filter (where "on" > 0) as official_questions, sum(os * os) as official_squares,
        sum(os * "on") as official_cross, sum("on" * "on") as official_sizes, sum(coalesce(obest, 0)) as official_best
      from per_question group by evaluation_id, slice_id, criterion_id
    ),
    compared as (
      select r.evaluation_id, concat_ws('; ', ${sql.raw(differing)}) as detail
      from rollups r left join truth t on t.evaluation_id = r.evaluation_id and t.slice_id = r.slice_id
        and t.criterion_id is not distinct from r.criterion_id
    )
    select evaluation_id, detail from compared where detail <> '' limit 100`);
  return rows.map((row) => ({
    check: 'rollups equal scores',
    evaluationId: row.evaluation_id,
    detail: row.detail,
  }));
}

async function findWrongHistograms(db: Db): Promise<Finding[]> {
  const { rows } = await db.execute<{ evaluation_id: string; wrong: number }>(sql`
    with bins as (
      select s.evaluation_id, s.slice_id, s.criterion_id, count(*) as found,
        least(20, 1 + floor(20 * (s.value - c.scale_min) / (c.scale_max - c.scale_min))) as bin
      from scores s join criteria c on c.id = s.criterion_id
      where s.value is not null group by s.evaluation_id, s.slice_id, s.criterion_id, bin
    )
    select r.evaluation_id, count(*)::int as wrong
    from rollups r cross join unnest(r.histogram) with ordinality as h(kept, bin)
      left join bins b on b.evaluation_id = r.evaluation_id and b.slice_id = r.slice_id
        and b.criterion_id = r.criterion_id and b.bin = h.bin
    where r.criterion_id is not null and h.kept <> coalesce(b.found, 0)
    group by r.evaluation_id limit 100`);
  return rows.map(({ evaluation_id, wrong }) => ({
    check: 'histograms equal scores',
    evaluationId: evaluation_id,
    detail: `${wrong} bins of the histograms are not what the scores give`,
  }));
}

/** Scores of a slice and criterion that no rollup counts, so that no leaderboard shows them. */
async function findUncountedScores(db: Db): Promise<Finding[]> {
  const { rows } = await db.execute<{ evaluation_id: string; found: number }>(sql`
    select s.evaluation_id, count(*)::int as found
    from scores s left join rollups r on r.evaluation_id = s.evaluation_id and r.slice_id = s.slice_id
      and r.criterion_id = s.criterion_id
    where r.evaluation_id is null group by s.evaluation_id limit 100`);
  return rows.map(({ evaluation_id, found }) => ({
    check: 'every score is counted in a rollup',
    evaluationId: evaluation_id,
    detail: `${found} scores have no rollup`,
  }));
}

async function findWrongCounts(db: Db): Promise<Finding[]> {
  const { rows } = await db.execute<{ id: string; done: number; found: number }>(sql`
    select e.id, e.done, count(distinct s.response_id)::int as found
    from evaluations e left join scores s on s.evaluation_id = e.id
    group by e.id having e.done <> count(distinct s.response_id) limit 100`);
  return rows.map(({ id, done, found }) => ({
    check: 'progress equals scored responses',
    evaluationId: id,
    detail: `${done} done, ${found} responses have scores`,
  }));
}

/** Imports bring what they have: one that lacks scores is PARTIAL, and says so. */
async function findMissingScores(db: Db): Promise<Finding[]> {
  const { rows } = await db.execute<{ evaluation_id: string; expected: number; found: number }>(sql`
    select r.evaluation_id, sum(r.responses)::int as expected, sum(${GIVEN})::int as found
    from rollups r join evaluations e on e.id = r.evaluation_id
    where e.status in ('COMPLETED', 'PARTIAL', 'FAILED') and not e.is_import and r.criterion_id is not null
    group by r.evaluation_id
    having sum(r.responses) <> sum(${GIVEN})
    limit 100`);
  return rows.map(({ evaluation_id, expected, found }) => ({
    check: 'every response of a closed evaluation has one score per criterion',
    evaluationId: evaluation_id,
    detail: `${expected} expected, ${found} found`,
  }));
}

async function findWrongStatuses(db: Db): Promise<Finding[]> {
  const { rows } = await db.execute<{ id: string; status: string; expected: number; answered: number }>(sql`
    select e.id, e.status, sum(r.expected)::int as expected,
      sum(r.scored + r.not_applicable + r.unparseable + r.out_of_range)::int as answered
    from evaluations e join rollups r on r.evaluation_id = e.id and r.criterion_id is not null
    where e.status in ('COMPLETED', 'PARTIAL') group by e.id
    having (e.status = 'COMPLETED')
      <> (sum(r.scored + r.not_applicable + r.unparseable + r.out_of_range) >= sum(r.expected))
    limit 100`);
  return rows.map(({ id, status, expected, answered }) => ({
    check: 'a closed evaluation is COMPLETED exactly when nothing expected is without an answer of the judge',
    evaluationId: id,
    detail: `it is ${status}: ${expected} scores expected, ${answered} answered`,
  }));
}
