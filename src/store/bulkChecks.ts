import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import type { Stage } from './bulkStage.ts';
import { joined, named } from './bulkTargets.ts';
import type { Db } from './database.ts';
import type { RunRow } from './tables/index.ts';

/** Throws INVALID_INPUT for the first line that `importScores` would refuse, before anything is written. */
export async function checkStage(db: Db, stage: Stage, run: RunRow): Promise<void> {
  await refuseUnknown(db, stage, run);
  await refuseContradictions(db, stage);
}

type Fault = Record<'line' | 'sample', number> &
  Record<'question' | 'criterion', string> & {
    response_id: string | null;
    category: string;
    value: number | null;
    min: number | null;
    max: number | null;
  };

async function refuseUnknown(db: Db, { table }: Stage, run: RunRow): Promise<void> {
  const { rows } = await db.execute<Fault>(sql`
    with ${named(table, run)}
    select b.line, b.question, b.sample, b.criterion, t.response_id, t.category, b.value, c.scale_min as min,
      c.scale_max as max
    from ${joined(run, 'left join')}
    where t.response_id is null or c.id is null or not (b.value between c.scale_min and c.scale_max)
    order by b.line limit 1`);
  const [fault] = rows;
  if (!fault) return;
  const { line, question, sample, criterion, category, value, min, max } = fault;
  if (fault.response_id === null) {
    throw new AppError(
      'INVALID_INPUT',
      `line ${line}: the run has no response to question ${question}, sample ${sample}; add it with addResponses first`,
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

/** The same score twice is one; two that differ are a mistake, whichever would have come first. */
async function refuseContradictions(db: Db, { table }: Stage): Promise<void> {
  const { rowCount } = await db.execute(
    sql`select from ${table} group by question, sample, criterion having count(*) > 1 limit 1`,
  );
  if (rowCount === 0) return;
  const same = (a: string, b: string): SQL =>
    sql.raw(
      ['outcome', 'value', 'reason', 'evidence']
        .map((name) => `${a}.${name} is not distinct from ${b}.${name}`)
        .join(' and '),
    );
  const { rows } = await db.execute<{
    line: number;
    earlier: number;
    question: string;
    criterion: string;
  }>(sql`
    with twice as (
      select question, sample, criterion, min(line) as line from ${table}
      group by question, sample, criterion having count(*) > 1
    )
    select b.line, a.line as earlier, b.question, b.criterion
    from twice w
      join ${table} a on a.line = w.line and a.question = w.question
      join ${table} b on b.question = w.question and b.sample = w.sample and b.criterion = w.criterion
    where b.line > a.line and not (${same('a', 'b')})
    order by b.line limit 1`);
  const [found] = rows;
  if (!found) return;
  throw new AppError(
    'INVALID_INPUT',
    `line ${found.line}: question ${found.question}, criterion ${found.criterion}: line ${found.earlier} scores the same otherwise; keep one of them`,
  );
}
