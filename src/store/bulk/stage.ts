import { type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Outcome } from '../../benchmarks/benchmark.ts';
import { newId } from '../../core/ids.ts';
import type { Db } from '../database.ts';

/** A score made elsewhere, as a line of a file names it. */
export interface StagedScore {
  line: number;
  question: string;
  sampleIndex: number;
  criterion: string;
  outcome: Outcome;
  value: number | null;
  officialValue: number | null;
  reason: string | null;
  /** As JSON. */
  evidence: string | null;
}

/** Scores on their way in, in a table of their own that no transaction has to be held open for. */
export interface Stage {
  name: string;
  table: SQL;
  rows: number;
  hasEvidence: boolean;
}

/** Rows of one COPY: a moment's work, so that no transaction holds back those who read events. */
const COPY_ROWS = 10_000;
const PREFIX = 'import_';
/** A table this old was left behind by a process that died. */
const STALE_MS = 24 * 3_600_000;

/**
 * Copies scores into a table made for them, unlogged since it is read once; `use` gets it, and it is dropped afterwards.
 * It is no temporary one: those belong to a session, which a pooler in transaction mode does not keep.
 */
export async function withStage<T>(
  db: Db,
  scores: AsyncIterable<readonly StagedScore[]>,
  use: (stage: Stage) => Promise<T>,
): Promise<T> {
  await dropStale(db);
  const name = PREFIX + newId().replaceAll('-', '');
  const stage: Stage = { name, table: sql`${sql.identifier(name)}`, rows: 0, hasEvidence: false };
  await db.execute(sql`
    create unlogged table ${stage.table} (line int, question text, sample int, criterion text, outcome outcome,
      value float8, official float8, reason text, evidence jsonb) with (autovacuum_enabled = off)`);
  try {
    await fill(db, stage, scores);
    return await use(stage);
  } finally {
    await db.execute(sql`drop table ${stage.table}`);
  }
}

/** While one COPY runs, the rows of the next are read. */
async function fill(db: Db, stage: Stage, scores: AsyncIterable<readonly StagedScore[]>): Promise<void> {
  let [text, rows] = ['', 0];
  let copying: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await copying;
    stage.rows += rows;
    copying = copy(db, stage.name, text);
    // Somebody will wait for it; until then a failure is not unheard of.
    copying.catch(() => undefined);
    [text, rows] = ['', 0];
  };
  try {
    for await (const some of scores) {
      for (const score of some) {
        text += lineOf(score);
        rows += 1;
        stage.hasEvidence ||= score.evidence !== null;
      }
      if (rows >= COPY_ROWS) await flush();
    }
    await flush();
  } finally {
    await copying;
  }
}

async function copy(db: Db, name: string, text: string): Promise<void> {
  if (text === '') return;
  const client = await (db as NodePgDatabase & { $client: pg.Pool }).$client.connect();
  try {
    const stream = client.query(copyFrom(`copy ${name} from stdin`));
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject).on('finish', resolve).end(text);
    });
  } finally {
    client.release();
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/;

const escaped = (text: string | null): string => {
  if (text === null) return '\\N';
  return SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (one) => ESCAPES[one] ?? one) : text;
};

const lineOf = ({
  line,
  question,
  sampleIndex,
  criterion,
  outcome,
  value,
  officialValue,
  reason,
  evidence,
}: StagedScore) =>
  `${line}\t${escaped(question)}\t${sampleIndex}\t${escaped(criterion)}\t${outcome}\t${value ?? '\\N'}\t${officialValue ?? '\\N'}\t${escaped(reason)}\t${escaped(evidence)}\n`;

/** The name tells its age: it ends in a UUIDv7, which begins with the time. */
async function dropStale(db: Db): Promise<void> {
  const { rows } = await db.execute<{ name: string }>(
    sql`select relname as name from pg_class where relkind = 'r' and relname ~ ${`^${PREFIX}[0-9a-f]{32}$`}`,
  );
  for (const { name } of rows) {
    const madeMs = Number.parseInt(name.slice(PREFIX.length, PREFIX.length + 12), 16);
    if (Date.now() - madeMs > STALE_MS) await db.execute(sql`drop table if exists ${sql.identifier(name)}`);
  }
}
