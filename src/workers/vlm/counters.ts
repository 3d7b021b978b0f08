import { type ModelFile, openSession, type Session } from '../inference/session.ts';
import type { Compute, Feed } from '../inference/tensors.ts';

/** What a model has done since it was opened. */
export interface Counters {
  calls: number;
  /** Calls that ended with an error. */
  failed: number;
  batches: number;
  /** Tokens of prompts, image tokens included, padding not. */
  promptTokens: number;
  newTokens: number;
  /** Pictures and tiles that went through the vision encoder. */
  pictures: number;
  tiles: number;
  /** Runs of any of the three graphs and the seconds spent in them. */
  runs: number;
  runSeconds: number;
  /** Of pictures that calls still wait for. */
  featureBytes: number;
  /** Most bytes of features, pixels, embeddings, logits and caches held at once, beside the weights. */
  peakBytes: number;
}

export function newCounters(): Counters {
  return {
    calls: 0,
    failed: 0,
    batches: 0,
    promptTokens: 0,
    newTokens: 0,
    pictures: 0,
    tiles: 0,
    runs: 0,
    runSeconds: 0,
    featureBytes: 0,
    peakBytes: 0,
  };
}

/** A session whose runs are counted. */
export async function openCounted(file: ModelFile, compute: Compute, counters: Counters): Promise<Session> {
  const session = await openSession(file, compute);
  return {
    ...session,
    compute: async (feeds, outputs) => {
      const start = performance.now();
      try {
        return await session.compute(feeds, outputs);
      } finally {
        counters.runs++;
        counters.runSeconds += (performance.now() - start) / 1000;
      }
    },
  };
}

/** Asked before a run, which takes the memory of what it is fed. */
export const bytesOf = (feeds: readonly Feed[]): number =>
  feeds.reduce((sum, { data }) => sum + data.byteLength, 0);

/** Notes what one run needed, beside the features that are kept. */
export function notePeak(counters: Counters, bytes: number): void {
  counters.peakBytes = Math.max(counters.peakBytes, counters.featureBytes + bytes);
}
