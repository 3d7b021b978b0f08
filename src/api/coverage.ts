import { AppError } from '../core/errors.ts';
import { fromGlobalId } from '../core/ids.ts';
import { findCoverage } from '../store/coverage.ts';
import { mustLoad } from './context.ts';
import { outcomeCounts } from './outcomes.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    coverage: async (_, { evaluation }, { reads, load }) => {
      const id = fromGlobalId('Evaluation', evaluation, 'evaluation');
      if (!(await load.evaluation.load(id)))
        throw new AppError('NOT_FOUND', 'evaluation: there is no such evaluation');
      return findCoverage(reads, id);
    },
  },

  Coverage: {
    slice: ({ sliceId }, _, { load }) => mustLoad(load.slice, sliceId),
    criterion: ({ criterionId }, _, { load }) => mustLoad(load.criterion, criterionId),
    outcomes: ({ outcomes }) => outcomeCounts(outcomes),
  },
} satisfies Resolvers;
