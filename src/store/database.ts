import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { Log } from '../core/log.ts';
import { boundPool, connectWithin, isSpoilt } from './bounds.ts';

/** A database or a transaction on it; functions of the store take either unless they need a lock. */
export type Db = NodePgDatabase | Tx;
export type Tx = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

export interface Database {
  db: NodePgDatabase;
  pool: pg.Pool;
  /**
   * For what the queue asks by itself, which it may do in the middle of our transactions: were it to wait for one of
   * their connections, and they for it, nothing would go on.
   */
  queuePool: pg.Pool;
  url: string;
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Held while migrating, so that two processes starting at once do it one after the other. */
const MIGRATION_LOCK = 4_726_119;

// Sums and counts of 64 bits arrive as text unless told; ours stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseOptions {
  /** Connections. */
  max: number;
  log: Log;
  name: string;
  /** Whether the address is that of a pooler, whose connections keep nothing from one transaction to the next. */
  isPooled?: boolean;
  /** PostgreSQL itself ends a statement after so long, where no pooler is in between. */
  statementMs?: number;
}

/** A connection is asked whether it still lives after so long a silence. */
const KEEP_ALIVE_MS = 5000;

const pooled = new WeakSet<Db>();

export function openDatabase(url: string, options: DatabaseOptions): Database {
  const pool = openPool(url, options);
  boundPool(pool, isConnectionError);
  const queuePool = openPool(url, { ...options, max: Math.max(2, Math.ceil(options.max / 4)) });
  const db = drizzle({ client: pool, casing: 'snake_case' });
  db.transaction = transactionsOf(pool);
  if (options.isPooled) pooled.add(db);
  const close = async () => {
    await Promise.all([pool.end(), queuePool.end()]);
  };
  return { db, pool, queuePool, url, close };
}

/** Connects when it is used first. */
function openPool(url: string, { max, name, log, statementMs, isPooled }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    ...{ connectionString: url, max, application_name: name },
    // An answer that was lost on the way is never sent again: without probes its reader would wait for good.
    // Poolers refuse what they do not know at the start of a connection.
    ...(statementMs && !isPooled && { statement_timeout: statementMs }),
    ...{ keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS },
  });
  // A connection that the server drops while idle is replaced at its next use.
  pool.on('error', (error) => log.warn({ err: error.message }, 'database connection lost'));
  // One in use tells its user through the query that fails; without a listener the process would end.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Transactions on connections of `pool`, each of which comes back. The pool's own would keep one that is lost while it
 * begins: with each the pool would have less, and closing it would never end.
 */
function transactionsOf(pool: pg.Pool): NodePgDatabase['transaction'] {
  const databases = new WeakMap<pg.PoolClient, NodePgDatabase>();
  return async (work, config) => {
    const client = await connectWithin(pool);
    const db = databases.get(client) ?? drizzle({ client, casing: 'snake_case' });
    databases.set(client, db);
    let isLost = false;
    try {
      return await db.transaction(work, config);
    } catch (error) {
      isLost = isConnectionError(error);
      throw error;
    } finally {
      client.release(isLost || isSpoilt(client));
    }
  };
}

/**
 * Brings the database to this program's shape. Safe to call from several processes at once: a lock is held for as long
 * as the connection, which must therefore be one to PostgreSQL itself, not to a pooler.
 */
export async function migrateDatabase({ url }: Pick<Database, 'url'>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'assay migration' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('set client_min_messages = warning');
    await migrate(drizzle({ client, casing: 'snake_case' }), { migrationsFolder: MIGRATIONS });
  } finally {
    await client.end();
  }
}

/** Longer than any pause between two statements of ours, shorter than a shard's heartbeat. */
const SILENCE = '8s';

/**
 * Ends the transaction when nothing is heard of its client in the middle of it: a host that is cut off would keep its
 * locks for hours. It holds for this transaction alone, so it goes through a pooler.
 */
export async function boundSilence(tx: Tx): Promise<void> {
  await tx.execute(sql`select set_config('idle_in_transaction_session_timeout', ${SILENCE}, true)`);
}

/** Statements by database and name: written once, and planned once per connection. */
const statements = new WeakMap<Db, Map<string, unknown>>();

/** A statement of this name, made the first time. The name is empty where a pooler keeps no statements. */
export function prepared<Statement>(db: Db, name: string, make: (name: string) => Statement): Statement {
  const known = statements.get(db) ?? new Map<string, unknown>();
  statements.set(db, known);
  const statement = known.get(name) ?? make(pooled.has(db) ? '' : name);
  known.set(name, statement);
  return statement as Statement;
}

export async function ping(db: Db): Promise<void> {
  await db.execute(sql`select 1`);
}

/** True when PostgreSQL refused a text: it stores every character but NUL. */
export function isTextRefused(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && (cause.code === '22021' || cause.code === '22P05')) return true;
  }
  return false;
}

/** Codes of an operating system that finds no way, or no longer one, to the server. */
const UNREACHABLE = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST|ENET)/;

/** What the driver says of a connection that it no longer has. */
const GONE = /Connection terminated|timeout exceeded when trying to connect|is not queryable/;

/** True for errors that say the server or the connection is gone, so that trying again can help. */
export function isConnectionError(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    // 25P03 ends a transaction whose client was silent for too long.
    if (/^(08|57P0|25P03)/.test(code) || UNREACHABLE.test(code)) return true;
    if (GONE.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isConnectionError)) return true;
  }
  return false;
}
