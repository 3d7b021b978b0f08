import { parentPort } from 'node:worker_threads';
import { loadSession, type RuntimeSession } from '../onnx.ts';
import { type Answers, type Computed, movable, type Request } from './messages.ts';

/** The thread that computes: it takes requests one after the other, and nobody else waits for the runtime. */
const sessions = new Map<number, RuntimeSession>();
let opened = 0;
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', ({ id, request }: { id: number; request: Request }) => {
  last = last.then(() => answer(id, request));
});

async function answer(id: number, request: Request): Promise<void> {
  try {
    const found = await handle(request);
    parentPort?.postMessage({ id, answer: found }, found && 'seconds' in found ? movable(found.outputs) : []);
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

async function handle(request: Request): Promise<Answers[keyof Answers]> {
  switch (request.kind) {
    case 'load': {
      const session = await loadSession(request.path, request.compute);
      sessions.set(++opened, session);
      return { session: opened, inputs: session.inputs, outputs: session.outputs };
    }
    case 'run':
      return run(sessions.get(request.session) as RuntimeSession, request.feeds, request.outputs);
    case 'release': {
      const session = sessions.get(request.session);
      sessions.delete(request.session);
      await session?.release();
      return null;
    }
  }
}

async function run(session: RuntimeSession, ...asked: Parameters<RuntimeSession['run']>): Promise<Computed> {
  let start = 0;
  // The runtime begins in an immediate of its own, the next after this one.
  setImmediate(() => {
    start = performance.now();
  });
  const outputs = await session.run(...asked);
  return { outputs, seconds: (performance.now() - start) / 1000 };
}
