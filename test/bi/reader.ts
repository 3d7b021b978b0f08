import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { deleteReader, insertReader, type NewReader } from '../../src/store/bi/readers.ts';
import type { Database } from '../../src/store/database.ts';

export interface AReader extends AsyncDisposable {
  name: string;
  url: string;
  /** One session that stays open. */
  session: pg.Client;
  /** Code of the error that a statement is refused with, in a transaction of its own; null when it is not refused. */
  refusal(statement: string): Promise<string | null>;
}

/** A reader of the test's database with one session, gone at the end of the test. Roles belong to the whole server. */
export async function aReader(database: Database, given: Partial<NewReader> = {}): Promise<AReader> {
  const name = `reader_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await insertReader(database, { name, password, connections: 5, statementTimeoutSeconds: 60, ...given });
  const url = urlOf(database.url, name, password);
  const session = await connected(url);
  return {
    name,
    url,
    session,
    async refusal(statement) {
      try {
        await session.query('begin read write');
        await session.query(statement);
        return null;
      } catch (error) {
        return (error as pg.DatabaseError).code ?? String(error);
      } finally {
        await session.query('rollback');
      }
    },
    async [Symbol.asyncDispose]() {
      await session.end().catch(() => undefined);
      await deleteReader(database, name).catch(() => undefined);
    },
  };
}

export function urlOf(address: string, name: string, password: string): string {
  const url = new URL(address);
  Object.assign(url, { username: name, password });
  return url.href;
}

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
