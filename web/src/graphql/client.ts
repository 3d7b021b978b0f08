import { cacheExchange, createClient, fetchExchange } from '@urql/core';

/** Answers that are here already show at once, and are asked for again. */
export const client = createClient({
  url: '/graphql',
  preferGetMethod: false,
  requestPolicy: 'cache-and-network',
  exchanges: [cacheExchange, fetchExchange],
});
