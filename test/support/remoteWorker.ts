import { sql } from 'drizzle-orm';
import { vi } from 'vitest';
import type { Config } from '../../src/core/config.ts';
import type { Log } from '../../src/core/log.ts';
import type { Database } from '../../src/store/database.ts';
import { runWorker, type WorkerOptions } from '../../src/workers/main.ts';
import { isClosed } from './judging.ts';

/** A worker of a judge behind a server, in this process, that has taken no work yet. */
export async function aRemoteWorker(
  config: Config,
  log: Log,
  options: Partial<WorkerOptions> & { url: string },
) {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<string>();
  const done = runWorker(config, config.databaseUrl as string, log, {
    judge: 'sana-verifier',
    device: 'cpu',
    ...options,
    stopping: stopping.signal,
    onReady: (revision) => ready.resolve(revision),
  });
  const revision = (await Promise.race([ready.promise, done])) as string;
  return {
    revision,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

export const withRemote = (config: Config, more: Partial<Config['remoteJudge']>): Config => ({
  ...config,
  remoteJudge: { ...config.remoteJudge, ...more },
});

export const untilClosed = (database: Database, evaluation: string) =>
  vi.waitUntil(() => isClosed(database, evaluation), { timeout: 60_000, interval: 50 });

/** How often each response was scored, by outcome, reason and value. */
export async function outcomes(database: Database): Promise<Record<string, unknown>[]> {
  const { rows } = await database.db.execute(sql`
    select outcome, reason, value, times, count(*)::int as responses from (
      select min(s.outcome) as outcome, min(s.reason) as reason, min(s.value) as value, count(s.response_id)::int as times
      from responses r left join scores s on s.response_id = r.id group by r.id
    ) as per_response group by 1, 2, 3, 4 order by 1, 2`);
  return rows;
}
