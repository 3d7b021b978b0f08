import type { Answer } from './executions.ts';

/** A subscription's events. Some sources hand them over the moment they come, which is quicker. */
export interface Events extends AsyncIterable<object> {
  each?(take: (event: object) => Promise<unknown> | null): Promise<void>;
  return?(): Promise<unknown>;
}

/** What a subscription's answers pass through on their way to its client. */
export interface Delivery {
  answer(event: object): Answer;
  /** A promise where the client is behind. */
  write(payload: string): Promise<void> | null;
  /** False once the client is being parted with: what still waits for it is not worth an answer. */
  isOpen(): boolean;
}

/**
 * Sends the answers to a subscription's events past graphql-ws, which would execute and serialise each for every
 * client. To graphql-ws it is a stream without results that ends when the events do, or fails as they do, and that it
 * ends when the client leaves.
 */
export function deliver(events: Events, { answer, write, isOpen }: Delivery): AsyncGenerator<never> {
  let isOver = false;
  let delivered: Promise<void> | null = null;

  const send = (payload: string) => (isOver ? null : write(payload));

  function take(event: object): Promise<unknown> | null {
    if (!isOpen()) {
      void end();
      return null;
    }
    const payload = answer(event);
    return typeof payload === 'string' ? send(payload) : payload.then(send);
  }

  async function all(): Promise<void> {
    try {
      if (events.each) return await events.each(take);
      for await (const event of events) await take(event);
    } finally {
      await end();
    }
  }

  async function end(): Promise<IteratorResult<never>> {
    isOver = true;
    await events.return?.();
    return { value: undefined, done: true };
  }

  return {
    async next() {
      delivered ??= all();
      await delivered;
      return { value: undefined, done: true };
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
}
