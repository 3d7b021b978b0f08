import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { changeEvaluation, closingStatus, lockOpenEvaluation } from './evaluations.ts';
import { eventPayload } from './events.ts';

/**
 * Counts finished responses in, closes the evaluation when they are all there, and writes the event. False when it is
 * closed already, so that late work is dropped. It makes the other writers of the evaluation wait until the transaction
 * ends: call it last.
 */
export async function advanceEvaluation(tx: Tx, id: string, finished: number): Promise<boolean> {
  if (await countIn(tx, id, finished)) return true;
  const evaluation = await lockOpenEvaluation(tx, id);
  if (!evaluation) return false;
  const done = evaluation.done + finished;
  const isLast = done >= evaluation.responses;
  await changeEvaluation(tx, evaluation, {
    done,
    status: isLast ? await closingStatus(tx, evaluation) : 'RUNNING',
    startedAt: sql`coalesce(started_at, now())`,
    finishedAt: isLast ? sql`now()` : null,
  });
  return true;
}

/** The usual case in one statement: an open evaluation that these responses do not close. False when it is not that. */
async function countIn(tx: Tx, id: string, finished: number): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    with advanced as (
      update evaluations e set done = e.done + ${finished}, seq = e.seq + 1, status = 'RUNNING',
        started_at = coalesce(e.started_at, now())
      from runs r
      where e.id = ${id} and r.id = e.run_id and e.status in ('QUEUED', 'RUNNING') and e.done + ${finished} < e.responses
      returning r.benchmark_id, e.*
    )
    insert into events (benchmark_id, evaluation_id, seq, payload)
    select benchmark_id, id, seq, ${eventPayload('advanced')} from advanced`);
  return rowCount === 1;
}
