import { cacheExchange, createClient, fetchExchange } from '@urql/core';
import { API } from '../base.ts';

/** Answers that are here already show at once, and are asked for again. */
export const client = createClient({
  url: API,
  preferGetMethod: false,
  requestPolicy: 'cache-and-network',
  exchanges: [cacheExchange, fetchExchange],
});
