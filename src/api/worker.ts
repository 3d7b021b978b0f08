import { toGlobalId } from '../core/ids.ts';
import { findJudgesByRevision } from '../store/judges.ts';
import { findRecentWorkers } from '../store/workers.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    workers: (_, __, { db }) => findRecentWorkers(db),
  },

  Worker: {
    id: (worker) => toGlobalId('Worker', worker.id),
    judges: async (worker, _, { db }) =>
      (await findJudgesByRevision(db, worker.judges)).filter((judge) => judge !== null),
  },
} satisfies Resolvers;
