import type { Readable } from 'node:stream';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import { type CopyToStreamQuery, to } from 'pg-copy-streams';
import type { Database } from '../database.ts';
import type { Shape } from './columns.ts';

/** The database as it stood at one instant, on a connection of its own. */
export interface Snapshot {
  db: NodePgDatabase;
  /** The rows of a select, as fast as PostgreSQL writes them and no faster than they are read. */
  copy(select: SQL, shape: Shape, options?: { header: boolean }): Copy;
  close(): Promise<void>;
}

export interface Copy extends Readable {
  /** Rows written; the whole number once the stream has ended. */
  rowCount: number;
}

/** It must be closed, and soon: while it is open, vacuum spares every row that it could still see. */
export async function openSnapshot({ pool }: Pick<Database, 'pool'>): Promise<Snapshot> {
  const client = await pool.connect();
  let running: CopyToStreamQuery | null = null;
  try {
    // Read only, so that it never has a transaction id, which live events would have to wait for.
    // A copy takes as long as its reader does.
    await client.query('begin isolation level repeatable read read only; set local statement_timeout = 0');
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    db: drizzle({ client, casing: 'snake_case' }),
    copy(select, shape, { header } = { header: true }) {
      running = client.query(to(copyStatement(select, shape, header)));
      return running as unknown as Copy;
    },
    async close() {
      // A copy that nobody reads to its end is cut off with its connection.
      const isCutOff = running !== null && !running.readableEnded;
      if (!isCutOff) await client.query('rollback').catch(() => undefined);
      client.release(isCutOff);
    },
  };
}

const dialect = new PgDialect({ casing: 'snake_case' });

/** COPY takes no parameters, so they are written into it, quoted. */
function copyStatement(select: SQL, shape: Shape, header: boolean): string {
  const query = shape === 'jsonl' ? sql`select row_to_json(t)::text from (${select}) t` : select;
  return `copy (${dialect.sqlToQuery(query.inlineParams()).sql}) to stdout (${options(shape, header)})`;
}

function options(shape: Shape, header: boolean): string {
  if (shape === 'binary') return 'format binary';
  if (shape === 'csv') return `format csv, header ${header}`;
  // JSON has no control characters, so with these two as its marks CSV quotes nothing and each line is the JSON itself.
  return `format csv, header false, delimiter e'\\x02', quote e'\\x01'`;
}
