import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { test as base, inject } from 'vitest';
import { type RunningApi, serveApi } from '../../src/api/main.ts';
import { type Client, openClient } from '../../src/cli/client/client.ts';
import { type Config, readConfig } from '../../src/core/config.ts';
import { type Log, openLog } from '../../src/core/log.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { openQueue, type Queue } from '../../src/store/queue.ts';
import { TEMPLATE } from './globalSetup.ts';

interface Fixtures {
  log: Log;
  /** Address of a database of this test's own, cloned from the template. */
  databaseUrl: string;
  database: Database;
  queue: Queue;
  /** A folder of this test's own. */
  home: string;
  config: Config;
  /** The whole API, listening on a free port. */
  api: RunningApi;
  /** The commands' client, talking to `api`. */
  client: Client;
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: `${inject('serverUrl')}/postgres` });
  await admin.connect();
  await work(admin);
  await admin.end();
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of a fixture's needs from here
  log: async ({}, use) => use(openLog({ logLevel: 'fatal' }, 'test')),

  // biome-ignore lint/correctness/noEmptyPattern: see above
  databaseUrl: async ({}, use) => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await asAdmin((admin) => admin.query(`create database ${name} template ${TEMPLATE} strategy file_copy`));
    await use(`${inject('serverUrl')}/${name}`);
    await asAdmin((admin) => admin.query(`drop database ${name} with (force)`));
  },

  database: async ({ databaseUrl, log }, use) => {
    const database = openDatabase(databaseUrl, { max: 10, log, name: 'test' });
    await use(database);
    await database.close();
  },

  queue: async ({ database, log }, use) => {
    const queue = await openQueue(database, { heartbeatSeconds: 10, log });
    await use(queue);
    await queue.stop();
  },

  // biome-ignore lint/correctness/noEmptyPattern: see above
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'assay-home-'));
    await use(home);
    await rm(home, { recursive: true, force: true });
  },

  config: async ({ home, databaseUrl }, use) =>
    use({
      databaseUrl,
      databaseReplicaUrl: null,
      databaseDirectUrl: null,
      home,
      port: 0,
      host: 'localhost',
      apiUrl: 'http://localhost:0',
      publicUrl: null,
      trustedProxies: [],
      allowedHosts: [],
      apiKey: null,
      exportCacheBytes: 2 ** 30,
      limits: readConfig({}).limits,
      logLevel: 'fatal',
      workerThreads: 1,
      jobHeartbeatSeconds: 10,
      canaryHours: 6,
      modelRoots: [resolve(import.meta.dirname, '../../models'), join(home, 'models')],
      remoteJudge: readConfig({}).remoteJudge,
      proxies: readConfig({}).proxies,
    }),

  api: async ({ config, databaseUrl, log }, use) => {
    const api = await serveApi(config, databaseUrl, log);
    await use(api);
    await api.close();
  },

  client: async ({ api }, use) => use(openClient({ apiUrl: api.url })),
});
