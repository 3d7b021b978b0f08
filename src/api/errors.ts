import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { isConnectionError, isTextRefused } from '../store/database.ts';
import { plainRefusal } from './limits.ts';

/** Of a text that no field's check has seen. */
export const TEXT_REFUSED =
  'A text holds a NUL character (\\u0000) or half of a surrogate pair, which cannot be stored';
export const SUBSCRIBE_BY_WEBSOCKET =
  'Subscriptions go over WebSocket, at this address, with the protocol graphql-transport-ws; HTTP answers queries and mutations';
export const UNREACHABLE = 'The database cannot be reached; try again';

/** Tells clients about their own mistakes and hides ours; the only place that turns an error into an answer. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Log,
): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const own = ownErrorIn(cause);
  if (own) return { ...formatted, message: own.message, extensions: { code: own.code } };
  if (isTextRefused(cause)) {
    return {
      ...formatted,
      message: TEXT_REFUSED,
      extensions: { code: 'INVALID_INPUT' },
    };
  }
  if (isConnectionError(cause)) {
    log.error({ err: cause }, 'database unreachable');
    return {
      ...formatted,
      message: UNREACHABLE,
      extensions: { code: 'UNAVAILABLE' },
    };
  }
  const isOurs = !formatted.extensions?.['code'] || formatted.extensions['code'] === 'INTERNAL_SERVER_ERROR';
  if (!isOurs || (cause instanceof GraphQLError && !cause.originalError && !formatted.path)) {
    const { stacktrace: _, http: __, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, message: toldPlainly(formatted.message), extensions };
  }
  log.error({ err: cause, path: formatted.path }, 'resolver failed');
  return {
    message: 'Internal error',
    extensions: { code: 'INTERNAL' },
    ...(formatted.path && { path: formatted.path }),
  };
}

/** What we told ourselves, which the database's library wraps when it comes of a statement that was ended. */
function ownErrorIn(error: unknown): AppError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof AppError) return cause;
  return null;
}

/** In our words, where those of the libraries lead astray. */
function toldPlainly(message: string): string {
  if (/^GET requests only support query operations, not subscription/.test(message))
    return SUBSCRIBE_BY_WEBSOCKET;
  return plainRefusal(message);
}
