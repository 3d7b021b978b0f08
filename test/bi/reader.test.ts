import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { findOpenings } from '../../src/store/bi/closing.ts';
import { deleteReader, findReaders } from '../../src/store/bi/readers.ts';
import { test } from '../support/fixtures.ts';
import { aReader, connected } from './reader.ts';

const DENIED = '42501';

interface Named {
  name: string;
}

describe('a reader', () => {
  test('reads every view of bi and bi_v1, and can change none', { timeout: 120_000 }, async ({
    database,
  }) => {
    await using reader = await aReader(database);
    const { rows } = await reader.session.query<Named>(
      `select format('%I.%I', schemaname, viewname) as name from pg_views where schemaname in ('bi', 'bi_v1')`,
    );

    expect(rows.length).toBeGreaterThan(22);
    for (const { name } of rows) {
      expect.soft(await reader.refusal(`select * from ${name} limit 1`), name).toBeNull();
      expect.soft(await reader.refusal(`delete from ${name}`), name).toMatch(/42501|55000/);
      expect.soft(await reader.refusal(`insert into ${name} default values`), name).toMatch(/42501|55000/);
    }
  });

  test('reaches no other table, view or sequence, of those that the catalogue knows', {
    timeout: 120_000,
  }, async ({ database }) => {
    await using reader = await aReader(database);
    const { rows } = await database.pool.query<Named & { kind: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
         and n.nspname not in ('pg_catalog', 'information_schema', 'bi', 'bi_v1')`,
    );

    expect(rows.length).toBeGreaterThan(50);
    for (const { name, kind } of rows) {
      const column = kind === 'S' ? 'last_value' : 'ctid';
      expect.soft(await reader.refusal(`select from ${name} limit 1`), name).toBe(DENIED);
      for (const verb of kind === 'S' ? [] : ['delete from', 'truncate', 'lock table'])
        expect.soft(await reader.refusal(`${verb} ${name}`), `${verb} ${name}`).toMatch(/42501|42809|55000/);
      expect.soft(await reader.refusal(`select ${column} from ${name}`), name).toMatch(/42501|42703/);
      if (kind === 'S') expect.soft(await reader.refusal(`select nextval('${name}')`), name).toBe(DENIED);
    }
  });

  test('sees nothing in the catalogue that PostgreSQL keeps from the public', async ({ database }) => {
    await using reader = await aReader(database);
    const { rows } = await database.pool.query<Named>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'v') and n.nspname in ('pg_catalog', 'pg_toast')
         and not exists (select from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a where a.grantee = 0)`,
    );

    expect(rows.map(({ name }) => name)).toContain('pg_catalog.pg_authid');
    for (const { name } of rows) {
      const isRefused = (await reader.refusal(`select * from ${name} limit 1`)) === DENIED;
      // Single columns of a few are open to all.
      const { rows: columns } = await database.pool.query(
        `select from pg_attribute where attrelid = $1::regclass and attacl is not null limit 1`,
        [name],
      );
      expect.soft(isRefused || columns.length > 0, name).toBe(true);
    }
  });

  test('may call only those volatile functions of PostgreSQL that are known to be harmless', async ({
    database,
  }) => {
    await using reader = await aReader(database);

    const { rows } = await database.pool.query<Named>(
      `select distinct p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where p.provolatile = 'v' and p.prokind in ('f', 'p') and has_function_privilege($1, p.oid, 'EXECUTE')
         and has_schema_privilege($1, n.oid, 'USAGE') and not 'internal'::regtype = any(p.proargtypes)
         and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
       order by 1`,
      [reader.name],
    );

    const known = await readFile(new URL('./volatile-functions.txt', import.meta.url), 'utf8');
    expect(rows.map(({ name }) => name)).toEqual(known.trim().split('\n'));
  });

  test('can call no function of ours, of whichever schema', async ({ database }) => {
    await using reader = await aReader(database);
    const { rows } = await database.pool.query<Named & { args: number }>(
      `select format('%I.%I', n.nspname, p.proname) as name, p.pronargs as args
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname not in ('pg_catalog', 'information_schema')`,
    );

    expect(rows.length).toBeGreaterThan(5);
    for (const { name, args } of rows) {
      const call = `select ${name}(${Array.from({ length: args }, () => 'null').join(', ')})`;
      expect.soft(await reader.refusal(call), name).toBe(DENIED);
    }
  });

  test.for([
    ['a table', 'create table bi.mine (id int)'],
    ['a table in public', 'create table public.mine (id int)'],
    ['a temporary table', 'create temporary table mine (id int)'],
    ['a schema', 'create schema mine'],
    ['a view', 'create view bi.mine as select 1'],
    ['a function', `create function bi.mine() returns int language sql as 'select 1'`],
    ['an extension', 'create extension dblink'],
    ['a foreign server', 'create server far foreign data wrapper postgres_fdw'],
    ['a large object', 'select lo_create(0)'],
    ['a large object from bytes', `select lo_from_bytea(0, 'x')`],
    ['a large object from a file', `select lo_import('/etc/passwd')`],
    ["the server's files", `select pg_read_file('/etc/passwd')`],
    ["the server's folders", `select pg_ls_dir('.')`],
    ['a program', `copy (select 1) to program 'true'`],
    ['a file', `copy (select 1) to '/tmp/mine'`],
    ['a file to read', `copy bi.dim_model from '/etc/passwd'`],
    ['a role', 'create role mine'],
    ['more rights', 'alter role current_user superuser'],
    ['more connections', 'alter role current_user connection limit 1000'],
    ['another role', 'set role assay'],
    ["another role's session", 'set session authorization assay'],
    [
      "the database's settings",
      `do $$ begin execute 'alter database ' || current_database() || ' set work_mem = 65536'; end $$`,
    ],
    ['the lock of our migrations', 'select pg_advisory_lock(4726119)'],
    ['a transaction id, which would hold back events', 'select pg_current_xact_id()'],
    ['a sleep', 'select pg_sleep(0)'],
    ['a notification by function', `select pg_notify('a', 'b')`],
    ['the write-ahead log', `select pg_logical_emit_message(false, 'a', 'b')`],
    ['a replication slot', `select pg_create_physical_replication_slot('mine')`],
    [
      "somebody else's session",
      'select pg_terminate_backend(pid) from pg_stat_activity where usename = $$assay$$ limit 1',
    ],
    ['a checkpoint', 'checkpoint'],
  ] as const)(
    'cannot have %s, in a transaction that it made writable either',
    async ([, statement], { database }) => {
      await using reader = await aReader(database);

      expect(await reader.refusal(statement)).toMatch(/^(42501|0LP01|0A000|42704)$/);
    },
  );

  test.for([
    `alter system set work_mem = '1GB'`,
    'create database mine',
    `create tablespace mine location '/tmp'`,
  ])('cannot run what takes no transaction: %s', async (statement, { database }) => {
    await using reader = await aReader(database);
    await reader.session.query('set default_transaction_read_only = off');

    await expect(reader.session.query(statement)).rejects.toMatchObject({ code: DENIED });
  });

  test('starts read-only, with its limits, in UTC', async ({ database }) => {
    await using reader = await aReader(database, { statementTimeoutSeconds: 7 });

    const { rows } = await reader.session.query(
      `select name, current_setting(name) as value from pg_settings where name = any($1) order by name`,
      [
        [
          'default_transaction_read_only',
          'idle_in_transaction_session_timeout',
          'lock_timeout',
          'search_path',
          'statement_timeout',
          'temp_file_limit',
          'TimeZone',
        ],
      ],
    );

    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual({
      default_transaction_read_only: 'on',
      idle_in_transaction_session_timeout: '1min',
      lock_timeout: '5s',
      search_path: 'bi',
      statement_timeout: '7s',
      temp_file_limit: '2GB',
      TimeZone: 'UTC',
    });
  });

  test("can change no setting that is not everybody's own", { timeout: 120_000 }, async ({ database }) => {
    await using reader = await aReader(database);
    const { rows } = await database.pool.query<Named & { setting: string; type: string }>(
      `select name, setting, vartype as type from pg_settings where context <> 'user' and name not like '%.%'`,
    );

    expect(rows.length).toBeGreaterThan(150);
    for (const { name, setting, type } of rows) {
      const value = type === 'string' || type === 'enum' ? `'${setting.replaceAll("'", "''")}'` : setting;
      expect
        .soft((await reader.refusal(`set ${name} = ${value}`)) ?? 'allowed', name)
        .toMatch(/^(42501|55P02)$/);
    }
  });

  test('is cut off when a statement takes too long', async ({ database }) => {
    await using reader = await aReader(database, { statementTimeoutSeconds: 1 });

    expect(await reader.refusal('select count(*) from generate_series(1, 1e10)')).toBe('57014');
  });

  test('can lift its own timeouts, as every PostgreSQL login can, and reaches no more for it', async ({
    database,
  }) => {
    await using reader = await aReader(database);

    await reader.session.query('set statement_timeout = 0; set default_transaction_read_only = off');

    expect(await reader.refusal('select from public.scores')).toBe(DENIED);
    expect(await reader.refusal('create temporary table mine (id int)')).toBe(DENIED);
    await reader.session.query(`alter role current_user set statement_timeout = '1h'`);
    expect(await findReaders(database.db)).toMatchObject([{ name: reader.name, statementTimeout: '1h' }]);
  });

  test('has no more sessions than it was given', async ({ database }) => {
    await using reader = await aReader(database, { connections: 1 });

    await expect(connected(reader.url)).rejects.toMatchObject({ code: '53300' });
  });

  test('does not enter databases that are closed to everybody, and grant names those that are not', async ({
    database,
  }) => {
    await using reader = await aReader(database);
    const elsewhere = reader.url.replace(/\/[^/]+$/, '/template1');
    const openings = await findOpenings(database.db, reader.name);
    const remedy = openings.find(({ what }) => what === 'the database template1')?.remedy ?? '';

    await database.pool.query(remedy);

    await expect(connected(elsewhere)).rejects.toMatchObject({ code: DENIED });
    expect(openings.filter(({ what }) => !what.startsWith('the database'))).toEqual([]);
  });

  test('is gone at once when it is revoked, in the middle of a session', async ({ database }) => {
    await using reader = await aReader(database);

    await deleteReader(database, reader.name);

    await expect(reader.session.query('select 1')).rejects.toThrow(/terminat|closed|connection error/i);
    await expect(connected(reader.url)).rejects.toMatchObject({ code: '28P01' });
    expect(await findReaders(database.db)).toEqual([]);
  });
});
