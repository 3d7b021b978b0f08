import { type Cache, selectRows } from './cache.ts';
import type { Decoder } from './decoder.ts';
import type { Embedder, Sequence } from './embedder.ts';
import { argmax } from './options.ts';

export interface Engine {
  /** The logits that follow each prompt: one run of the decoder, no cache. */
  read(sequences: readonly Sequence[]): Promise<Float32Array[]>;
  /** The likeliest tokens, one after the other, up to a stop token, which is left out, or `maxNewTokens`. */
  write(
    sequences: readonly Sequence[],
    maxNewTokens: readonly number[],
    signal?: AbortSignal,
  ): Promise<number[][]>;
}

export interface EngineParts {
  readonly embedder: Embedder;
  readonly decoder: Decoder;
  readonly stop: ReadonlySet<number>;
  readonly padToken: number;
}

/** A batch in the middle of writing. */
interface Writing {
  /** Which sequence each row is. */
  rows: number[];
  paddings: number[];
  cache: Cache;
  logits: Float32Array[];
}

/**
 * The share of a batch that must still be writing for its finished rows to stay. Letting rows go copies the cache
 * once, which every step does anyway; a finished row costs its share of all the steps that are left.
 */
const FULL_ENOUGH = 0.75;

export function engineOf({ embedder, decoder, stop, padToken }: EngineParts): Engine {
  const start = async (sequences: readonly Sequence[], keepsCache: boolean) => {
    const { embeds, paddings } = await embedder.prompts(sequences);
    return { paddings, ...(await decoder.forward({ embeds, paddings, cache: null }, keepsCache)) };
  };
  const begin = async (sequences: readonly Sequence[]): Promise<Writing> => {
    const { paddings, logits, cache } = await start(sequences, true);
    return { rows: [...sequences.keys()], paddings, logits, cache: cache as Cache };
  };
  const advance = async (writing: Writing, ids: readonly number[]): Promise<Writing> => {
    const embeds = await embedder.tokens(ids);
    const { logits, cache } = await decoder.forward({ ...writing, embeds }, true);
    return { ...writing, logits, cache: cache as Cache };
  };
  return {
    read: async (sequences) => (await start(sequences, false)).logits,
    write: async (sequences, maxNewTokens, signal) => {
      const answers = sequences.map((): number[] => []);
      const open = new Set(sequences.keys());
      for (let writing = await begin(sequences); ; ) {
        signal?.throwIfAborted();
        const next = writing.rows.map((row, at) => {
          if (!open.has(row)) return padToken;
          const token = argmax(writing.logits[at] as Float32Array);
          const answer = answers[row] as number[];
          if (!stop.has(token)) answer.push(token);
          if (stop.has(token) || answer.length >= (maxNewTokens[row] as number)) open.delete(row);
          return token;
        });
        if (open.size === 0) return answers;
        const kept = keptPlaces(writing.rows, open);
        const ids = kept.map((at) => next[at] as number);
        writing = await advance(select(writing, kept), ids);
      }
    },
  };
}

/** Places in the batch of the rows that go on: all of it while it is full enough. */
function keptPlaces(rows: readonly number[], open: ReadonlySet<number>): number[] {
  const places = [...rows.keys()];
  if (open.size > FULL_ENOUGH * rows.length) return places;
  return places.filter((at) => open.has(rows[at] as number));
}

function select(writing: Writing, kept: readonly number[]): Writing {
  if (kept.length === writing.rows.length) return writing;
  return {
    rows: kept.map((at) => writing.rows[at] as number),
    paddings: kept.map((at) => writing.paddings[at] as number),
    logits: [],
    cache: selectRows(writing.cache, kept),
  };
}
