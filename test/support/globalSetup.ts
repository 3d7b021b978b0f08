import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { PUBLISHED } from '../../src/benchmarks/published.ts';
import { benchmarkDefinitions } from '../../src/benchmarks/registry.ts';
import { openLog } from '../../src/core/log.ts';
import { upsertBenchmarks } from '../../src/store/benchmarks.ts';
import { migrateDatabase, openDatabase } from '../../src/store/database.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { openQueue } from '../../src/store/queue.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server, without a database. */
    serverUrl: string;
  }
}

export const TEMPLATE = 'assay_template';

/** One PostgreSQL for the whole suite, with one template that every test clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(await fastFolder(), 'assay-test-'));
  const server = await startEmbedded(home, [
    ...['-c', 'fsync=off'],
    ...['-c', 'synchronous_commit=off'],
    ...['-c', 'full_page_writes=off'],
    ...['-c', 'max_connections=300'],
  ]);
  const serverUrl = server.url.replace(/\/assay$/, '');
  const admin = new pg.Client({ connectionString: `${serverUrl}/postgres` });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();

  const log = openLog({ logLevel: 'warn' }, 'test');
  const database = openDatabase(`${serverUrl}/${TEMPLATE}`, { max: 2, log, name: 'template' });
  await migrateDatabase(database);
  await upsertBenchmarks(database.db, benchmarkDefinitions, PUBLISHED);
  const queue = await openQueue(database, { heartbeatSeconds: 10, log });
  await queue.stop();
  await database.close();

  project.provide('serverUrl', serverUrl);
  return async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
}

/** Memory where there is enough of it: a test's database is cloned and dropped in a third of the time. */
async function fastFolder(): Promise<string> {
  const memory = '/dev/shm';
  const free = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return free >= 4 * 2 ** 30 ? memory : tmpdir();
}
