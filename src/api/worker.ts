import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { fromGlobalId, toGlobalId } from '../core/ids.ts';
import type { WorkerRow } from '../store/tables/index.ts';
import { findRecentWorkers } from '../store/workers.ts';
import { together, watched } from './live/watched.ts';
import type { WorkersChangeRow } from './rows.ts';
import type { Resolvers } from './schema.generated.ts';

/** Workers report every two seconds. */
const LOOK_MS = 1000;

function digestOf(workers: readonly WorkerRow[]): string {
  const states = workers.map(({ id, status, heartbeatAt }) => [id, status, heartbeatAt]);
  return createHash('sha256').update(JSON.stringify(states)).digest('base64url');
}

export const resolvers = {
  Query: {
    workers: (_, __, { db }) => findRecentWorkers(db),
  },

  Subscription: {
    workersChanged: {
      subscribe: async (_, { judge, after }, { db, load }) => {
        const served = judge ? await load.judge.load(fromGlobalId('Judge', judge, 'judge')) : null;
        if (judge && !served) throw new AppError('NOT_FOUND', 'judge: there is no such judge');
        const look = together(db, `workers ${served?.revision}`, LOOK_MS, async () => {
          const workers = await findRecentWorkers(db, served?.revision);
          return { cursor: digestOf(workers), state: workers };
        });
        return watched(look, { after: after ?? null, everyMs: LOOK_MS });
      },
      resolve: ({ cursor, state }: { cursor: string; state: WorkerRow[] }): WorkersChangeRow => ({
        cursor,
        workers: state,
      }),
    },
  },

  Worker: {
    id: (worker) => toGlobalId('Worker', worker.id),
    judges: async (worker, _, { load }) =>
      (await Promise.all(worker.judges.map((revision) => load.judgeByRevision.load(revision)))).filter(
        (judge) => judge !== null,
      ),
  },
} satisfies Resolvers;
