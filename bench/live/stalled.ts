import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Server } from '../servers.ts';

/** What became of a client that did not read. */
export interface Closing {
  code: number;
  /** Until the server cut it off. */
  seconds: number;
  /** Bytes that waited in the server. */
  mostWaiting: number;
}

/** A client that subscribes and then reads nothing. */
export interface Stalled extends AsyncDisposable {
  isCutOff(): boolean;
  closing: Promise<Closing>;
}

/** Answers of some 8 KB each, so that much waits. */
const LONG = Array.from({ length: 29 }, (_, index) => `${'c'.repeat(250)}${index}: cursor`).join(' ');
const QUERY = `subscription ($id: ID!) { evaluationProgress(evaluation: $id) { ${LONG} } }`;

const LOOK_MS = 200;

export async function stall(server: Server, evaluations: readonly string[]): Promise<Stalled> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = Promise.withResolvers<number>();
  socket.on('error', closed.reject);
  socket.on('close', closed.resolve);
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
  await new Promise((resolve) => socket.once('message', resolve));
  for (const id of evaluations) {
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: QUERY, variables: { id } } }));
  }
  await new Promise((resolve) => socket.once('message', resolve));
  socket.pause();

  const start = performance.now();
  const before = await counters(server);
  let mostWaiting = 0;
  let cutOffAt: number | null = null;
  const over = new AbortController();

  async function watch(): Promise<Closing> {
    while (cutOffAt === null && !over.signal.aborted) {
      const { cutOff, waiting } = await counters(server);
      mostWaiting = Math.max(mostWaiting, waiting);
      if (cutOff > before.cutOff) cutOffAt = performance.now();
      else await sleep(LOOK_MS);
    }
    // The server gives it a moment to read why.
    socket.resume();
    return { code: await closed.promise, mostWaiting, seconds: ((cutOffAt ?? Number.NaN) - start) / 1000 };
  }

  const closing = watch();
  return {
    isCutOff: () => cutOffAt !== null,
    closing,
    async [Symbol.asyncDispose]() {
      over.abort();
      socket.terminate();
      await closing;
    },
  };
}

async function counters({ url }: Server): Promise<{ cutOff: number; waiting: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  return {
    cutOff: of('assay_subscription_cut_off_total'),
    waiting: of('assay_subscription_waiting_bytes'),
  };
}
