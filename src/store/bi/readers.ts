import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '../../core/errors.ts';
import type { Database, Db, Tx } from '../database.ts';
import { closeForReaders } from './closing.ts';
import { scramVerifier } from './scram.ts';

/** A login that reads the views for BI tools and nothing else. */
export interface Reader {
  name: string;
  /** Most sessions at once. */
  connections: number;
  /** Open now. */
  sessions: number;
  /** Of the longest transaction that is open now, in seconds; null for none. */
  longest: number | null;
  /** As the login has it now: who holds its password can change it. */
  statementTimeout: string | null;
}

export interface NewReader {
  name: string;
  password: string;
  connections: number;
  statementTimeoutSeconds: number;
}

const SCHEMAS = ['bi', 'bi_v1'] as const;

/** Kept as the role's comment, to tell our readers from other roles: roles belong to the server, not to a database. */
const mark = sql`'Reads the bi views of the Assay database ' || current_database()`;

/** Makes a reader. Throws CONFLICT where the name is taken, INVALID_INPUT where this connection may not make one. */
export async function insertReader({ db }: Database, reader: NewReader): Promise<void> {
  const { name, password, connections } = reader;
  await db.transaction(async (tx) => {
    await refuseReader(tx, name);
    const role = sql.identifier(name);
    await tx.execute(sql`create role ${role} login noinherit nosuperuser nocreatedb nocreaterole noreplication
      connection limit ${sql.raw(String(connections))} password ${literal(scramVerifier(password))}`);
    for (const [setting, value] of settingsOf(reader, await isSuperuser(tx)))
      await tx.execute(
        sql`alter role ${role} set ${sql.identifier(setting)} = ${setting === 'search_path' ? sql.identifier(value) : literal(value)}`,
      );
    const { rows } = await tx.execute<{ name: string; comment: string }>(
      sql`select current_database() as name, ${mark} as comment`,
    );
    await tx.execute(sql`comment on role ${role} is ${literal(rows[0]?.comment ?? '')}`);
    await tx.execute(sql`grant connect on database ${sql.identifier(rows[0]?.name ?? '')} to ${role}`);
    for (const schema of SCHEMAS.map((each) => sql.identifier(each))) {
      await tx.execute(sql`grant usage on schema ${schema} to ${role}`);
      await tx.execute(sql`grant select on all tables in schema ${schema} to ${role}`);
      // So that a later version's views can be read, too.
      await tx.execute(sql`alter default privileges in schema ${schema} grant select on tables to ${role}`);
    }
    await tx.execute(sql`grant execute on all functions in schema bi_internal to ${role}`);
    await closeForReaders(tx);
    // Tables this small are never analysed by themselves, and a guess of their size costs a scan of the scores minutes.
    await tx.execute(sql`analyze benchmarks, slices, criteria, models, judges, runs, evaluations`);
  });
}

/** What a session of it starts with. Only a superuser may set, and only a superuser may lift, the last. */
function settingsOf({ statementTimeoutSeconds }: NewReader, isSuperuser: boolean): [string, string][] {
  return [
    ['default_transaction_read_only', 'on'],
    ['statement_timeout', `${statementTimeoutSeconds}s`],
    ['idle_in_transaction_session_timeout', '60s'],
    ['lock_timeout', '5s'],
    ['search_path', 'bi'],
    ['TimeZone', 'UTC'],
    // A star of views has more tables than PostgreSQL reorders by itself, and a filter of the last would come too late.
    ['join_collapse_limit', '20'],
    ['from_collapse_limit', '20'],
    ...(isSuperuser ? ([['temp_file_limit', '2GB']] satisfies [string, string][]) : []),
  ];
}

/** Ends a reader and its sessions. Throws NOT_FOUND where there is no such reader of this database. */
export async function deleteReader({ db }: Database, name: string): Promise<void> {
  const readers = await findReaders(db);
  if (!readers.some((reader) => reader.name === name)) {
    const known = readers.map((reader) => reader.name).join(', ');
    throw new AppError(
      'NOT_FOUND',
      `"${name}" is no reader of this database; ${known ? `there is ${known}` : 'there is none'}`,
    );
  }
  const role = sql.identifier(name);
  await db.transaction(async (tx) => {
    // A superuser may end any session and drop any grant; anybody else must belong to the role for that.
    if (!(await isSuperuser(tx))) await tx.execute(sql`grant ${role} to current_user`);
    await tx.execute(sql`alter role ${role} nologin`);
  });
  await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${name}`);
  await db.transaction(async (tx) => {
    await tx.execute(sql`drop owned by ${role}`);
    await tx.execute(sql`drop role ${role}`);
  });
}

/** The readers of this database, by name. */
export async function findReaders(db: Db): Promise<Reader[]> {
  const { rows } = await db.execute<Reader & Record<string, unknown>>(sql`
    select r.rolname as name, r.rolconnlimit as connections, a.sessions::int as sessions, a.longest,
      (select substr(setting, 19) from pg_db_role_setting s cross join unnest(s.setconfig) as setting
       where s.setrole = r.oid and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
         and setting like 'statement_timeout=%' order by s.setdatabase desc limit 1) as "statementTimeout"
    from pg_roles r cross join lateral (
      select count(*) as sessions, extract(epoch from max(clock_timestamp() - xact_start))::float8 as longest
      from pg_stat_activity where usesysid = r.oid) a
    where shobj_description(r.oid, 'pg_authid') = ${mark} order by r.rolname`);
  return rows;
}

async function refuseReader(tx: Tx, name: string): Promise<void> {
  const { rows } = await tx.execute<{
    taken: boolean;
    may_create: boolean;
    owner: string;
    owns: boolean;
  }>(sql`
    select exists (select from pg_roles where rolname = ${name}) as taken,
      (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_create,
      o.rolname as owner, pg_has_role(current_user, o.oid, 'usage') as owns
    from pg_namespace n join pg_roles o on o.oid = n.nspowner where n.nspname = 'bi'`);
  const found = rows[0];
  if (found?.taken)
    throw new AppError('CONFLICT', `There is a role "${name}" on this server already; choose another name`);
  if (!found?.may_create) {
    throw new AppError(
      'INVALID_INPUT',
      'DATABASE_URL: its role may not make roles. Give it CREATEROLE, or name a superuser in DATABASE_URL for this command',
    );
  }
  if (!found.owns) {
    throw new AppError(
      'INVALID_INPUT',
      `DATABASE_URL: the views belong to "${found.owner}", and only that role or a superuser may let others read them`,
    );
  }
}

async function isSuperuser(tx: Db): Promise<boolean> {
  const { rows } = await tx.execute<{ yes: boolean }>(
    sql`select rolsuper as yes from pg_roles where rolname = current_user`,
  );
  return rows[0]?.yes ?? false;
}

/** Where PostgreSQL takes no parameter. */
const literal = (value: string): SQL => sql.raw(`'${value.replaceAll("'", "''")}'`);
