import { SHARE_ENV, Worker } from 'node:worker_threads';
import { type Answers, movable, type Reply, type Request } from './messages.ts';

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/**
 * The thread that computes, started at its first use and one for the whole process: a run of the runtime blocks
 * its thread, and this one has a heartbeat to send, signals to hear and pictures to decode.
 */
let thread: Worker | null = null;
let asked = 0;
const waiting = new Map<number, Waiting>();

/** Memory of feeds is the thread's from here on, unless it is shared: what was given is empty afterwards. */
export function ask<Asked extends Request>(request: Asked): Promise<Answers[Asked['kind']]> {
  thread ??= start();
  const id = ++asked;
  const answer = new Promise<Answers[Asked['kind']]>((resolve, reject) =>
    waiting.set(id, { resolve, reject }),
  );
  // It keeps the process alive while somebody waits for it.
  thread.ref();
  thread.postMessage({ id, request }, request.kind === 'run' ? movable(request.feeds) : []);
  return answer;
}

/** Nobody listens for its errors: a thread that breaks ends the process, whose shards others then take. */
function start(): Worker {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    name: 'inference',
    // The runtime reads settings from the environment that the thread writes them to.
    env: SHARE_ENV,
    execArgv: [],
  });
  worker.on('message', (reply: Reply) => {
    const { resolve, reject } = waiting.get(reply.id) as Waiting;
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ('error' in reply) reject(new Error(reply.error));
    else resolve(reply.answer as never);
  });
  return worker;
}
