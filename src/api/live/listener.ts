import type { EventRow } from '../../store/tables/index.ts';

/** Events on their way to one subscription. */
export interface Listener extends AsyncIterableIterator<EventRow> {
  /** Adds events that came before; as many may wait as there are. */
  replay(events: readonly EventRow[]): void;
  /**
   * Hands over every event the moment it comes, where iterating would take turns of the event loop that add up with
   * thousands of listeners. Waits while `take` gives a promise; resolves after the last event.
   */
  each(take: (event: EventRow) => Promise<unknown> | null): Promise<void>;
  /** No more events; those that wait are still given. */
  close(): void;
}

export interface ListenOptions {
  /** How many events may wait; with more the listener is cut off. */
  limit?: number;
  /** Only the newest event waits. */
  latestOnly?: boolean;
  onOverflow?(): void;
  /** What is due once an event has arrived; the event itself unless given. */
  arrange?(arrived: EventRow): readonly EventRow[];
  /** Whether no event follows. */
  isLast?(event: EventRow): boolean;
}

export interface OpenListener {
  push(event: EventRow): void;
  listener: Listener;
}

export function openListener(options: ListenOptions, onClose: () => void): OpenListener {
  const { limit = 1000, arrange = (event) => [event] } = options;
  const waiting: EventRow[] = [];
  let room = limit;
  let isClosed = false;
  /** Looks what waits. */
  let wake = () => {};

  function close(): void {
    isClosed = true;
    onClose();
    wake();
  }

  function push(arrived: EventRow): void {
    if (isClosed) return;
    for (const event of arrange(arrived)) {
      if (options.latestOnly) waiting.length = 0;
      waiting.push(event);
      if (options.isLast?.(event)) isClosed = true;
    }
    if (isClosed) close();
    else wake();
    if (waiting.length > room) overflow();
  }

  function overflow(): void {
    waiting.length = 0;
    close();
    options.onOverflow?.();
  }

  function next(): EventRow | undefined {
    if (room > limit) room--;
    return waiting.shift();
  }

  async function each(take: (event: EventRow) => Promise<unknown> | null): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let isTaking = false;
    wake = () => {
      try {
        while (!isTaking && waiting.length > 0) {
          const later = take(next() as EventRow);
          if (later === null) continue;
          isTaking = true;
          later.then(() => {
            isTaking = false;
            wake();
          }, reject);
        }
        if (isClosed && !isTaking) resolve();
      } catch (error) {
        reject(error);
      }
    };
    wake();
    return promise;
  }

  const listener: Listener = {
    [Symbol.asyncIterator]: () => listener,
    async next() {
      while (waiting.length === 0 && !isClosed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = next();
      return value ? { value, done: false } : { value: undefined, done: true };
    },
    async return() {
      waiting.length = 0;
      close();
      return { value: undefined, done: true };
    },
    replay(events) {
      room += events.length;
      for (const event of events) push(event);
    },
    each,
    close,
  };
  return { push, listener };
}
