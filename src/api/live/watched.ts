import { setTimeout as sleep } from 'node:timers/promises';
import { apart } from '../../store/bounds.ts';
import type { Db } from '../../store/database.ts';

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
      // At the same moments for all who look, so that they can look together.
      const rest = options.everyMs - (Date.now() % options.everyMs);
      await sleep(rest, undefined, { signal: ending.signal }).catch(() => undefined);
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

/** The last look of each kind at each database. */
const looks = new WeakMap<Db, Map<string, { moment: number; seen: Promise<unknown> }>>();

/** A look that all who look alike take together, once in `everyMs`. They see the same object and share its answer. */
export function together<State>(
  db: Db,
  kind: string,
  everyMs: number,
  look: () => Promise<Seen<State>>,
): () => Promise<Seen<State>> {
  const known = looks.get(db) ?? new Map();
  looks.set(db, known);
  return () => {
    const moment = Math.floor(Date.now() / everyMs);
    const last = known.get(kind);
    if (last?.moment === moment) return last.seen;
    const seen = apart(look);
    known.set(kind, { moment, seen });
    return seen;
  };
}
