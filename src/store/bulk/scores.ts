import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../database.ts';
import { addRows, aggregated, type Shape } from '../rollupChanges.ts';
import { refuseContradicted } from './contradicted.ts';

/** What a write changed. */
export interface Written {
  /** Scores that were not there. */
  added: number;
  /** Responses that got their first score. */
  finished: number;
}

/**
 * Locks rollup rows in key order, so that writers of one evaluation wait for each other rather than deadlock, and tells
 * whether the evaluation keeps sums of all criteria pooled. Without slices all of them are locked.
 */
export async function lockRollups(tx: Tx, evaluationId: string, slices?: SQL): Promise<boolean> {
  const some = slices ? sql`and slice_id = any(${slices})` : sql``;
  const { rows } = await tx.execute<{ pools: boolean | null }>(sql`
    select bool_or(criterion_id is null) as pools from (
      select criterion_id from rollups where evaluation_id = ${evaluationId} ${some}
      order by slice_id, criterion_id for update
    ) l`);
  return rows[0]?.pools ?? false;
}

/**
 * Writes scores given by a query and brings the rollups along, which the caller has locked; a score that is there stays
 * and is not counted again, and throws CONFLICT where it says something else. `incoming` has (question_id, response_id, criterion_id, slice_id, outcome, value,
 * official_value, reason). Most likely all of it is new, which is tried first since it costs half.
 */
export async function writeIncoming(
  tx: Tx,
  evaluationId: string,
  incoming: SQL,
  shape: Shape,
): Promise<Written> {
  const written = await insertNew(tx, evaluationId, incoming, shape);
  if (written) return written;
  const missing = await insertMissing(tx, evaluationId, incoming, shape);
  await refuseContradicted(tx, evaluationId, incoming);
  return missing;
}

async function insertMissing(tx: Tx, evaluationId: string, incoming: SQL, shape: Shape): Promise<Written> {
  const inserted = sql`
    incoming as (${incoming}),
    inserted as (
      ${insertion(evaluationId)} on conflict do nothing
      returning question_id, response_id, criterion_id, slice_id, outcome, value, official_value
    )`;
  const { rows } = await tx.execute<Written & Record<string, unknown>>(
    counted(evaluationId, inserted, sql`inserted`, shape),
  );
  return rows[0] as Written;
}

/** Null, and nothing is written, when one of the scores is there. */
async function insertNew(tx: Tx, evaluationId: string, incoming: SQL, shape: Shape): Promise<Written | null> {
  const written = sql`
    incoming as materialized (${incoming}), written as (${insertion(evaluationId)})`;
  try {
    return await tx.transaction(async (attempt) => {
      const { rows } = await attempt.execute<Written & Record<string, unknown>>(
        counted(evaluationId, written, sql`incoming`, shape),
      );
      return rows[0] as Written;
    });
  } catch (error) {
    if (isTaken(error)) return null;
    throw error;
  }
}

const insertion = (evaluationId: string): SQL => sql`
  insert into scores
    (evaluation_id, question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason)
  select ${evaluationId}::uuid, question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason
  from incoming`;

/** One statement: its reads of scores see the state before its own insert, which is what a difference needs. */
function counted(evaluationId: string, insert: SQL, added: SQL, shape: Shape): SQL {
  const criteria = shape.poolsCriteria
    ? sql``
    : sql`where exists (
        select from ${added} i where i.question_id = b.question_id and i.criterion_id = b.criterion_id)`;
  return sql`
    with ${insert},
    -- Question by question: joined otherwise, all scores of the evaluation might be read.
    before as (
      select s.* from (select distinct question_id from ${added}) i cross join lateral (
        select question_id, response_id, criterion_id, slice_id, outcome, value, official_value from scores s
        where s.evaluation_id = ${evaluationId} and s.question_id = i.question_id offset 0) s
    ),
    again as (select * from before b ${criteria}),
    ${aggregated(added, sql`again`, shape)},
    changed as (${addRows(evaluationId)})
    select count(*)::int as added, (
      select count(*)::int from (select response_id from ${added} except select response_id from before) f) as finished
    from ${added}`;
}

function isTaken(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && cause.code === '23505') return true;
  return false;
}
