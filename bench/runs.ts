import { InferenceSession, Tensor } from 'onnxruntime-node';

/** One call of `session.run` that the program made. */
interface Call {
  run(): Promise<unknown>;
}

/** Watches every `session.run` of sessions that are opened after it. */
export interface RunWatch {
  /** Seconds inside the runtime so far, without the wait for the turn. */
  seconds(): number;
  /** Notes the calls made while `work` goes on, with their inputs. */
  record(work: () => Promise<unknown>): Promise<Recording>;
}

export interface Recording {
  calls: number;
  /** Makes the same calls again, one after the other: the floor of what the pipeline does. */
  replay(): Promise<void>;
}

type Run = (feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]) => Promise<unknown>;

/** The program opens sessions in one place only, through `create`. */
export function watchRuns(): RunWatch {
  const create = InferenceSession.create.bind(InferenceSession) as (
    ...args: unknown[]
  ) => Promise<InferenceSession>;
  let seconds = 0;
  let recorded: Call[] | null = null;

  const watched = async (...args: unknown[]): Promise<InferenceSession> => {
    const session = await create(...args);
    const run = session.run.bind(session) as unknown as Run;
    const timed: Run = async (feeds, fetches) => {
      if (recorded) {
        const own = copied(feeds);
        recorded.push({ run: () => run(own, fetches) });
      }
      let start = 0;
      // The runtime begins in an immediate of its own, the next after this one.
      setImmediate(() => {
        start = performance.now();
      });
      const outputs = await run(feeds, fetches);
      seconds += (performance.now() - start) / 1000;
      return outputs;
    };
    return Object.assign(session, { run: timed });
  };
  Object.assign(InferenceSession, { create: watched });

  return {
    seconds: () => seconds,
    async record(work) {
      recorded = [];
      const calls = recorded;
      await work();
      recorded = null;
      return {
        calls: calls.length,
        async replay() {
          for (const call of calls) await call.run();
        },
      };
    },
  };
}

/** The program writes later batches into the same memory. */
function copied(feeds: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new Tensor(type as 'float32', (data as Float32Array).slice(), dims),
    ]),
  );
}
