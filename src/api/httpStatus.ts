import type { ApolloServerPlugin } from '@apollo/server';

/**
 * A request that cannot be executed is answered 200 to clients that accept only `application/json` and 400 to those
 * that accept `application/graphql-response+json`, as the GraphQL over HTTP drafts that clients follow ask.
 */
export const statusByMediaType: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response }) {
        const accept = request.http?.headers.get('accept') ?? '';
        const isOldType = !accept.includes('application/graphql-response+json');
        if (isOldType && response.http.status === 400 && request.query) response.http.status = 200;
      },
    };
  },
};
