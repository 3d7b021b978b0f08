import type { Answer } from './executions.ts';

/** What a subscription's answers pass through on their way to its client. */
export interface Delivery {
  answer(event: object): Answer;
  /** A promise where the client is behind. */
  write(payload: string): Promise<void> | null;
}

/**
 * Sends the answers to a subscription's events past graphql-ws, which would execute and serialise each for every
 * client. To graphql-ws it is a stream without results that ends when the events do, or fails as they do, and that it
 * ends when the client leaves.
 */
export function deliver(source: AsyncGenerator<object>, { answer, write }: Delivery): AsyncGenerator<never> {
  let isOver = false;
  let delivered: Promise<void> | null = null;

  async function all(): Promise<void> {
    for await (const event of source) {
      const found = answer(event);
      const payload = typeof found === 'string' ? found : await found;
      if (isOver) return;
      const behind = write(payload);
      if (behind !== null) await behind;
    }
  }

  async function end(): Promise<IteratorResult<never>> {
    isOver = true;
    await source.return(undefined);
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
