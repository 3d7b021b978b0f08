import { type SQL, sql } from 'drizzle-orm';
import type { Outcome } from '../benchmarks/benchmark.ts';
import { newId } from '../core/ids.ts';
import type { Tx } from './database.ts';
import { addRows, aggregated } from './rollupChanges.ts';

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

/** Writing the same reply twice leaves the first. How many were not there. */
export async function insertReplies(
  tx: Tx,
  evaluationId: string,
  added: readonly NewReply[],
): Promise<number> {
  if (added.length === 0) return 0;
  // One text however many rows there are: it is built and parsed in a fraction of the time.
  const { rowCount } = await tx.execute(sql`
    insert into replies (id, evaluation_id, response_id, part, text, evidence, is_truncated)
    select id, ${evaluationId}::uuid, response_id, part, text, evidence::jsonb, is_truncated
    from unnest(
      ${uuids(added.map(newId))}, ${uuids(added.map((r) => r.responseId))}, ${texts(added.map((r) => r.part ?? ''))},
      ${texts(added.map((r) => r.text))}, ${texts(added.map((r) => r.evidence && JSON.stringify(r.evidence)))},
      ${sql.param(added.map((r) => r.isTruncated ?? false))}::bool[]
    ) as t(id, response_id, part, text, evidence, is_truncated)
    on conflict do nothing`);
  return rowCount ?? 0;
}

/** Replies as rows of a query. */
export const repliesOf = (added: readonly NewReply[]): SQL => sql`
  select response_id, part, text, evidence::jsonb as evidence from unnest(
    ${uuids(added.map((r) => r.responseId))}, ${texts(added.map((r) => r.part ?? ''))},
    ${texts(added.map((r) => r.text))}, ${texts(added.map((r) => r.evidence && JSON.stringify(r.evidence)))}
  ) as t(response_id, part, text, evidence)`;

/**
 * The `with` list of a statement that writes scores and brings the rollups along; a score that is there already stays
 * and is not counted again. It is right only while nobody else writes scores of the same questions: its reads see the
 * scores before its own insert, which is what a difference needs. The rollup rows that change are `locked` in key order,
 * so that writers of one evaluation wait for each other rather than deadlock; `finished` has how many responses got their
 * first score. Sums of all criteria pooled change nothing where the evaluation keeps none.
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
      select s.question_id, s.response_id, s.criterion_id, s.slice_id, s.outcome, s.value, s.official_value
      from scores s
      -- The questions by name: joined with what was inserted, all scores of the evaluation might be read.
      where s.evaluation_id = ${evaluationId} and s.question_id = any(${questions})
    ),
    finished as (
      select count(distinct i.response_id)::int as responses
      from inserted i where not exists (select from before b where b.response_id = i.response_id)
    ),
    ${aggregated(sql`inserted`, sql`before`, { poolsCriteria: true, isSingle: false })},
    locked as (
      select r.slice_id, r.criterion_id
      from rows k join rollups r on r.evaluation_id = ${evaluationId} and r.slice_id = k.slice_id
        and r.criterion_id is not distinct from k.criterion_id
      order by r.slice_id, r.criterion_id for update of r
    ),
    changed as (${addRows(evaluationId, LOCKED_ROWS)})`;
}

const LOCKED_ROWS = sql`(
  select k.* from locked l join rows k on k.slice_id = l.slice_id and k.criterion_id is not distinct from l.criterion_id)`;

/** Scores as rows of a query, in arrays: one text however many there are. */
export const incomingOf = (added: readonly NewScore[]): SQL => sql`
  select * from unnest(
    ${uuids(added.map((s) => s.questionId))}, ${uuids(added.map((s) => s.responseId))},
    ${uuids(added.map((s) => s.criterionId))}, ${uuids(added.map((s) => s.sliceId))},
    ${texts(added.map((s) => s.outcome))}::outcome[], ${numbers(added.map((s) => s.value))},
    ${numbers(added.map((s) => s.officialValue))}, ${texts(added.map((s) => s.reason))}
  ) as t(question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason)`;

export const uuids = (values: readonly string[]): SQL => sql`${sql.param(values)}::uuid[]`;
const texts = (values: readonly (string | null)[]): SQL => sql`${sql.param(values)}::text[]`;
const numbers = (values: readonly (number | null)[]): SQL => sql`${sql.param(values)}::float8[]`;
