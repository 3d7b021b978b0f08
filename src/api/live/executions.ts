import { execute, type GraphQLError } from 'graphql';
import type { RequestLimits } from '../../core/config.ts';
import { type Bounds, within } from '../../store/bounds.ts';
import { createContext, type Services } from '../context.ts';
import { openRequestBounds, outOfBounds } from '../cost/answer.ts';
import { formatError } from '../errors.ts';
import type { Operation } from './operations.ts';
import { openPace } from './pace.ts';

/** The answer to an event as JSON, at once where it is known. */
export type Answer = string | Promise<string>;

/**
 * Answers events, each once for all operations of one key. Events are told apart by identity: the feed gives everybody
 * the same object, whoever reads an event again for himself gets an answer of his own. An answer lives as long as its
 * event is held by somebody.
 */
export function openExecutions(
  services: Services,
  limits: RequestLimits,
  { onExecuted, isStopping }: { onExecuted(): void; isStopping(): boolean },
) {
  const answers = new WeakMap<object, Map<string, Answer>>();
  const pace = openPace();

  async function finished(running: ReturnType<typeof execute>, bounds: Bounds): Promise<string> {
    try {
      return written(await running, bounds);
    } finally {
      bounds.close();
    }
  }

  function written(result: Awaited<ReturnType<typeof execute>>, bounds: Bounds): string {
    const error = outOfBounds(result, bounds, limits);
    if (error) return JSON.stringify({ data: null, errors: [error.toJSON()] });
    if (!result.errors) return JSON.stringify(result);
    const errors = result.errors.map((error: GraphQLError) =>
      formatError(error.toJSON(), error, services.log),
    );
    return JSON.stringify({ data: result.data ?? null, errors });
  }

  function answer(operation: Operation, event: object): Answer {
    onExecuted();
    // Each event is answered from the database as it is then, not from what an earlier one loaded.
    const bounds = openRequestBounds(limits);
    const contextValue = createContext(services, { bounds });
    const running = within(bounds, () => execute({ ...operation, rootValue: event, contextValue }));
    if (running instanceof Promise) return finished(running, bounds);
    bounds.close();
    return written(running, bounds);
  }

  return (operation: Operation, event: object): Answer => {
    const known = answers.get(event) ?? new Map<string, Answer>();
    if (known.size === 0) answers.set(event, known);
    const found = known.get(operation.key);
    if (found !== undefined) return found;
    // Once the sockets close, nobody reads what still waited for its turn.
    const made = pace(() => (isStopping() ? '' : answer(operation, event)));
    known.set(operation.key, made);
    if (typeof made !== 'string')
      made.then(
        (text) => known.set(operation.key, text),
        () => known.delete(operation.key),
      );
    return made;
  };
}
