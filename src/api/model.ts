import { toGlobalId } from '../core/ids.ts';
import { countModels, findModelPage } from '../store/models.ts';
import { countRuns, findRunPage } from '../store/runs.ts';
import type { ModelRow } from '../store/tables/index.ts';
import { connection, connectionFields, pageArgs } from './connection.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    models: (_, args, { db }) => connection(findModelPage(db, pageArgs(args)), args, () => countModels(db)),
  },

  Model: {
    id: (model) => toGlobalId('Model', model.id),
    runs: (model, args, { db }) => {
      const filter = { modelId: model.id };
      return connection(findRunPage(db, filter, pageArgs(args)), args, () => countRuns(db, filter));
    },
  },

  ModelConnection: connectionFields<ModelRow>(),
} satisfies Resolvers;
