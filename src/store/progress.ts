import { type SQL, sql } from 'drizzle-orm';
import { closingOf } from './closing.ts';
import type { Db, Tx } from './database.ts';
import { changeEvaluation, lockOpenEvaluation } from './evaluations.ts';
import { eventPayload } from './events.ts';
import { type NewScore, written } from './scores.ts';
import { assignments, countedIn, type Spending } from './spending.ts';

/** What a worker tells of its work beside the scores. */
export interface Effort {
  /** Since it took the shard up. */
  elapsedMs: number;
  /** Null for a judge that costs nothing. */
  spent: Spending | null;
}

/** When work began, by the database's clock: a worker's may be another. */
const begun = ({ elapsedMs }: Pick<Effort, 'elapsedMs'>, row: 'e' | 'evaluations' = 'evaluations'): SQL => {
  const [started, created] = [sql.raw(`${row}.started_at`), sql.raw(`${row}.created_at`)];
  return sql`coalesce(${started}, greatest(${created}, now() - make_interval(secs => ${elapsedMs / 1000}::float8)))`;
};

/** Notes that a worker has taken an evaluation up, where nothing it found says so. */
export async function markStarted(db: Db, id: string, elapsedMs: number): Promise<void> {
  await db.execute(
    sql`update evaluations set started_at = ${begun({ elapsedMs })} where id = ${id} and started_at is null`,
  );
}

/**
 * Writes the scores of a shard that nobody else can be writing, counts its responses in, closes the evaluation when they
 * are all there, and writes the event. False when it is closed already, so that late work is dropped. It makes the other
 * writers of the evaluation wait until the transaction ends: call it last.
 */
export async function insertShardScores(
  tx: Tx,
  id: string,
  added: readonly NewScore[],
  effort: Effort,
): Promise<boolean> {
  const { finished, isCounted } = await writeAndCount(tx, id, added, effort);
  if (isCounted) return true;
  const evaluation = await lockOpenEvaluation(tx, id);
  if (!evaluation) return false;
  const done = evaluation.done + finished;
  const isLast = done >= evaluation.responses;
  await changeEvaluation(tx, evaluation, {
    done,
    ...(isLast ? await closingOf(tx, evaluation) : { status: 'RUNNING' }),
    startedAt: begun(effort),
    finishedAt: isLast ? sql`now()` : null,
    ...Object.fromEntries(countedIn(effort.spent).map(([name, , value]) => [name, value])),
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
  effort: Effort,
): Promise<{ finished: number; isCounted: boolean }> {
  const { rows } = await tx.execute<{ finished: number; isCounted: boolean }>(sql`
    with ${written(id, added)},
    -- Rollups are locked before their evaluation, by everybody.
    rollups_locked as (select count(*) from locked),
    advanced as (
      update evaluations e set done = e.done + f.responses, seq = e.seq + 1, status = 'RUNNING',
        started_at = ${begun(effort, 'e')} ${assignments(effort.spent)}
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
