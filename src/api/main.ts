import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PUBLISHED } from '../benchmarks/published.ts';
import { benchmarkDefinitions } from '../benchmarks/registry.ts';
import type { Config } from '../core/config.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { openMediaFolder } from '../media/folder.ts';
import { upsertBenchmarks } from '../store/benchmarks.ts';
import { isConnectionError, migrateDatabase, openDatabase } from '../store/database.ts';
import { openQueue } from '../store/queue.ts';
import { openAnswers } from './answers.ts';
import { openBoards } from './boards.ts';
import type { Services } from './context.ts';
import { openExports } from './export/exports.ts';
import { openFeed } from './live/feed.ts';
import { publicAddressOf } from './publicAddress.ts';
import { buildServer } from './server.ts';
import { openVersions } from './versions.ts';

export interface RunningApi {
  url: string;
  close(): Promise<void>;
}

/** No statement of ours takes so long, unless whoever asked for it is gone. */
const STATEMENT_MS = 600_000;

/** Starts the API on a database of the right shape; resolves when it answers. */
export async function serveApi(config: Config, databaseUrl: string, log: Log): Promise<RunningApi> {
  /** What is open, closed in the reverse order. */
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const isPooled = config.databaseDirectUrl !== null;
    const database = openDatabase(databaseUrl, {
      max: 10,
      log,
      name: 'assay api',
      isPooled,
      statementMs: STATEMENT_MS,
    });
    closers.push(database.close);
    await whenReachable(() => migrateDatabase({ url: config.databaseDirectUrl ?? databaseUrl }), log);
    const reads = config.databaseReplicaUrl
      ? openDatabase(config.databaseReplicaUrl, {
          ...{ max: 10, log, name: 'assay api reads', isPooled, statementMs: STATEMENT_MS },
        })
      : database;
    if (reads !== database) closers.push(reads.close);
    await upsertBenchmarks(database.db, benchmarkDefinitions, PUBLISHED);
    const queue = await openQueue(database, { heartbeatSeconds: config.jobHeartbeatSeconds, log });
    closers.push(queue.stop);
    const feed = openFeed(database.db, log);
    closers.push(feed.stop);
    const versions = openVersions(reads.db, log);
    closers.push(versions.stop);
    const boards = openBoards(reads.db, versions);
    let newestBoards = boards;
    if (reads !== database) {
      const newest = openVersions(database.db, log);
      closers.push(newest.stop);
      newestBoards = openBoards(database.db, newest);
    }
    const services: Services = {
      ...{ db: database.db, reads: reads.db, boards, newestBoards },
      ...{ queue, feed, answers: openAnswers(versions), log },
    };
    const exports = openExports(reads, services, {
      folder: join(config.home, 'exports'),
      maxBytes: config.exportCacheBytes,
    });
    closers.push(exports.close);
    const server = await buildServer(
      services,
      openMediaFolder(join(config.home, 'media')),
      exports,
      publicAddressOf(config),
      config.limits,
    );
    closers.push(server.close);
    const url = await listen(server.app, config);
    log.info({ url }, 'api is listening');
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(app: { listen(options: object): Promise<string> }, config: Config): Promise<string> {
  try {
    const address = await app.listen({ port: config.port, host: config.host });
    return `http://localhost:${new URL(address).port || 80}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new AppError(
        'UNAVAILABLE',
        `Port ${config.port} is taken. Choose another, for example PORT=${config.port + 1}`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** A database may still be starting when we do. */
async function whenReachable(connect: () => Promise<void>, log: Log): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connect();
    } catch (error) {
      if (attempt === 10 || !isConnectionError(error)) throw error;
      log.warn(
        { attempt, err: error instanceof Error ? error.message : error },
        'database cannot be reached yet',
      );
      await sleep(Math.min(250 * 2 ** attempt, 5000));
    }
  }
}
