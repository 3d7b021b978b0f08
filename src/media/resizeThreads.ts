import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Resizing } from './pillowResize.ts';
import type { ResizeReply, ResizeRequest } from './resizeThread.ts';

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, (reply: ResizeReply) => void>;
}

/** Decoding and the runtime want the processor too. */
export const THREADS = Math.min(4, availableParallelism());

const threads: Thread[] = [];
let asked = 0;

/** Resizes off this thread, in whichever of a few others has the least to do. */
export async function resizeElsewhere(rgb: Uint8Array, resizing: Resizing): Promise<Uint8Array> {
  const thread = leastBusy();
  const room = takeRoom(rgb.length);
  new Uint8Array(room).set(rgb);
  const request: ResizeRequest = { id: ++asked, room, bytes: rgb.length, resizing };
  const reply = await new Promise<ResizeReply>((resolve) => {
    thread.waiting.set(request.id, resolve);
    // It keeps the process alive while somebody waits for it.
    thread.worker.ref();
    thread.worker.postMessage(request, [room]);
  });
  giveBack(reply.room);
  return reply.rgb;
}

/** Memory that is used again and again: what is new to the process costs more than the copying. */
const rooms: ArrayBuffer[] = [];

const MIB = 1024 * 1024;

/** More is not kept. */
const KEPT_BYTES = 64 * MIB;

function takeRoom(bytes: number): ArrayBuffer {
  const at = rooms.findIndex(({ byteLength }) => byteLength >= bytes);
  return rooms.splice(at, at < 0 ? 0 : 1)[0] ?? new ArrayBuffer(Math.ceil(bytes / MIB) * MIB);
}

function giveBack(room: ArrayBuffer): void {
  rooms.push(room);
  while (rooms.reduce((sum, { byteLength }) => sum + byteLength, 0) > KEPT_BYTES) rooms.shift();
}

function leastBusy(): Thread {
  const idle = threads.find(({ waiting }) => waiting.size === 0);
  if (idle) return idle;
  if (threads.length < THREADS) {
    const thread = start();
    threads.push(thread);
    return thread;
  }
  return threads.reduce((best, thread) => (thread.waiting.size < best.waiting.size ? thread : best));
}

/** Nobody listens for its errors: it is arithmetic, and a thread that breaks ends the process. */
function start(): Thread {
  const worker = new Worker(new URL('./resizeThread.ts', import.meta.url), { name: 'resize', execArgv: [] });
  const waiting: Thread['waiting'] = new Map();
  worker.on('message', (reply: ResizeReply) => {
    const resolve = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    resolve?.(reply);
  });
  return { worker, waiting };
}
