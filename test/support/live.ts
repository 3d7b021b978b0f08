import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { RunningApi } from '../../src/api/main.ts';

export interface ProgressEvent {
  cursor: string;
  seq: number;
  status: string;
  expected: number;
  responses: number;
  done: number;
}

const PROGRESS = `subscription ($evaluation: ID!, $after: String) {
  evaluationProgress(evaluation: $evaluation, after: $after) { cursor seq status expected responses done }
}`;

export interface Connection {
  /** Results of one operation, errors included. */
  iterate(query: string, variables?: Record<string, unknown>): AsyncIterableIterator<Result>;
  /** The socket, once connected. */
  socket: Promise<WebSocket>;
  /** Close code, once closed. */
  closed: Promise<number>;
  end(): Promise<void>;
}

interface Result {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
  data?: any;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/** A client over one WebSocket of its own that does not come back by itself. */
export function connect(api: RunningApi): Connection {
  const socket = Promise.withResolvers<WebSocket>();
  const closed = Promise.withResolvers<number>();
  const client = createClient({
    url: `${api.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => {},
    on: {
      connected: (opened) => socket.resolve(opened as WebSocket),
      closed: (event) => closed.resolve((event as { code: number }).code),
    },
  });
  return {
    iterate: (query, variables = {}) => results(client.iterate({ query, variables })),
    socket: socket.promise,
    closed: closed.promise,
    end: async () => client.dispose(),
  };
}

/** The connection closed under an operation. */
export class Closed extends Error {
  readonly code: number;

  constructor({ code, reason }: { code: number; reason: string }) {
    super(`closed with ${code}: ${reason}`);
    this.code = code;
  }
}

/** graphql-ws throws close events as they are, which test runners print by the page. */
function results(source: AsyncIterableIterator<unknown>): AsyncIterableIterator<Result> {
  const iterator: AsyncIterableIterator<Result> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () =>
      source.next().catch((error) => {
        throw typeof error.code === 'number' ? new Closed(error) : error;
      }) as Promise<IteratorResult<Result>>,
    return: () => source.return?.() as Promise<IteratorResult<Result>>,
  };
  return iterator;
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}

/** What one operation over WebSocket is refused with, whichever way the server says so. */
export async function wsErrors(api: RunningApi, query: string, variables: Record<string, unknown> = {}) {
  const connection = connect(api);
  try {
    for await (const result of connection.iterate(query, variables)) {
      if (result.errors) return [...result.errors];
    }
    return [];
  } catch (errors) {
    return errors as NonNullable<Result['errors']>[number][];
  } finally {
    await connection.end();
  }
}

/** Progress events over one connection, from after the cursor. Throws what ends the connection. */
export async function* progress(
  connection: Connection,
  evaluation: string,
  after?: string,
): AsyncGenerator<ProgressEvent> {
  for await (const { data, errors } of connection.iterate(PROGRESS, { evaluation, after })) {
    if (errors) throw errors;
    yield data.evaluationProgress;
  }
}

/**
 * Progress up to the closing event by a client that keeps coming back from its cursor, as ours do.
 * `onEvent` may cut the connection.
 */
export async function follow(
  api: RunningApi,
  evaluation: string,
  onEvent: (event: ProgressEvent, connection: Connection) => void | Promise<void> = () => {},
): Promise<ProgressEvent[]> {
  const seen: ProgressEvent[] = [];
  while (true) {
    const connection = connect(api);
    try {
      for await (const event of progress(connection, evaluation, seen.at(-1)?.cursor)) {
        seen.push(event);
        await onEvent(event, connection);
      }
      return seen;
    } catch (error) {
      // Only a connection that closed is a reason to come back.
      if (error instanceof Closed) continue;
      throw Array.isArray(error) ? new Error(JSON.stringify(error)) : error;
    } finally {
      await connection.end();
    }
  }
}

/** Resolves when so many subscriptions wait for events. */
export async function untilListening(api: RunningApi, count: number): Promise<void> {
  while (true) {
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    if (metrics.includes(`\nassay_subscriptions ${count}\n`)) return;
    await sleep(10);
  }
}

/** A counter of /metrics. */
export async function counted(api: RunningApi, name: string): Promise<number> {
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  const value = new RegExp(`^${name} (\\d+)$`, 'm').exec(metrics)?.[1];
  if (value === undefined) throw new Error(`/metrics has no ${name}`);
  return Number(value);
}
