import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { clockMs, ownCpuMs } from '../cpu.ts';

/** What a process of subscribers is told. */
export interface CrowdOrder {
  /** Of the WebSocket. */
  url: string;
  /** Subscribers are shared out over these evaluations in turn. */
  evaluations: string[];
  subscribers: number;
  query: string;
  /** Whether the time of every event is kept. */
  isTimed: boolean;
}

export interface CrowdReport {
  received: number;
  /** Events that were left out, and events that came again. */
  gaps: number;
  duplicates: number;
  cpuMs: number;
  /** Close codes, of connections that did not stay. */
  closed: number[];
  /** The last answer, as it came. */
  sample: string | null;
}

/** Of events one after the other: the evaluation's place in the order, `seq`, and when it was read. */
export interface CrowdTimes {
  evaluation: Uint16Array;
  seq: Uint32Array;
  at: Float64Array;
}

/** How many connect at a time. */
const AT_ONCE = 100;

const SEQ = Buffer.from('"seq":');
const order: CrowdOrder = JSON.parse(process.argv[2] ?? '');
const told = { received: 0, gaps: 0, duplicates: 0, closed: [] as number[] };
let latest: Buffer | null = null;
let times: { evaluation: number; seq: number; at: number }[] = [];
let isOver = false;

/** Connects and subscribes; resolves once the server has taken the subscription in. */
function subscribe(evaluation: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = new WebSocket(order.url, 'graphql-transport-ws', {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  let last = 0;
  socket.on('error', reject);
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
  socket.on('close', (code) => {
    if (!isOver) told.closed.push(code);
  });
  socket.on('message', (data: Buffer) => {
    const at = data.indexOf(SEQ);
    if (at < 0) return control(data);
    const seq = digits(data, at + SEQ.length);
    told.received++;
    if (seq <= last) told.duplicates++;
    else told.gaps += seq - last - 1;
    last = Math.max(last, seq);
    if (order.isTimed) times.push({ evaluation, seq, at: clockMs() });
    latest = data;
    if (seq === 1) resolve();
  });

  function control(data: Buffer): void {
    const { type } = JSON.parse(String(data));
    if (type !== 'connection_ack') reject(new Error(`the server says ${data}`));
    const payload = { query: order.query, variables: { id: order.evaluations[evaluation] } };
    socket.send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload }));
  }
  return promise;
}

function digits(data: Buffer, from: number): number {
  let value = 0;
  for (let at = from; ; at++) {
    const digit = (data[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}

const report = (): CrowdReport => ({ ...told, sample: latest && String(latest), cpuMs: ownCpuMs() });

/** Since it was asked last. */
function takeTimes(): CrowdTimes {
  const noted = times;
  times = [];
  return {
    evaluation: Uint16Array.from(noted, ({ evaluation }) => evaluation),
    seq: Uint32Array.from(noted, ({ seq }) => seq),
    at: Float64Array.from(noted, ({ at }) => at),
  };
}

process.on('message', (asked) => process.send?.(asked === 'times' ? takeTimes() : report()));
process.once('disconnect', () => {
  isOver = true;
  process.exit(0);
});
for (let from = 0; from < order.subscribers; from += AT_ONCE) {
  const some = Array.from({ length: Math.min(AT_ONCE, order.subscribers - from) }, (_, at) => from + at);
  await Promise.all(some.map((subscriber) => subscribe(subscriber % order.evaluations.length)));
}
process.send?.('ready');
