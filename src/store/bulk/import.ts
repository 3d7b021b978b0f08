import { type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from '../database.ts';
import { countWritten, findImport, findRunOf } from '../imports.ts';
import type { EvaluationRow, RunRow } from '../tables/index.ts';
import { checkStage } from './checks.ts';
import { refuseContradicted, refuseOtherReplies } from './contradicted.ts';
import { lockRollups, writeIncoming } from './scores.ts';
import { type Stage, type StagedScore, withStage } from './stage.ts';
import { joined, named } from './targets.ts';

export interface BulkImported {
  evaluation: EvaluationRow;
  /** Scores given. */
  rows: number;
  /** Of them, those that were not there. */
  added: number;
}

/** Rows of one transaction: short, since those who read events wait for every transaction that began before. */
const BATCH_ROWS = 20_000;

/**
 * Adds scores made elsewhere, however many; those that are there are left alone, and CONFLICT is thrown for one that is
 * there otherwise. All of them are checked before the first
 * is written. They are written in batches, each a transaction with its rollups and its event, so what is cut off between
 * two of them is made whole by giving the same scores again.
 */
export async function importInBulk(
  db: Db,
  evaluationId: string,
  scores: AsyncIterable<readonly StagedScore[]>,
): Promise<BulkImported> {
  const found = await findImport(db, evaluationId);
  const run = await findRunOf(db, found);
  return withStage(db, scores, async (stage) => {
    await checkStage(db, stage, run);
    await refuseOther(db, found, run, stage);
    let [evaluation, added] = [found, 0];
    for await (const batch of batchesOf(db, stage)) {
      const written = await db.transaction((tx) => writeBatch(tx, evaluation, run, batch, stage.hasEvidence));
      evaluation = written.evaluation;
      added += written.added;
    }
    return { evaluation, rows: stage.rows, added };
  });
}

/** Against what is there; a fresh import, which is what most are, has nothing to be held against. */
async function refuseOther(
  db: Db,
  { id }: EvaluationRow,
  run: RunRow,
  { table, hasEvidence }: Stage,
): Promise<void> {
  const { rows } = await db.execute(sql`select 1 from scores where evaluation_id = ${id} limit 1`);
  if (rows.length === 0) return;
  await refuseContradicted(db, id, incomingOf(table, run));
  if (hasEvidence) await refuseOtherReplies(db, id, evidenceOf(table, run));
}

/** The stage in pieces by where its rows lie, which needs no index. */
async function* batchesOf(db: Db, { name, table, rows }: Stage): AsyncGenerator<SQL> {
  const { rows: sizes } = await db.execute<{ blocks: number }>(
    sql`select pg_relation_size(${name}::regclass) / current_setting('block_size')::int as blocks`,
  );
  const blocks = sizes[0]?.blocks ?? 0;
  const step = Math.max(1, Math.floor((blocks * BATCH_ROWS) / rows));
  for (let at = 0; at < blocks; at += step)
    yield sql`${table} where ctid >= ${`(${at},0)`}::tid and ctid < ${`(${at + step},0)`}::tid`;
}

async function writeBatch(
  tx: Tx,
  evaluation: EvaluationRow,
  run: RunRow,
  batch: SQL,
  hasEvidence: boolean,
): Promise<{ evaluation: EvaluationRow; added: number }> {
  const poolsCriteria = await lockRollups(tx, evaluation.id);
  if (hasEvidence) await insertEvidence(tx, evaluation, run, batch);
  const shape = { poolsCriteria, isSingle: run.samplesPerQuestion === 1 };
  const written = await writeIncoming(tx, evaluation.id, incomingOf(batch, run), shape);
  return { evaluation: await countWritten(tx, evaluation, written), added: written.added };
}

const incomingOf = (staged: SQL, run: RunRow): SQL => sql`with ${named(staged, run)}
  select b.line, t.question_id, t.response_id, c.id as criterion_id, t.slice_id, b.outcome, b.value,
    b.official as official_value, b.reason
  from ${joined(run, 'join')} order by t.question_id, t.response_id, c.id`;

const evidenceOf = (staged: SQL, run: RunRow): SQL => sql`with ${named(staged, run)}
  select b.line, t.response_id, b.criterion as part, null::text as text, b.evidence
  from ${joined(run, 'join')} where b.evidence is not null`;

/** Writing the same evidence twice leaves the first, as with replies. */
async function insertEvidence(tx: Tx, evaluation: EvaluationRow, run: RunRow, batch: SQL): Promise<void> {
  await tx.execute(sql`
    insert into replies (id, evaluation_id, response_id, part, evidence)
    select ${NEW_ID}, ${evaluation.id}::uuid, e.response_id, e.part, e.evidence from (${evidenceOf(batch, run)}) e
    on conflict do nothing`);
}

// A UUIDv7, which servers before 18 do not make themselves.
const NEW_ID = sql.raw(`(
  lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' ||
  substr(gen_random_uuid()::text, 16, 3) || substr(replace(gen_random_uuid()::text, '-', ''), 17, 16))::uuid`);
