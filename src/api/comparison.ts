import type { Resolvers } from './schema.generated.ts';

export const resolvers = {} satisfies Resolvers;
