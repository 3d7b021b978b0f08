import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Media: {
    url: (media) => `/media/${media.digest}`,
    thumbnailUrl: (media) => `/media/${media.digest}/thumbnail`,
  },
} satisfies Resolvers;
