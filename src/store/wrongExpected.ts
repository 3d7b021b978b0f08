import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { findExpectedResponses, fullRollups } from './fullRun.ts';

/** An evaluation that expects what no full run of its benchmark has. */
export interface WrongExpected {
  evaluationId: string;
  detail: string;
}

/**
 * Evaluations whose `expected`, or that of their rollups, is not what a full run of the benchmark is now. Answers that a
 * run got to other questions since it was last counted may or may not be in.
 */
export async function findWrongExpected(db: Db): Promise<WrongExpected[]> {
  const { rows: benchmarks } = await db.execute<{ id: string }>(sql`select id from benchmarks order by slug`);
  const found: WrongExpected[] = [];
  for (const { id } of benchmarks)
    found.push(...(await findWrongResponses(db, id)), ...(await findWrongRollups(db, id)));
  return found;
}

async function findWrongResponses(db: Db, benchmarkId: string): Promise<WrongExpected[]> {
  const { rows } = await db.execute<{ id: string; runId: string; expected: number }>(sql`
    select e.id, e.run_id as "runId", e.expected from evaluations e join runs r on r.id = e.run_id
    where r.benchmark_id = ${benchmarkId}`);
  const runs = rows.map(({ runId }) => ({ id: runId, benchmarkId }));
  const least = await findExpectedResponses(db, runs, { withAnswered: false });
  const most = await findExpectedResponses(db, runs);
  return rows.flatMap(({ id, expected }, at) => {
    const range = rangeOf(least[at] ?? 0, most[at] ?? 0);
    return expected >= range.least && expected <= range.most
      ? []
      : [{ evaluationId: id, detail: `expects ${expected} responses, a full run has ${range.text}` }];
  });
}

async function findWrongRollups(db: Db, benchmarkId: string): Promise<WrongExpected[]> {
  const least = await findFull(db, benchmarkId, false);
  const most = await findFull(db, benchmarkId, true);
  const { rows } = await db.execute<{ id: string; key: string; expected: number }>(sql`
    select r.evaluation_id as id, s.category_id || ' ' || coalesce(r.criterion_id::text, '') as key,
      sum(r.expected)::int as expected
    from rollups r join slices s on s.id = r.slice_id where s.benchmark_id = ${benchmarkId}
    group by r.evaluation_id, s.category_id, r.criterion_id`);
  const found = new Map(rows.map(({ id, key, expected }) => [`${id} ${key}`, expected]));
  const wrong = new Map<string, string>();
  for (const key of new Set([...most.keys(), ...found.keys()])) {
    const expected = found.get(key) ?? 0;
    const range = rangeOf(least.get(key) ?? 0, most.get(key) ?? 0);
    if (expected >= range.least && expected <= range.most) continue;
    const [id = ''] = key.split(' ');
    wrong.set(id, `rollups expect ${expected} scores of one criterion, a full run has ${range.text}`);
  }
  return [...wrong].map(([evaluationId, detail]) => ({ evaluationId, detail }));
}

/** Scores of each evaluation by category and criterion. */
async function findFull(db: Db, benchmarkId: string, withAnswered: boolean): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ key: string; expected: number }>(sql`
    with ${fullRollups(benchmarkId, sql`true`, { withAnswered })}
    select f.evaluation_id || ' ' || s.category_id || ' ' || coalesce(f.criterion_id::text, '') as key,
      sum(f.expected)::int as expected
    from full_rollups f join slices s on s.id = f.slice_id group by f.evaluation_id, s.category_id, f.criterion_id`);
  return new Map(rows.map(({ key, expected }) => [key, expected]));
}

function rangeOf(least: number, most: number): { least: number; most: number; text: string } {
  return { least, most, text: least === most ? String(most) : `${least} to ${most}` };
}
