import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../core/log.ts';
import type { Db } from '../store/database.ts';
import { deleteOldEvents, type EventCursor, findEventHorizon, findEventsAfter } from '../store/events.ts';
import type { EventRow } from '../store/tables/index.ts';

/** Events of the outbox as they commit, read once for all who listen. */
export interface Feed {
  /**
   * Listens to events that match, from now on; resolves when none can be missed any more. A listener whose
   * backlog outgrows `limit` is cut off and `onOverflow` is called; with `latestOnly` the backlog is one event.
   */
  open(matches: (event: EventRow) => boolean, options: ListenOptions): Promise<Listener>;
  /** How many listen. */
  listening(): number;
  stop(): Promise<void>;
}

export interface ListenOptions {
  limit?: number;
  latestOnly?: boolean;
  onOverflow?(): void;
}

export interface Listener extends AsyncIterableIterator<EventRow> {
  close(): void;
}

/**
 * The events of a listener as `source` gives them on. Whoever ends it ends the listener first: a generator that waits
 * for its next event takes no notice of `return` before that event comes, which may be never.
 */
export function listening(live: Listener, source: AsyncGenerator<EventRow>): AsyncGenerator<EventRow> {
  const end = source.return.bind(source);
  source.return = (value) => {
    live.close();
    return end(value);
  };
  const next = source.next.bind(source);
  source.next = async () => {
    try {
      const result = await next();
      if (result.done) live.close();
      return result;
    } catch (error) {
      live.close();
      throw error;
    }
  };
  return source;
}

const POLL_MS = 50;
const BATCH = 1000;
const CLEAN_MS = 3_600_000;

export function openFeed(db: Db, log: Log): Feed {
  const listeners = new Set<{ matches(event: EventRow): boolean; push(event: EventRow): void }>();
  const stopping = new AbortController();
  let cursor: EventCursor | null = null;
  let opening: Promise<EventCursor> | null = null;
  let cleaned = 0;

  async function poll(): Promise<void> {
    if (Date.now() - cleaned > CLEAN_MS) {
      cleaned = Date.now();
      await deleteOldEvents(db);
    }
    if (listeners.size === 0) cursor = null;
    while (cursor) {
      const events: EventRow[] = await findEventsAfter(db, cursor, BATCH);
      for (const event of events) {
        for (const listener of listeners) if (listener.matches(event)) listener.push(event);
      }
      const last = events.at(-1);
      if (last) cursor = last;
      if (events.length < BATCH) return;
    }
  }

  const polling = (async () => {
    while (!stopping.signal.aborted) {
      await poll().catch((error: Error) =>
        log.warn({ err: error.message }, 'events could not be read, trying again'),
      );
      await sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();

  return {
    async open(matches, options) {
      const queue = openListener(options, () => listeners.delete(entry));
      const entry = { matches, push: queue.push };
      listeners.add(entry);
      if (!cursor) {
        opening ??= findEventHorizon(db).finally(() => {
          opening = null;
        });
        try {
          const horizon = await opening;
          cursor ??= horizon;
        } catch (error) {
          queue.listener.close();
          throw error;
        }
      }
      return queue.listener;
    },
    listening: () => listeners.size,
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}

function openListener(
  options: ListenOptions,
  onClose: () => void,
): { push(event: EventRow): void; listener: Listener } {
  const backlog: EventRow[] = [];
  let wake: (() => void) | null = null;
  let isClosed = false;

  const close = () => {
    isClosed = true;
    onClose();
    wake?.();
  };
  const push = (event: EventRow) => {
    if (isClosed) return;
    if (options.latestOnly) backlog.length = 0;
    backlog.push(event);
    if (backlog.length > (options.limit ?? 1000)) {
      backlog.length = 0;
      close();
      options.onOverflow?.();
    }
    wake?.();
  };
  const listener: Listener = {
    [Symbol.asyncIterator]: () => listener,
    async next() {
      while (backlog.length === 0 && !isClosed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = backlog.shift();
      return value ? { value, done: false } : { value: undefined, done: true };
    },
    async return() {
      close();
      return { value: undefined, done: true };
    },
    close,
  };
  return { push, listener };
}
