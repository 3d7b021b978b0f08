import { cacheExchange, createClient, fetchExchange, mapExchange } from '@urql/core';
import { API } from '../base.ts';

/** An answer of which a root failed is its error alone: the types of the dashboard's questions know no such nulls. */
const allOrNothing = mapExchange({
  onResult: (result) => {
    if (!result.error || !Object.values(result.data ?? {}).includes(null)) return;
    return { ...result, data: undefined };
  },
});

/** Answers that are here already show at once, and are asked for again. */
export const client = createClient({
  url: API,
  preferGetMethod: false,
  requestPolicy: 'cache-and-network',
  exchanges: [allOrNothing, cacheExchange, fetchExchange],
});
