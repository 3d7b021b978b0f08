import { toGlobalId } from '../core/ids.ts';
import { findAllJudges } from '../store/judges.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    judges: (_, __, { db }) => findAllJudges(db),
  },

  Judge: {
    id: (judge) => toGlobalId('Judge', judge.id),
  },
} satisfies Resolvers;
