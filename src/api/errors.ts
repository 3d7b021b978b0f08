import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { isConnectionError, isTextRefused } from '../store/database.ts';

export const UNREACHABLE = 'The database cannot be reached; try again';

/** Tells clients about their own mistakes and hides ours; the only place that turns an error into an answer. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Log,
): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  if (cause instanceof AppError)
    return { ...formatted, message: cause.message, extensions: { code: cause.code } };
  if (isTextRefused(cause)) {
    return {
      ...formatted,
      message: 'A text holds a NUL character (\\u0000), which cannot be stored',
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
    const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions };
  }
  log.error({ err: cause, path: formatted.path }, 'resolver failed');
  return {
    message: 'Internal error',
    extensions: { code: 'INTERNAL' },
    ...(formatted.path && { path: formatted.path }),
  };
}
