import { and, asc, desc, eq, gt, min, type SQL, sql } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import { type EvaluationRow, type EventRow, events } from './tables/index.ts';

/** A place in the outbox: everything at or before it has been seen. */
export interface EventCursor {
  xid: string;
  id: number;
}

/** What an event says, of a row of `evaluations` under this name. */
export const eventPayload = (row: string): SQL =>
  sql.raw(
    `jsonb_build_object('status', ${row}.status, 'expected', ${row}.expected, 'responses', ${row}.responses, 'done', ${row}.done)`,
  );

/** Writes the evaluation as it now stands; part of the transaction that changed it and counted `seq` up. */
export async function insertEvent(db: Db, benchmarkId: string, evaluation: EvaluationRow): Promise<void> {
  const { status, expected, responses, done, seq } = evaluation;
  await db.insert(events).values({
    benchmarkId,
    evaluationId: evaluation.id,
    seq,
    payload: { status, expected, responses, done },
  });
}

/**
 * Events after the cursor in the order of commit, none of which a later read can precede: only transactions
 * older than every running one are read.
 */
export async function findEventsAfter(db: Db, cursor: EventCursor, limit: number): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        sql`(${events.xid}, ${events.id}) > (${cursor.xid}::xid8, ${cursor.id}::bigint)`,
        sql`${events.xid} < pg_snapshot_xmin(pg_current_snapshot())`,
      ),
    )
    .orderBy(asc(events.xid), asc(events.id))
    .limit(limit);
}

/** The place from which only what commits from now on follows. */
export async function findEventHorizon(db: Db): Promise<EventCursor> {
  const { rows } = await db.execute<{ xid: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
  );
  return { xid: rows[0]?.xid ?? '0', id: 0 };
}

/** How many events of each benchmark can be seen, in which order they may ever be read. */
export interface EventCounts {
  /** Every transaction older than this one has ended: what it wrote is counted in `settled`. */
  xid: string;
  counts: readonly { benchmarkId: string; visible: number; settled: number }[];
  /** Changes whenever a judge is added or renamed. */
  judges: string;
}

/** Counts the events of transactions not older than `xid` that are committed, whatever commits before or after them. */
export async function countEventsSince(db: Db, xid: string): Promise<EventCounts> {
  const { rows } = await db.execute<{
    xid: string;
    judges: string;
    benchmarkId: string | null;
    visible: number;
    settled: number;
  }>(sql`
    with horizon as (
      select pg_snapshot_xmin(pg_current_snapshot()) as xid,
        (select count(*) || '/' || coalesce(sum(hashtext(name)), 0) from judges) as judges
    )
    select h.xid::text, h.judges, e.benchmark_id as "benchmarkId", count(e.id)::int as visible,
      count(e.id) filter (where e.xid < h.xid)::int as settled
    from horizon h left join events e on e.xid >= ${xid}::xid8
    group by h.xid, h.judges, e.benchmark_id`);
  const counts = rows.flatMap(({ benchmarkId, visible, settled }) =>
    benchmarkId === null ? [] : [{ benchmarkId, visible, settled }],
  );
  return { xid: rows[0]?.xid ?? xid, judges: rows[0]?.judges ?? '', counts };
}

/** The events of one evaluation after `seq`, as far as they can be read safely. */
export async function findEvaluationEvents(
  db: Db,
  evaluationId: string,
  afterSeq: number,
): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        eq(events.evaluationId, evaluationId),
        gt(events.seq, afterSeq),
        sql`${events.xid} < pg_snapshot_xmin(pg_current_snapshot())`,
      ),
    )
    .orderBy(asc(events.seq));
}

/** The first event after `afterSeq` that is kept, whether or not it can be read safely yet; null when none is. */
export async function findOldestEventSeq(
  db: Db,
  evaluationId: string,
  afterSeq: number,
): Promise<number | null> {
  const [row] = await db
    .select({ seq: min(events.seq) })
    .from(events)
    .where(and(eq(events.evaluationId, evaluationId), gt(events.seq, afterSeq)));
  return row?.seq ?? null;
}

/** Days that events are kept for clients that come back. */
const EVENT_DAYS = 7;

export async function deleteOldEvents(db: Db): Promise<void> {
  await db.delete(events).where(sql`${events.createdAt} < now() - make_interval(days => ${EVENT_DAYS})`);
}

/** Reads a cursor given to a client. Throws INVALID_INPUT for any other text. */
export function parseEventCursor(cursor: string): EventCursor & { seq: number } {
  const match = /^(\d{1,19}):(\d{1,15}):(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new AppError('INVALID_INPUT', `after: "${cursor}" is not a cursor of this subscription`);
  return { xid: String(match[1]), id: Number(match[2]), seq: Number(match[3]) };
}

export const eventCursor = ({ xid, id, seq }: EventCursor & { seq: number }): string =>
  Buffer.from(`${xid}:${id}:${seq}`).toString('base64url');

/** The newest event of a benchmark after a cursor, or null: all that a client of a leaderboard has missed. */
export async function findNewestEvent(
  db: Db,
  benchmarkId: string,
  after: EventCursor,
): Promise<EventRow | null> {
  const [found] = await db
    .select()
    .from(events)
    .where(
      and(
        eq(events.benchmarkId, benchmarkId),
        sql`(${events.xid}, ${events.id}) > (${after.xid}::xid8, ${after.id}::bigint)`,
        sql`${events.xid} < pg_snapshot_xmin(pg_current_snapshot())`,
      ),
    )
    .orderBy(desc(events.xid), desc(events.id))
    .limit(1);
  return found ?? null;
}
