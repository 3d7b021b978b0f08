import type { ApolloServerPlugin } from '@apollo/server';
import { AppError } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { told } from './answer.ts';
import type { Meter, Spent } from './meter.ts';
import type { Turns } from './turns.ts';

/** Counts every operation that comes over HTTP before it runs in its turn, and says what it cost. */
export function metering(meter: Meter, turns: Turns): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ contextValue }) => ({
      async didResolveOperation({ document, operation, request }) {
        // Which one is meant nobody can tell; executing says so.
        if (!operation) return;
        contextValue.spent = await meter.admit(
          { document, operation, variables: request.variables },
          contextValue.client,
        );
        await takeTurn(turns, contextValue);
        if (isCostAsked(request.extensions) && contextValue.draft) contextValue.draft.isKept = false;
      },
      async willSendResponse({ request, response }) {
        const { spent } = contextValue;
        if (!spent) return;
        for (const [name, value] of headersOf(spent)) response.http.headers.set(name, value);
        if (!isCostAsked(request.extensions) || response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        singleResult.extensions = { ...singleResult.extensions, cost: costTold(contextValue) };
      },
    }),
  };
}

/** Waits until the operation of a context may run; its turn ends with its bounds. */
export async function takeTurn(turns: Turns, { client, spent, bounds }: Context): Promise<void> {
  if (!bounds || !spent) return;
  try {
    bounds.atEnd(await turns.take(client, spent.cost, bounds.signal));
  } catch (error) {
    throw error instanceof AppError ? told(error) : error;
  }
}

/** What an operation cost, and what it took of the database. */
export const costTold = ({ spent, bounds }: Context): object => ({
  ...spent,
  ...(bounds && { statements: bounds.statements, rows: bounds.rows }),
});

/** Whether a request wants to be told what it cost, in `extensions.cost` of the answer. */
export const isCostAsked = (extensions: Readonly<Record<string, unknown>> | null | undefined): boolean =>
  extensions?.['cost'] === true;

function headersOf({ cost, limit, remaining, resetAt }: Spent): [string, string][] {
  const headers: [string, string][] = [['x-query-cost', String(cost)]];
  if (limit === null || remaining === null || resetAt === null) return headers;
  return [
    ...headers,
    ['x-ratelimit-limit', String(limit)],
    ['x-ratelimit-remaining', String(remaining)],
    ['x-ratelimit-reset', String(Math.ceil(resetAt.getTime() / 1000))],
  ];
}
