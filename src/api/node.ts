import { DateTimeResolver } from 'graphql-scalars';
import { AppError } from '../core/errors.ts';
import { type NodeType, parseGlobalId } from '../core/ids.ts';
import { PAGE_CAP } from '../store/pages.ts';
import type { Context } from './context.ts';
import { JsonObject } from './json.ts';
import type { Resolvers } from './schema.generated.ts';

const LOADERS = {
  Benchmark: 'benchmark',
  Question: 'question',
  Model: 'model',
  Run: 'run',
  Response: 'response',
  Judge: 'judge',
  Evaluation: 'evaluation',
  Worker: 'worker',
} as const satisfies Record<NodeType, keyof Context['load']>;

async function findNode(globalId: string, { load }: Context) {
  const parsed = parseGlobalId(globalId);
  if (!parsed || !Object.hasOwn(LOADERS, parsed.type)) return null;
  const type = parsed.type as NodeType;
  const row = await load[LOADERS[type]].load(parsed.id);
  return row ? { ...row, __typename: type } : null;
}

export const resolvers = {
  DateTime: DateTimeResolver,
  JSONObject: JsonObject,

  Query: {
    node: (_, { id }, context) => findNode(id, context) as never,
    nodes: (_, { ids }, context) => {
      if (ids.length > PAGE_CAP)
        throw new AppError('INVALID_INPUT', `ids: ${ids.length} are more than ${PAGE_CAP}`);
      return ids.map((id) => findNode(id, context)) as never;
    },
  },
} satisfies Resolvers;
