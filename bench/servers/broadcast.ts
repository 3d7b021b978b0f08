import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { clockMs } from '../cpu.ts';
import { type Pace, until } from '../live/pace.ts';

/** What a round of broadcasts is to be. */
export interface Broadcast extends Pace {
  /** An answer of the API, which each message is to equal. */
  sample: string;
}

/** As often as the API looks for events. */
const EVERY_MS = 50;

/** Subscribers by the evaluation that they asked for. */
const audiences = new Map<string, Set<WebSocket>>();

/** The floor: each event is written as JSON once and sent as it is to all that subscribed, and nothing else is done. */
const http = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
  response.end(JSON.stringify(await broadcast(body)));
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type, payload, id } = JSON.parse(String(data));
    if (type === 'connection_init') return socket.send(JSON.stringify({ type: 'connection_ack' }));
    const audience = audiences.get(payload.variables.id) ?? new Set();
    audiences.set(payload.variables.id, audience.add(socket));
    socket.on('close', () => audience.delete(socket));
    socket.send(JSON.stringify({ id, type: 'next', payload: { data: { evaluationProgress: { seq: 1 } } } }));
  });
});

/** When each event was sent, by evaluation. */
async function broadcast({
  sample,
  first,
  perSecond,
  seconds,
}: Broadcast): Promise<Record<string, number[]>> {
  const message = JSON.parse(sample);
  const start = performance.now();
  const all = [...audiences].map(([id, audience]) => ({ id, audience, times: [] as number[] }));
  for (let tick = 0; tick * EVERY_MS < seconds * 1000; tick++) {
    await until(start + tick * EVERY_MS);
    for (const [index, { audience, times }] of all.entries()) {
      // They take turns.
      const due = ((tick + 1) * EVERY_MS * perSecond) / 1000 - index / all.length;
      while (times.length < Math.min(due, perSecond * seconds)) {
        times.push(clockMs());
        message.payload.data.evaluationProgress.seq = first + times.length - 1;
        const text = JSON.stringify(message);
        for (const socket of audience) socket.send(text);
      }
    }
  }
  return Object.fromEntries(all.map(({ id, times }) => [id, times]));
}

process.once('SIGTERM', () => process.exit(0));
http.listen(0, 'localhost', () => {
  const address = http.address();
  if (typeof address === 'object') process.send?.({ ready: `http://localhost:${address?.port}` });
});
