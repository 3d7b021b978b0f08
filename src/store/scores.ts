import { type SQL, sql } from 'drizzle-orm';
import type { Outcome } from '../benchmarks/benchmark.ts';
import { newId } from '../core/ids.ts';
import type { Tx } from './database.ts';
import { replies } from './tables/index.ts';

export interface NewScore {
  questionId: string;
  responseId: string;
  criterionId: string;
  sliceId: string;
  outcome: Outcome;
  /** As strictly read; null unless SCORED. */
  value: number | null;
  /** As the published script reads it; null where the script leaves it out. */
  officialValue: number | null;
  reason: string | null;
}

export interface NewReply {
  responseId: string;
  part?: string;
  text: string | null;
  evidence: Record<string, unknown> | null;
  isTruncated?: boolean;
}

/** Writing the same reply twice leaves the first. */
export async function insertReplies(tx: Tx, evaluationId: string, added: readonly NewReply[]): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map((reply) => ({ id: newId(), evaluationId, part: '', ...reply }));
  await tx.insert(replies).values(rows).onConflictDoNothing();
}

/**
 * Writes scores and brings the rollups along; a score that is there already stays and is not counted again.
 * Returns the number of responses that got their first score. The evaluation's rollup rows are locked in key
 * order, so that writers of one evaluation wait for each other rather than deadlock.
 */
export async function insertScores(
  tx: Tx,
  evaluationId: string,
  added: readonly NewScore[],
): Promise<number> {
  if (added.length === 0) return 0;
  const slices = uuids(added.map((score) => score.sliceId));
  await tx.execute(sql`
    select 1 from rollups where evaluation_id = ${evaluationId} and slice_id = any(${slices})
    order by slice_id, criterion_id for update`);
  // One statement: its reads of scores see the state before its own insert, which is what a difference needs.
  const { rows } = await tx.execute<{ responses: number }>(sql`
    with incoming as (
      select * from unnest(
        ${uuids(added.map((s) => s.questionId))}, ${uuids(added.map((s) => s.responseId))},
        ${uuids(added.map((s) => s.criterionId))}, ${slices},
        ${texts(added.map((s) => s.outcome))}::outcome[], ${numbers(added.map((s) => s.value))},
        ${numbers(added.map((s) => s.officialValue))}, ${texts(added.map((s) => s.reason))}
      ) as t(question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason)
    ),
    inserted as (
      insert into scores (evaluation_id, question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason)
      select ${evaluationId}::uuid, question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason
      from incoming
      on conflict do nothing
      returning question_id, response_id, criterion_id, slice_id, outcome, value, official_value
    ),
    before as (
      select s.question_id, s.response_id, s.criterion_id, s.slice_id, s.value, s.official_value
      from scores s
      where s.evaluation_id = ${evaluationId} and s.question_id in (select question_id from inserted)
    ),
    ${changes(evaluationId)}
    select count(distinct i.response_id)::int as responses
    from inserted i where not exists (select from before b where b.response_id = i.response_id)`);
  return rows[0]?.responses ?? 0;
}

/** The difference that `inserted` makes to every rollup row it touches, given the scores `before` it. */
function changes(evaluationId: string): SQL {
  return sql`
    keyed as (
      select r.slice_id, r.criterion_id, i.question_id, i.outcome, i.value, i.official_value, true as is_new
      from inserted i join rollups r on r.evaluation_id = ${evaluationId} and r.slice_id = i.slice_id
        and (r.criterion_id = i.criterion_id or r.criterion_id is null)
      union all
      select r.slice_id, r.criterion_id, b.question_id, null, b.value, b.official_value, false
      from before b join rollups r on r.evaluation_id = ${evaluationId} and r.slice_id = b.slice_id
        and (r.criterion_id = b.criterion_id or r.criterion_id is null)
    ),
    per_question as (
      select slice_id, criterion_id, question_id,
        count(value) filter (where not is_new) as n0, coalesce(sum(value) filter (where not is_new), 0) as s0,
        max(value) filter (where not is_new) as b0, count(value) as n1, coalesce(sum(value), 0) as s1, max(value) as b1,
        count(official_value) filter (where not is_new) as on0,
        coalesce(sum(official_value) filter (where not is_new), 0) as os0,
        max(official_value) filter (where not is_new) as ob0,
        count(official_value) as on1, coalesce(sum(official_value), 0) as os1, max(official_value) as ob1
      from keyed group by slice_id, criterion_id, question_id having bool_or(is_new)
    ),
    clusters as (
      select slice_id, criterion_id,
        sum(n1 - n0) as n, sum(s1 - s0) as sum, sum((n1 > 0)::int - (n0 > 0)::int) as questions,
        sum(s1 * s1 - s0 * s0) as squares, sum(s1 * n1 - s0 * n0) as "cross", sum(n1 * n1 - n0 * n0) as sizes,
        sum(coalesce(b1, 0) - coalesce(b0, 0)) as best,
        sum(on1 - on0) as on, sum(os1 - os0) as osum, sum((on1 > 0)::int - (on0 > 0)::int) as oquestions,
        sum(os1 * os1 - os0 * os0) as osquares, sum(os1 * on1 - os0 * on0) as ocross, sum(on1 * on1 - on0 * on0) as osizes,
        sum(coalesce(ob1, 0) - coalesce(ob0, 0)) as obest
      from per_question group by slice_id, criterion_id
    ),
    outcomes as (
      select slice_id, criterion_id,
        count(*) filter (where outcome = 'SCORED') as scored,
        count(*) filter (where outcome = 'NOT_APPLICABLE') as not_applicable,
        count(*) filter (where outcome = 'UNPARSEABLE') as unparseable,
        count(*) filter (where outcome = 'OUT_OF_RANGE') as out_of_range,
        count(*) filter (where outcome = 'JUDGE_ERROR') as judge_error,
        count(*) filter (where outcome = 'MISSING_MEDIA') as missing_media,
        coalesce(sum(value * value), 0) as sum_squares, coalesce(sum(official_value * official_value), 0) as osum_squares
      from keyed where is_new group by slice_id, criterion_id
    ),
    bins as (
      select slice_id, criterion_id, array_agg(c order by bin) as histogram from (
        select k.slice_id, k.criterion_id, b.bin, count(h.bin)::int as c
        from (select distinct slice_id, criterion_id from keyed where is_new) k
        cross join generate_series(1, 20) as b(bin)
        left join (
          select x.slice_id, x.criterion_id,
            least(20, 1 + floor(20 * (x.value - c.scale_min) / (c.scale_max - c.scale_min)))::int as bin
          from keyed x join criteria c on c.id = x.criterion_id
          where x.is_new and x.value is not null
        ) h on h.slice_id = k.slice_id and h.criterion_id is not distinct from k.criterion_id and h.bin = b.bin
        group by k.slice_id, k.criterion_id, b.bin
      ) counted group by slice_id, criterion_id
    ),
    changed as (
      update rollups r set
        scored = r.scored + o.scored, not_applicable = r.not_applicable + o.not_applicable,
        unparseable = r.unparseable + o.unparseable, out_of_range = r.out_of_range + o.out_of_range,
        judge_error = r.judge_error + o.judge_error, missing_media = r.missing_media + o.missing_media,
        n = r.n + c.n, sum = r.sum + c.sum, sum_squares = r.sum_squares + o.sum_squares,
        questions = r.questions + c.questions, squares = r.squares + c.squares, "cross" = r."cross" + c."cross",
        sizes = r.sizes + c.sizes, best = r.best + c.best,
        official_n = r.official_n + c.on, official_sum = r.official_sum + c.osum,
        official_sum_squares = r.official_sum_squares + o.osum_squares,
        official_questions = r.official_questions + c.oquestions, official_squares = r.official_squares + c.osquares,
        official_cross = r.official_cross + c.ocross, official_sizes = r.official_sizes + c.osizes,
        official_best = r.official_best + c.obest,
        histogram = (select array_agg(a + b order by i) from unnest(r.histogram, h.histogram) with ordinality as z(a, b, i))
      from clusters c
        join outcomes o on o.slice_id = c.slice_id and o.criterion_id is not distinct from c.criterion_id
        join bins h on h.slice_id = c.slice_id and h.criterion_id is not distinct from c.criterion_id
      where r.evaluation_id = ${evaluationId} and r.slice_id = c.slice_id and r.criterion_id is not distinct from c.criterion_id
    )`;
}

const uuids = (values: readonly string[]): SQL => sql`${sql.param(values)}::uuid[]`;
const texts = (values: readonly (string | null)[]): SQL => sql`${sql.param(values)}::text[]`;
const numbers = (values: readonly (number | null)[]): SQL => sql`${sql.param(values)}::float8[]`;
