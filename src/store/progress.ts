import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { changeEvaluation, closingStatus, lockOpenEvaluation } from './evaluations.ts';
import { eventPayload } from './events.ts';
import { type NewScore, written } from './scores.ts';

/**
 * Writes the scores of a shard that nobody else can be writing, counts its responses in, closes the evaluation when they
 * are all there, and writes the event. False when it is closed already, so that late work is dropped. It makes the other
 * writers of the evaluation wait until the transaction ends: call it last.
 */
export async function insertShardScores(tx: Tx, id: string, added: readonly NewScore[]): Promise<boolean> {
  const { finished, isCounted } = await writeAndCount(tx, id, added);
  if (isCounted) return true;
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

/**
 * One statement, since rollups and evaluation are locked by it: every further one would make all others wait for this
 * client once more. An evaluation that is closed, or that these scores close, is not counted up.
 */
async function writeAndCount(
  tx: Tx,
  id: string,
  added: readonly NewScore[],
): Promise<{ finished: number; isCounted: boolean }> {
  const { rows } = await tx.execute<{ finished: number; isCounted: boolean }>(sql`
    with ${written(id, added)},
    -- Rollups are locked before their evaluation, by everybody.
    rollups_locked as (select count(*) from locked),
    advanced as (
      update evaluations e set done = e.done + f.responses, seq = e.seq + 1, status = 'RUNNING',
        started_at = coalesce(e.started_at, now())
      from runs r, finished f, rollups_locked
      where e.id = ${id} and r.id = e.run_id and e.status in ('QUEUED', 'RUNNING')
        and e.done + f.responses < e.responses
      returning r.benchmark_id, e.*
    ),
    told as (
      insert into events (benchmark_id, evaluation_id, seq, payload)
      select benchmark_id, id, seq, ${eventPayload('advanced')} from advanced
      returning id
    )
    select responses as finished, exists (select from told) as "isCounted" from finished`);
  return rows[0] ?? { finished: 0, isCounted: false };
}
