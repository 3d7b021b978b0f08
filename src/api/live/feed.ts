import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Log } from '../../core/log.ts';
import type { Db } from '../../store/database.ts';
import { deleteOldEvents, type EventCursor, findEventHorizon, findEventsAfter } from '../../store/events.ts';
import type { EventRow } from '../../store/tables/index.ts';
import { type Listener, type ListenOptions, type OpenListener, openListener } from './listener.ts';

/** Events of the outbox as they commit, read once for all who listen. */
export interface Feed {
  /** Listens to the events of an evaluation or of a benchmark from now on; resolves when none can be missed any more. */
  open(topic: string, options: ListenOptions): Promise<Listener>;
  /** How many listen. */
  listening(): number;
  stop(): Promise<void>;
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

/** How long giving events may keep everything else waiting. */
const TURN_MS = 20;

export function openFeed(db: Db, log: Log): Feed {
  const topics = new Map<string, Set<OpenListener>>();
  let listeners = 0;
  const stopping = new AbortController();
  let cursor: EventCursor | null = null;
  let opening: Promise<EventCursor> | null = null;
  let cleaned = 0;

  async function poll(): Promise<void> {
    if (Date.now() - cleaned > CLEAN_MS) {
      cleaned = Date.now();
      await deleteOldEvents(db);
    }
    if (listeners === 0) cursor = null;
    while (cursor) {
      const events: EventRow[] = await findEventsAfter(db, cursor, BATCH);
      await give(events);
      const last = events.at(-1);
      if (last) cursor = last;
      if (events.length < BATCH) return;
    }
  }

  /** Lets sockets and requests have their turn between events that take long to give to everybody. */
  async function give(events: readonly EventRow[]): Promise<void> {
    let start = performance.now();
    for (const event of events) {
      for (const topic of [event.evaluationId, event.benchmarkId]) {
        for (const { push } of topics.get(topic) ?? []) push(event);
      }
      if (performance.now() - start < TURN_MS) continue;
      await turn();
      start = performance.now();
    }
  }

  function listen(topic: string, options: ListenOptions): Listener {
    const opened = openListener(options, () => {
      const others = topics.get(topic);
      if (!others?.delete(opened)) return;
      listeners--;
      if (others.size === 0) topics.delete(topic);
    });
    topics.set(topic, (topics.get(topic) ?? new Set()).add(opened));
    listeners++;
    return opened.listener;
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
    async open(topic, options) {
      const listener = listen(topic, options);
      if (cursor) return listener;
      opening ??= findEventHorizon(db).finally(() => {
        opening = null;
      });
      try {
        const horizon = await opening;
        cursor ??= horizon;
      } catch (error) {
        listener.close();
        throw error;
      }
      return listener;
    },
    listening: () => listeners,
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}
