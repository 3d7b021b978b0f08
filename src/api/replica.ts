import type { ApolloServerPlugin } from '@apollo/server';
import { type Context, readFromReplica, type Services } from './context.ts';

/** Whether a client will have what is newest: no kept answer, no replica. */
export const isNewestAsked = (cacheControl: string | null | undefined): boolean =>
  cacheControl === 'no-cache';

/** Lets queries over HTTP read from the replica; mutations and subscriptions read where they write. */
export function readingFromReplica(services: Services): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ request, contextValue }) => ({
      didResolveOperation: async ({ operation }) => {
        if (operation?.operation !== 'query' || isNewestAsked(request.http?.headers.get('cache-control')))
          return;
        readFromReplica(contextValue, services);
      },
    }),
  };
}
