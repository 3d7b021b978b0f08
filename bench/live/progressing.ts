import { fromGlobalId, toGlobalId } from '../../src/core/ids.ts';
import type { Db } from '../../src/store/database.ts';
import { changeEvaluation, insertEvaluation, lockEvaluation } from '../../src/store/evaluations.ts';
import { upsertJudge } from '../../src/store/judges.ts';
import { clockMs } from '../cpu.ts';
import { addRun, type Warehouse } from '../warehouse.ts';
import { type Pace, until } from './pace.ts';

const BENCHMARK = 'geneval-demo';

/** More responses than a benchmark gets through. */
const ENDLESS = 10_000_000;

/** Evaluations that stay open however often they move on; global ids. */
export async function addEvaluations(warehouse: Warehouse, count: number): Promise<string[]> {
  const { database, queue } = warehouse;
  const response = { question: '00000', sampleIndex: 0, content: [{ text: 'painted' }] };
  const run = await addRun(warehouse, BENCHMARK, 1, [response]);
  const judge = await upsertJudge(database.db, {
    name: 'progressing',
    kind: 'RULE',
    revision: 'f'.repeat(64),
    manifest: {},
    criteria: null,
  });
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const evaluation = await insertEvaluation(database.db, queue, run, judge);
    await database.db.transaction((tx) =>
      changeEvaluation(tx, evaluation, { expected: ENDLESS, responses: ENDLESS }),
    );
    ids.push(toGlobalId('Evaluation', evaluation.id));
  }
  return ids;
}

/** How many events evaluations have before they move on. */
export const EVENTS_BEFORE = 2;

/**
 * Moves each evaluation on so many times a second, every time in a transaction of its own as a worker does when a
 * shard is scored, though without scores. Tells when each event was committed, by evaluation.
 */
export async function moveOn(
  { database: { db } }: Warehouse,
  evaluations: readonly string[],
  { perSecond, seconds }: Pace,
): Promise<Record<string, number[]>> {
  const start = performance.now();
  const committed = await Promise.all(
    evaluations.map(async (evaluation, index) => {
      const id = fromGlobalId('Evaluation', evaluation, 'evaluation');
      const times: number[] = [];
      for (let event = 0; event < perSecond * seconds; event++) {
        // They take turns, so that commits are spread over the time.
        const due = start + (1000 * (event + index / evaluations.length)) / perSecond;
        await until(due);
        times.push(await advance(db, id));
      }
      return [evaluation, times] as const;
    }),
  );
  return Object.fromEntries(committed);
}

/** The moment before the commit, on the clock that all processes share. */
function advance(db: Db, id: string): Promise<number> {
  return db.transaction(async (tx) => {
    const evaluation = await lockEvaluation(tx, id);
    if (!evaluation) throw new Error(`evaluation ${id} vanished`);
    await changeEvaluation(tx, evaluation, { status: 'RUNNING', done: evaluation.done + 1 });
    return clockMs();
  });
}
