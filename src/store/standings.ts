import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { eventPayload } from './events.ts';
import { findExpectedResponses } from './fullRun.ts';
import { fillRollups } from './rollups.ts';

/**
 * Brings every evaluation of a benchmark to what a full run is now, after questions came: what is expected of it, and
 * whether a closed one is COMPLETED or PARTIAL. Each that changes gets an event, so that boards follow. The caller has
 * locked the benchmark, which keeps new evaluations away meanwhile.
 */
export async function refreshStandings(
  tx: Tx,
  benchmarkId: string,
  options: { withAnswers: boolean },
): Promise<void> {
  const changed = await fillRollups(tx, benchmarkId, sql`true`, options);
  const { rows: all } = await tx.execute<{ id: string; runId: string; expected: number }>(sql`
    select e.id, e.run_id as "runId", e.expected from evaluations e join runs r on r.id = e.run_id
    where r.benchmark_id = ${benchmarkId} order by e.id for no key update of e`);
  const expected = await findExpectedResponses(
    tx,
    all.map(({ runId }) => ({ id: runId, benchmarkId })),
  );
  await tx.execute(sql`
    with now as (
      select e.id, t.expected, t.expected <> e.expected or e.id = any(${sql.param(changed)}::uuid[]) as is_changed,
        case when e.status not in ('COMPLETED', 'PARTIAL') then e.status
          when s.answered < s.expected then 'PARTIAL' else 'COMPLETED' end as status
      from unnest(${sql.param(all.map(({ id }) => id))}::uuid[], ${sql.param(expected)}::int[]) as t(id, expected)
        join evaluations e on e.id = t.id
        cross join lateral (
          select coalesce(sum(expected), 0) as expected,
            coalesce(sum(scored + not_applicable + unparseable + out_of_range), 0) as answered
          from rollups where evaluation_id = e.id and criterion_id is not null) s
    ),
    advanced as (
      update evaluations e set expected = n.expected, status = n.status, seq = e.seq + 1
      from now n where n.id = e.id and (n.is_changed or n.status <> e.status)
      returning e.*
    )
    insert into events (benchmark_id, evaluation_id, seq, payload)
    select ${benchmarkId}::uuid, id, seq, ${eventPayload('advanced')} from advanced`);
}
