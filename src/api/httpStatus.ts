import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { SUBSCRIBE_BY_WEBSOCKET } from './errors.ts';

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

/** A subscription sent by POST, whatever its client accepts, is answered before it is run; one by GET Apollo refuses. */
export const refuseSubscriptions: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== 'subscription') return;
        const extensions = { code: 'BAD_REQUEST', http: { status: 400 } };
        throw new GraphQLError(SUBSCRIBE_BY_WEBSOCKET, { extensions });
      },
    };
  },
};
