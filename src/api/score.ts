import { mustLoad } from './context.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Score: {
    criterion: (score, _, { load }) => mustLoad(load.criterion, score.criterionId),
  },
} satisfies Resolvers;
