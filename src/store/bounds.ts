import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import { connect } from 'node:net';
import type pg from 'pg';
import { AppError } from '../core/errors.ts';

/** What one request may take of the database. */
export interface BoundsOptions {
  /** Until all of it must be there. */
  ms: number;
  rows: number;
  bytes: number;
}

/** What a request takes of the database, counted while it does. */
export interface Bounds {
  /** Aborted once the client has left, time is up or too much was read; its reason is the error to tell. */
  signal: AbortSignal;
  readonly statements: number;
  readonly rows: number;
  /** The client does not wait any more: statements that run are cancelled, and no further one is sent. */
  leave(): void;
  /** It goes on whether or not its client waits, and has so much time from now on. */
  goOn(ms: number): void;
  /** To be called at the end; what was to be done then is done. */
  close(): void;
  atEnd(work: () => void): void;
}

const running = new AsyncLocalStorage<Counting | null>();

interface Counting extends Bounds {
  count(rows: number, bytes: number): void;
  begin(): void;
}

export function openBounds({ ms, rows: mostRows, bytes: mostBytes }: BoundsOptions): Bounds {
  const controller = new AbortController();
  // One for each statement that runs.
  setMaxListeners(0, controller.signal);
  let [statements, rows, bytes] = [0, 0, 0];
  let isGoingOn = false;
  const ending: (() => void)[] = [];
  let timer = timeOut(ms);
  const abort = (reason: AppError) => controller.abort(reason);

  function timeOut(limit: number): NodeJS.Timeout {
    const words = `The request took longer than ${limit / 1000} s and was ended; ask for less at a time`;
    return setTimeout(() => abort(new AppError('TIMEOUT', words)), limit);
  }

  const bounds: Counting = {
    signal: controller.signal,
    get statements() {
      return statements;
    },
    get rows() {
      return rows;
    },
    leave() {
      if (!isGoingOn) abort(new AppError('UNAVAILABLE', 'The client has left'));
    },
    goOn(limit) {
      isGoingOn = true;
      clearTimeout(timer);
      timer = timeOut(limit);
    },
    close() {
      clearTimeout(timer);
      for (const work of ending.splice(0)) work();
    },
    atEnd: (work) => void ending.push(work),
    begin() {
      statements++;
    },
    count(moreRows, moreBytes) {
      rows += moreRows;
      bytes += moreBytes;
      if (rows > mostRows)
        abort(
          new AppError('TOO_LARGE', `The request reads more than ${mostRows} rows; ask for less at a time`),
        );
      if (bytes > mostBytes)
        abort(
          new AppError('TOO_LARGE', `The request reads more than ${mostBytes} bytes; ask for less at a time`),
        );
      controller.signal.throwIfAborted();
    },
  };
  return bounds;
}

/** Does work whose statements, and those of all that it starts, are held to the bounds. */
export const within = <Result>(bounds: Bounds, work: () => Result): Result =>
  running.run(bounds as Counting, work);

/** Does work that others wait for too, or that goes on afterwards, so that one request's end must not end it. */
export const apart = <Result>(work: () => Result): Result => running.run(null, work);

/** Connections that were asked to cancel, which may still do so to a later statement. */
const cancelled = new WeakSet<pg.Client>();

/** Holds the statements of a pool to the bounds of the request that sends them. */
export function boundPool(pool: pg.Pool, isLost: (error: unknown) => boolean): void {
  pool.on('connect', boundClient);
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  pool.query = (async (...args: unknown[]) => {
    if (!running.getStore()) return query(...args);
    const client = await connectWithin(pool);
    let isGone = false;
    try {
      return await (client.query as (...args: unknown[]) => unknown)(...args);
    } catch (error) {
      isGone = isLost(error);
      throw error;
    } finally {
      client.release(isGone || isSpoilt(client));
    }
  }) as typeof pool.query;
}

export const isSpoilt = (client: pg.Client): boolean => cancelled.has(client);

/** A connection of the pool; whoever waits for one waits no longer than the request. */
export async function connectWithin(pool: pg.Pool): Promise<pg.PoolClient> {
  const connecting = pool.connect();
  try {
    return await untilEnded(connecting);
  } catch (error) {
    connecting.then(
      (client) => client.release(),
      () => undefined,
    );
    throw error;
  }
}

/** What others wait for too, and is not ended with this request, waited for no longer than the request. */
export async function untilEnded<Value>(shared: Promise<Value>): Promise<Value> {
  const signal = running.getStore()?.signal;
  if (!signal) return shared;
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([shared, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What ends a transaction is sent however much time is left. */
const ENDS = /^\s*(commit|rollback)/i;

function boundClient(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const bounds = running.getStore();
    const [asked] = args as [string | { text?: string; submit?: unknown }];
    const text = typeof asked === 'string' ? asked : asked.text;
    // With a callback it is the pool's own call for somebody who waited, made as another request let go of the connection.
    const isForeign = typeof args.at(-1) === 'function';
    if (!bounds || isForeign || text === undefined || ENDS.test(text)) return query(...args);
    return bounded(client, bounds, () => query(...args) as Promise<pg.QueryResult>);
  }) as typeof client.query;
}

async function bounded(
  client: pg.PoolClient,
  bounds: Counting,
  send: () => Promise<pg.QueryResult>,
): Promise<pg.QueryResult> {
  const { signal } = bounds;
  signal.throwIfAborted();
  bounds.begin();
  const { stream } = client.connection as unknown as { stream: { bytesRead: number } };
  const before = stream.bytesRead;
  let cancelling: Promise<void> | null = null;
  const stop = () => {
    cancelled.add(client);
    cancelling = cancel(client);
  };
  signal.addEventListener('abort', stop);
  try {
    const result = await Promise.race([send(), abandoned(signal)]);
    bounds.count(result.rows?.length ?? 0, stream.bytesRead - before);
    return result;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
    await cancelling;
  }
}

const CANCEL_CODE = 80_877_102;
const CANCEL_MS = 5000;

/** A server that does not even cancel is waited for no longer than this. */
const ABANDON_MS = 2000;

/** Rejects some time after the request ended. */
function abandoned(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const later = () => void setTimeout(() => reject(signal.reason), ABANDON_MS).unref();
  signal.addEventListener('abort', later, { once: true });
  return promise;
}

/**
 * Asks PostgreSQL, or the pooler in front of it, to cancel what a connection runs: by the protocol's own message on another
 * socket, which needs no free connection of the pool. Resolves when it has been taken.
 */
async function cancel(client: pg.Client): Promise<void> {
  const { host, port, processID, secretKey } = client as pg.Client &
    Record<'processID' | 'secretKey', number>;
  const message = Buffer.alloc(16);
  for (const [at, word] of [16, CANCEL_CODE, processID, secretKey].entries())
    message.writeInt32BE(word, at * 4);
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(CANCEL_MS, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.end(message);
  socket.resume();
  await new Promise<void>((resolve) => void socket.once('close', () => resolve()));
}
