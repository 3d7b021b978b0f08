import { sql } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import { expect } from 'vitest';
import { isConnectionError, migrateDatabase, openDatabase, ping } from '../../src/store/database.ts';
import { test } from '../support/fixtures.ts';

test('migrations run at the same time by several processes are run once', async ({
  databaseUrl,
  database,
  log,
}) => {
  // An empty database beside this test's own, which is of the right shape already.
  const name = `${new URL(databaseUrl).pathname.slice(1)}_empty`;
  await database.db.execute(sql.raw(`create database ${name}`));
  const url = databaseUrl.replace(/\/[^/]*$/, `/${name}`);
  const processes = Array.from({ length: 4 }, () => openDatabase(url, { max: 2, log, name: 'migrating' }));

  await Promise.all(processes.map(migrateDatabase));
  await Promise.all(processes.map(migrateDatabase));

  const tables = sql`select table_name, column_name, data_type from information_schema.columns
    where table_schema = 'public' order by 1, 2`;
  const [first] = processes;
  expect((await first?.db.execute(tables))?.rows).toEqual((await database.db.execute(tables)).rows);
  await Promise.all(processes.map((each) => each.close()));
  await database.db.execute(sql.raw(`drop database ${name} with (force)`));
});

test('a server that is not there is told apart from a query that is wrong', async ({ database, log }) => {
  const nowhere = openDatabase('postgres://assay:x@localhost:1/assay', { max: 1, log, name: 'test' });

  const away = await ping(nowhere.db).catch((error) => error);
  const wrong = await database.db.execute(sql`select nothing`).catch((error) => error);

  expect([isConnectionError(away), isConnectionError(wrong)]).toEqual([true, false]);
  await nowhere.close();
});

test('a connection cut by the server is replaced at its next use', async ({ database }) => {
  await ping(database.db);
  const cut = await database.db
    .execute(sql`select pg_terminate_backend(pg_backend_pid())`)
    .catch((error) => error);

  await ping(database.db);

  expect(isConnectionError(cut)).toBe(true);
});

test('a connection that is lost at the beginning of a transaction is given back', async ({
  databaseUrl,
  log,
}) => {
  const database = openDatabase(databaseUrl, { max: 1, log, name: 'test' });
  database.pool.once('acquire', (client: PoolClient) => {
    client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
  });
  const begun = await database.db.transaction(ping).catch((error) => error);

  await database.db.transaction(ping);

  expect(isConnectionError(begun)).toBe(true);
  await database.close();
});
