import { toGlobalId } from '../core/ids.ts';
import { countModels, findModelPage } from '../store/models.ts';
import type { ModelRow } from '../store/tables/index.ts';
import { connection, connectionFields, pageArgs } from './connection.ts';
import { runsOf } from './run.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    models: (_, args, { db }) => connection(findModelPage(db, pageArgs(args)), args, () => countModels(db)),
  },

  Model: {
    id: (model) => toGlobalId('Model', model.id),
    runs: ({ id }, args, context) => runsOf('modelId', id, args, context),
  },

  ModelConnection: connectionFields<ModelRow>(),
} satisfies Resolvers;
