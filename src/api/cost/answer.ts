import type { ApolloServerPlugin } from '@apollo/server';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { RequestLimits } from '../../core/config.ts';
import { AppError } from '../../core/errors.ts';
import { type Bounds, openBounds } from '../../store/bounds.ts';
import type { Context } from '../context.ts';

/** A write goes on although its client has left, and may take longer than a query. */
const WRITE_TIMES = 10;

/** What is read may be more than what is answered, since boards and means are added up from it. */
const READ_TIMES = 4;

export const openRequestBounds = ({ queryMs, rows, answerBytes }: RequestLimits): Bounds =>
  openBounds({ ms: queryMs, rows, bytes: answerBytes * READ_TIMES });

export const boundAsWrite = (bounds: Bounds, { queryMs }: RequestLimits): void =>
  bounds.goOn(queryMs * WRITE_TIMES);

/** The one error of an answer whose request was ended, or which is too large; null where it can be sent. */
export function outOfBounds(
  { data, errors }: Pick<ExecutionResult, 'data'> & { errors?: readonly unknown[] | undefined },
  { signal }: Bounds,
  { answerBytes }: RequestLimits,
): GraphQLError | null {
  if (signal.aborted && errors?.length) return told(signal.reason as AppError);
  if (!isLarger(data, answerBytes)) return null;
  const words = `The answer is larger than ${answerBytes} bytes; ask for smaller pages, or for fewer fields at a time`;
  return told(new AppError('TOO_LARGE', words));
}

export const told = ({ message, code }: AppError): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

/** Ends what takes too long over HTTP, in one error instead of one for each field that went without. */
export function bounding(limits: RequestLimits): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ contextValue }) => ({
      async didResolveOperation({ operation }) {
        const { bounds } = contextValue;
        if (operation?.operation === 'mutation' && bounds) boundAsWrite(bounds, limits);
      },
      async willSendResponse({ response }) {
        const { bounds, draft } = contextValue;
        if (!bounds || response.body.kind !== 'single') return;
        const error = outOfBounds(response.body.singleResult, bounds, limits);
        if (!error) return;
        if (draft) draft.isKept = false;
        response.body.singleResult = { data: null, errors: [error.toJSON()] };
      },
    }),
  };
}

/** Whether a value takes more than so many characters as JSON, or nearly so: it is looked at no further than that. */
export function isLarger(value: unknown, most: number): boolean {
  let left = most;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && left >= 0) {
    const one = waiting.pop();
    if (typeof one === 'string') left -= one.length + 2;
    else if (Array.isArray(one)) {
      left -= one.length + 2;
      for (const item of one) waiting.push(item);
    } else if (one !== null && typeof one === 'object') {
      for (const [key, inner] of Object.entries(one)) {
        left -= key.length + 4;
        waiting.push(inner);
      }
    } else left -= 4;
  }
  return left < 0;
}
