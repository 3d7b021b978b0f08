import { setTimeout as sleep } from 'node:timers/promises';

/** A state with what tells it from any other. */
export interface Seen<State> {
  cursor: string;
  state: State;
}

/**
 * Looks again and again, and gives what it saw whenever that differs from `after`, or from what it gave last. For
 * tables whose writers leave no event. Whoever ends it need not wait for the next look.
 */
export function watched<State>(
  look: () => Promise<Seen<State>>,
  options: { after: string | null; everyMs: number },
): AsyncGenerator<Seen<State>> {
  const ending = new AbortController();
  async function* changes(): AsyncGenerator<Seen<State>> {
    let last = options.after;
    while (!ending.signal.aborted) {
      const seen = await look();
      if (seen.cursor !== last) yield seen;
      last = seen.cursor;
      await sleep(options.everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }
  const source = changes();
  const end = source.return.bind(source);
  source.return = (value) => {
    ending.abort();
    return end(value);
  };
  return source;
}
