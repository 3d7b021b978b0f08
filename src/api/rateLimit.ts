import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    rateLimit: (_, __, { spent }) => spent,
  },
} satisfies Resolvers;
