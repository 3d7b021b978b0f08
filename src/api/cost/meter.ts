import { HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLSchema, getVariableValues, isInputObjectType, typeFromAST } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RequestLimits } from '../../core/config.ts';
import { type Cost, openCosts, type Request } from './cost.ts';

/** What an operation costs whoever asks for it; the numbers of a minute are null where nobody counts. */
export interface Spent {
  cost: number;
  costLimit: number;
  limit: number | null;
  remaining: number | null;
  resetAt: Date | null;
}

/** An operation and its variables, which need not be coerced yet. */
export interface Asked extends Omit<Request, 'variables'> {
  variables: Record<string, unknown> | null | undefined;
}

/** Counts what operations cost, over HTTP and WebSocket alike. */
export interface Meter {
  /** Counts an operation to a client. Throws a GraphQLError where it costs too much, or the client has spent too much. */
  admit(asked: Asked, client: string): Promise<Spent>;
}

const MINUTE = 60;

export function openMeter(schema: GraphQLSchema, limits: RequestLimits): Meter {
  const costOf = openCosts(schema);
  const { costPerMinute } = limits;
  const budget =
    costPerMinute > 0 ? new RateLimiterMemory({ points: costPerMinute, duration: MINUTE }) : null;

  async function charge(client: string, cost: number): Promise<Omit<Spent, 'cost' | 'costLimit'>> {
    if (!budget || (isLoopback(client) && !limits.limitsLoopback))
      return { limit: null, remaining: null, resetAt: null };
    try {
      const { remainingPoints, msBeforeNext } = await budget.consume(client, cost);
      return {
        limit: costPerMinute,
        remaining: remainingPoints,
        resetAt: new Date(Date.now() + msBeforeNext),
      };
    } catch (error) {
      if (error instanceof RateLimiterRes) throw spentTooMuch(error.msBeforeNext, costPerMinute);
      throw error;
    }
  }

  return {
    async admit(asked, client) {
      const variables = coerced(schema, asked);
      // What cannot be coerced is refused before anything is read.
      const cost = variables ? costOf({ ...asked, variables }) : { total: 0, dearest: null };
      if (cost.total > limits.cost) throw tooCostly(cost, limits.cost);
      const total = Math.ceil(cost.total);
      return { cost: total, costLimit: limits.cost, ...(await charge(client, Math.max(total, 1))) };
    },
  };
}

/** Page sizes and conditions; objects, which may be large, say nothing of a cost. Null where one is wrong. */
function coerced(schema: GraphQLSchema, { operation, variables }: Asked): Record<string, unknown> | null {
  const telling = (operation.variableDefinitions ?? []).filter(({ type }) => {
    const named = type.kind === 'NonNullType' ? type.type : type;
    return named.kind === 'ListType' || !isInputObjectType(typeFromAST(schema, named));
  });
  return getVariableValues(schema, telling, variables ?? {}).coerced ?? null;
}

function tooCostly({ total, dearest }: Cost, most: number): GraphQLError {
  const written = Number.isFinite(total) ? String(Math.ceil(total)) : 'more than can be counted';
  const field = dearest?.path ?? null;
  const share = dearest ? `, most of it for ${dearest.path} (${Math.ceil(dearest.cost)})` : '';
  const remedy = /(^|\.)__(schema|type)\b/.test(field ?? '')
    ? 'Ask for the schema once'
    : 'Ask for smaller pages (first) or for fewer lists within lists, and for the rest in further queries';
  return new GraphQLError(
    `The query may cost ${written}${share}; the limit is ${most}. ${remedy}: docs/queries.md says what a query costs`,
    {
      extensions: {
        code: 'QUERY_TOO_COSTLY',
        ...(Number.isFinite(total) && { cost: Math.ceil(total) }),
        ...{ limit: most, field },
        http: { status: 400 },
      },
    },
  );
}

function spentTooMuch(waitMs: number, limit: number): GraphQLError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new GraphQLError(
    `Your queries of this minute have cost ${limit}, which is all that one client may spend. Try again in ${seconds} s, or ask for less at a time`,
    {
      extensions: {
        ...{ code: 'RATE_LIMITED', limit, remaining: 0, retryAfterSeconds: seconds },
        http: { status: 429, headers: new HeaderMap([['retry-after', String(seconds)]]) },
      },
    },
  );
}

export const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);
