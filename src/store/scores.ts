import { type SQL, sql } from 'drizzle-orm';
import type { Outcome } from '../benchmarks/benchmark.ts';
import { newId } from '../core/ids.ts';
import type { Tx } from './database.ts';

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
  // One text however many rows there are: it is built and parsed in a fraction of the time.
  await tx.execute(sql`
    insert into replies (id, evaluation_id, response_id, part, text, evidence, is_truncated)
    select id, ${evaluationId}::uuid, response_id, part, text, evidence::jsonb, is_truncated
    from unnest(
      ${uuids(added.map(newId))}, ${uuids(added.map((r) => r.responseId))}, ${texts(added.map((r) => r.part ?? ''))},
      ${texts(added.map((r) => r.text))}, ${texts(added.map((r) => r.evidence && JSON.stringify(r.evidence)))},
      ${sql.param(added.map((r) => r.isTruncated ?? false))}::bool[]
    ) as t(id, response_id, part, text, evidence, is_truncated)
    on conflict do nothing`);
}

/**
 * The `with` list of a statement that writes scores and brings the rollups along; a score that is there already stays
 * and is not counted again. It is right only while nobody else writes scores of the same questions: its reads see the
 * scores before its own insert, which is what a difference needs. The rollup rows that change are `locked` in key order,
 * so that writers of one evaluation wait for each other rather than deadlock; `finished` has how many responses got their
 * first score.
 */
export function written(evaluationId: string, added: readonly NewScore[]): SQL {
  const questions = uuids([...new Set(added.map((score) => score.questionId))]);
  return sql`
    incoming as (${incomingOf(added)}),
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
      -- The questions by name: joined with what was inserted, all scores of the evaluation might be read.
      where s.evaluation_id = ${evaluationId} and s.question_id = any(${questions})
    ),
    finished as (
      select count(distinct i.response_id)::int as responses
      from inserted i where not exists (select from before b where b.response_id = i.response_id)
    ),
    ${changes(evaluationId)}`;
}

/** Scores as rows of a query, in arrays: one text however many there are. */
export const incomingOf = (added: readonly NewScore[]): SQL => sql`
  select * from unnest(
    ${uuids(added.map((s) => s.questionId))}, ${uuids(added.map((s) => s.responseId))},
    ${uuids(added.map((s) => s.criterionId))}, ${uuids(added.map((s) => s.sliceId))},
    ${texts(added.map((s) => s.outcome))}::outcome[], ${numbers(added.map((s) => s.value))},
    ${numbers(added.map((s) => s.officialValue))}, ${texts(added.map((s) => s.reason))}
  ) as t(question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason)`;

/** How many new values lie in each of 20 bins. */
const HISTOGRAM = sql.raw(
  `array[${Array.from({ length: 20 }, (_, at) => `count(*) filter (where bin = ${at + 1})`).join(', ')}]`,
);

/** The difference that `inserted` makes to every rollup row it touches, given the scores `before` it. */
function changes(evaluationId: string): SQL {
  return sql`
    keyed as (
      select r.slice_id, r.criterion_id, i.question_id, i.outcome, i.value, i.official_value, true as is_new,
        case when r.criterion_id is not null and i.value is not null then
          least(20, 1 + floor(20 * (i.value - c.scale_min) / (c.scale_max - c.scale_min)))::int end as bin
      from inserted i join criteria c on c.id = i.criterion_id
        join rollups r on r.evaluation_id = ${evaluationId} and r.slice_id = i.slice_id
        and (r.criterion_id = i.criterion_id or r.criterion_id is null)
      union all
      select r.slice_id, r.criterion_id, b.question_id, null, b.value, b.official_value, false, null
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
        coalesce(sum(value * value), 0) as sum_squares, coalesce(sum(official_value * official_value), 0) as osum_squares,
        ${HISTOGRAM} as histogram
      from keyed where is_new group by slice_id, criterion_id
    ),
    locked as (
      select r.slice_id, r.criterion_id
      from clusters c join rollups r on r.evaluation_id = ${evaluationId} and r.slice_id = c.slice_id
        and r.criterion_id is not distinct from c.criterion_id
      order by r.slice_id, r.criterion_id for update of r
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
        histogram = (select array_agg(a + b order by i) from unnest(r.histogram, o.histogram) with ordinality as z(a, b, i))
      from locked l
        join clusters c on c.slice_id = l.slice_id and c.criterion_id is not distinct from l.criterion_id
        join outcomes o on o.slice_id = l.slice_id and o.criterion_id is not distinct from l.criterion_id
      where r.evaluation_id = ${evaluationId} and r.slice_id = l.slice_id and r.criterion_id is not distinct from l.criterion_id
    )`;
}

export const uuids = (values: readonly string[]): SQL => sql`${sql.param(values)}::uuid[]`;
const texts = (values: readonly (string | null)[]): SQL => sql`${sql.param(values)}::text[]`;
const numbers = (values: readonly (number | null)[]): SQL => sql`${sql.param(values)}::float8[]`;
