import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import type { Variables } from './answer.ts';
import { ConnectionLost, NoServer, Refused } from './answer.ts';
import type { Client } from './client.ts';

/** An event that says where it stands in its stream. */
export interface Resumable {
  cursor: string;
  /** Counts from 1 without gaps, where the stream has such a count. */
  seq?: number;
}

export interface ResumeOptions<Data, Event> {
  event: (data: Data) => Event;
  /** Whether nothing comes after this event. A stream that ends before it was cut off. */
  isLast: (event: Event) => boolean;
  /** Told at each attempt to connect again. */
  onReconnecting?: ((attempt: number) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** How long to look for a server that went away. */
  patienceMs?: number;
}

/**
 * The events of a subscription in order, none lost or doubled, over as many connections as it takes. A server that
 * is not there from the beginning is an error; one that goes away later is waited for.
 */
export async function* resuming<Data, Event extends Resumable>(
  client: Client,
  document: string,
  variables: Variables,
  options: ResumeOptions<Data, Event>,
): AsyncGenerator<Event> {
  const { signal, patienceMs = 300_000 } = options;
  let last: Event | null = null;
  let lostAt: number | null = null;
  for (let attempt = 1; !signal?.aborted; attempt++) {
    try {
      const after = last?.cursor ?? variables['after'] ?? null;
      for await (const data of client.subscribe<Data>(document, { ...variables, after }, { signal })) {
        lostAt = null;
        attempt = 1;
        const event = options.event(data);
        if (isOld(event, last)) continue;
        last = event;
        yield event;
        if (options.isLast(event)) return;
      }
      // Ended before its last event: a server that shuts down in good order completes its subscriptions.
    } catch (error) {
      if (!mayPass(error, last !== null || lostAt !== null)) throw error;
    }
    if (signal?.aborted) return;
    lostAt ??= Date.now();
    if (Date.now() - lostAt > patienceMs) {
      throw new Failure(`${client.url} has not come back for ${Math.round(patienceMs / 1000)} s`);
    }
    options.onReconnecting?.(attempt);
    await pause(backoffMs(attempt), undefined, { signal }).catch(() => {});
  }
}

/** Whether waiting may cure it. Nobody at the address is an error at first, and later a server that starts again. */
function mayPass(error: unknown, wasThere: boolean): boolean {
  if (error instanceof Refused) return error.code === 'UNAVAILABLE';
  return error instanceof ConnectionLost || (error instanceof NoServer && wasThere);
}

function isOld(event: Resumable, last: Resumable | null): boolean {
  if (!last) return false;
  return event.seq !== undefined && last.seq !== undefined
    ? event.seq <= last.seq
    : event.cursor === last.cursor;
}

/** Doubling to 5 s, with jitter so that many watchers do not come back at the same instant. */
function backoffMs(attempt: number): number {
  return Math.min(250 * 2 ** (attempt - 1), 5_000) * (0.5 + Math.random() / 2);
}
