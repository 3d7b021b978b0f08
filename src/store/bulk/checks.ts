import { sql } from 'drizzle-orm';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import type { RunRow } from '../tables/index.ts';
import type { Stage } from './stage.ts';
import { joined, named } from './targets.ts';
import { hintsFor, mayLackZeros, restoreZeros } from './zeros.ts';

/** Throws INVALID_INPUT for the first line that `importScores` would refuse, before anything is written. */
export async function checkStage(db: Db, stage: Stage, run: RunRow): Promise<void> {
  const contradictions = refuseContradictions(db, stage);
  // Somebody waits for it once the names are known; until then a failure is not unheard of.
  contradictions.catch(() => undefined);
  const fault = await findUnknown(db, stage, run);
  if (fault && fault.response_id === null && mayLackZeros(fault.question)) {
    await contradictions;
    // What is the same score once its id is whole is looked at again.
    if ((await restoreZeros(db, stage, run)) > 0) return checkStage(db, stage, run);
  }
  if (fault) await refuseUnknown(db, fault, run);
  await contradictions;
}

type Fault = Record<'line' | 'sample', number> &
  Record<'question' | 'criterion', string> & {
    response_id: string | null;
    category: string;
    value: number | null;
    min: number | null;
    max: number | null;
  };

async function findUnknown(db: Db, { table }: Stage, run: RunRow): Promise<Fault | undefined> {
  const { rows } = await db.execute<Fault>(sql`
    with ${named(table, run)}
    select b.line, b.question, b.sample, b.criterion, t.response_id, t.category, b.value, c.scale_min as min,
      c.scale_max as max
    from ${joined(run, 'left join')}
    where t.response_id is null or c.id is null or not (b.value between c.scale_min and c.scale_max)
    order by b.line limit 1`);
  return rows[0];
}

async function refuseUnknown(db: Db, fault: Fault, run: RunRow): Promise<void> {
  const { line, question, sample, criterion, category, value, min, max } = fault;
  if (fault.response_id === null) {
    const hint = (await hintsFor(db, run, [question])).get(question) ?? '; add it with addResponses first';
    throw new AppError(
      'INVALID_INPUT',
      `line ${line}: the run has no response to question ${question}, sample ${sample}${hint}`,
    );
  }
  const place = `line ${line}: question ${question}, criterion ${criterion}`;
  if (min !== null)
    throw new AppError('INVALID_INPUT', `${place}: ${value} is outside the scale ${min} to ${max}`);
  const known = await slugsOf(db, run, category);
  throw new AppError(
    'INVALID_INPUT',
    `${place}: ${category} has no such criterion; it has ${known.join(', ')}`,
  );
}

async function slugsOf(db: Db, run: RunRow, category: string): Promise<string[]> {
  const { rows } = await db.execute<{ slug: string }>(sql`
    select c.slug from criteria c left join slices s on s.id = c.category_id
    where c.benchmark_id = ${run.benchmarkId} and (s.id is null or s.slug = ${category}) order by c.position`);
  return rows.map(({ slug }) => slug);
}

/** Whether a group of rows holds more than one of it, null being one too. */
const differs = (name: string): string =>
  `(min(${name}) <> max(${name}) or count(${name}) not in (0, count(*)))`;
const DIFFER = sql.raw(
  ['outcome', 'value', 'official', 'reason', 'evidence::text'].map(differs).join(' or '),
);

/** The same score twice is one; two that differ are a mistake, whichever would have come first. */
async function refuseContradictions(db: Db, { table }: Stage): Promise<void> {
  // Most files have each score once, which is told in half the time.
  const { rows: twice } = await db.execute(
    sql`select 1 from ${table} group by question, sample, criterion having count(*) > 1 limit 1`,
  );
  if (twice.length === 0) return;
  const { rows } = await db.execute<{ line: number; question: string; criterion: string }>(sql`
    select question, criterion, min(line) as line from ${table}
    where (question, sample, criterion) in (
      select question, sample, criterion from ${table}
      group by question, sample, criterion having count(*) > 1 and (${DIFFER}) order by min(line) limit 1)
    group by question, criterion, outcome, value, official, reason, evidence order by min(line) limit 2`);
  const [first, other] = rows;
  if (!first || !other) return;
  throw new AppError(
    'INVALID_INPUT',
    `line ${other.line}: question ${other.question}, criterion ${other.criterion}: line ${first.line} scores the same otherwise; keep one of them`,
  );
}
