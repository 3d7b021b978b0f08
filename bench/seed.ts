import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { benchmarkDefinition } from '../src/benchmarks/registry.ts';
import { AppError } from '../src/core/errors.ts';
import { openLog } from '../src/core/log.ts';
import { upsertBenchmark } from '../src/store/benchmarks.ts';
import { type Database, migrateDatabase, openDatabase, type Tx } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { insertEvaluations } from './seed/evaluations.ts';
import { openEpoch } from './seed/ids.ts';
import { planSeed, type SeedOptions } from './seed/plan.ts';
import { insertQuestions } from './seed/questions.ts';
import { closeStage, insertResponses, insertScores, openStage } from './seed/scores.ts';

export interface Seeded {
  scores: number;
  questions: number;
  models: number;
  evaluations: number;
  responses: number;
  seconds: number;
}

/**
 * Fills an empty database with a benchmark's history of about so many scores, as the program itself would have left
 * it: every rollup, count and status is what the scores give.
 */
export async function seedScores(database: Database, options: SeedOptions): Promise<Seeded> {
  const { benchmark = 'mmie', connections = 2, onProgress = () => {} } = options;
  const start = performance.now();
  const definition = benchmarkDefinition(benchmark);
  const plan = planSeed(definition, options);
  const epoch = openEpoch(plan.generations);
  await upsertBenchmark(database.db, definition);
  const benchmarkId = await insertQuestions(database, benchmark, plan.leaves, epoch);
  const { runs, evaluations } = await insertEvaluations(database, benchmark, benchmarkId, plan, epoch);
  const poolsCriteria = definition.headline.criterion === null;
  const isSingle = definition.samplesPerQuestion === 1;
  let scores = 0;
  try {
    await openStage(database, benchmarkId, poolsCriteria);
    await inBulk(database, connections, runs, insertResponses);
    await database.pool.query('analyze questions, responses');
    await inBulk(database, connections, evaluations, async (tx, evaluation) => {
      const written = await insertScores(tx, evaluation, poolsCriteria, isSingle);
      scores += written;
      onProgress(scores, plan.scores * evaluations.length);
    });
  } finally {
    await closeStage(database);
  }
  // Hint bits and statistics now rather than while somebody measures.
  await database.pool.query('vacuum (analyze) questions, responses, scores, rollups, evaluations, runs');
  return {
    ...{ scores, questions: plan.questions, models: plan.models, evaluations: evaluations.length },
    responses: runs.length * plan.questions * definition.samplesPerQuestion,
    seconds: (performance.now() - start) / 1000,
  };
}

/** A transaction for each item, several at once. */
async function inBulk<T>(
  { db }: Database,
  connections: number,
  items: readonly T[],
  write: (tx: Tx, item: T) => Promise<unknown>,
): Promise<void> {
  const { rows } = await db.execute<{ is_super: boolean }>(
    sql`select rolsuper as is_super from pg_roles where rolname = current_user`,
  );
  const isSuper = rows[0]?.is_super ?? false;
  const rest = items.values();
  const writer = async () => {
    for (const item of rest) {
      await db.transaction(async (tx) => {
        await tx.execute(sql`set local synchronous_commit = off`);
        await tx.execute(sql`set local work_mem = '128MB'`);
        // What is written here refers to what was just read; looking each reference up again takes longer than writing.
        if (isSuper) await tx.execute(sql`set local session_replication_role = replica`);
        await write(tx, item);
      });
    }
  };
  await Promise.all(Array.from({ length: connections }, writer));
}

const HOME = join(import.meta.dirname, '../.assay/seeded');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scores: { type: 'string' },
      models: { type: 'string', default: '50' },
      evaluations: { type: 'string' },
      benchmark: { type: 'string', default: 'mmie' },
      connections: { type: 'string', default: '2' },
      database: { type: 'string' },
      home: { type: 'string', default: HOME },
    },
  });
  if (values.scores === undefined) throw new RangeError('scores: say how many, for example --scores 1e6');
  const log = openLog({ logLevel: 'error' }, 'seed');
  const server = values.database === undefined ? await startEmbedded(values.home) : null;
  const database = openDatabase(server?.url ?? values.database ?? '', { max: 8, log, name: 'assay seed' });
  try {
    await migrateDatabase(database);
    const seeded = await seedScores(database, {
      scores: Number(values.scores),
      models: Number(values.models),
      ...(values.evaluations !== undefined && { evaluationsPerModel: Number(values.evaluations) }),
      benchmark: values.benchmark,
      connections: Number(values.connections),
      onProgress: progressLine(),
    });
    console.log(JSON.stringify(seeded));
    if (server) console.error(`Look at it with ASSAY_HOME=${values.home} npm start`);
  } finally {
    await database.close();
    await server?.stop();
  }
}

/** One line on standard error, rewritten where a person is looking and now and then otherwise. */
function progressLine(): (done: number, total: number) => void {
  const start = performance.now();
  let saidMs = 0;
  return (done, total) => {
    const ms = performance.now();
    if (done < total && ms - saidMs < (process.stderr.isTTY ? 100 : 5000)) return;
    saidMs = ms;
    const rate = (done * 1000) / (ms - start);
    const line = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} scores, ${Math.round(rate).toLocaleString('en')} a second`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}${done < total ? '' : '\n'}` : `${line}\n`);
  };
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    const isOurs = error instanceof RangeError || error instanceof AppError;
    console.error(isOurs ? error.message : error);
    process.exitCode = 1;
  }
}
