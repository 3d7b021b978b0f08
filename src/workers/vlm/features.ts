import type { Picture } from '../../media/picture.ts';
import type { Floats } from '../elements.ts';
import type { Counters } from './counters.ts';
import type { Prompt } from './prompt.ts';
import type { Vision } from './vision.ts';

/** The features of the pictures of one ask. A picture, known by identity, is encoded once, as far as memory allows. */
export interface Features {
  /** Of each picture of each prompt. */
  of(prompts: readonly Prompt[], signal?: AbortSignal): Promise<Floats[][]>;
  /** Says that these prompts are answered; a picture that nobody waits for is forgotten. */
  release(prompts: readonly Prompt[]): void;
  /** Forgets the rest, when an ask ends before its calls do. */
  close(): void;
}

/** Holds at most `mostBytes` beside what the batch at hand needs; a picture forgotten for that is encoded again. */
export function featuresFor(
  vision: Vision,
  waiting: readonly Prompt[],
  mostBytes: number,
  counters: Counters,
): Features {
  const users = new Map<Picture, number>();
  const known = new Map<Picture, Floats>();
  let bytes = 0;
  for (const picture of waiting.flatMap(({ pictures }) => pictures)) {
    users.set(picture, (users.get(picture) ?? 0) + 1);
  }
  const count = (difference: number): void => {
    bytes += difference;
    counters.featureBytes += difference;
  };
  const keep = (picture: Picture, features: Floats): void => {
    known.set(picture, features);
    count(features.byteLength);
  };
  const forget = (picture: Picture): void => {
    count(-(known.get(picture)?.byteLength ?? 0));
    known.delete(picture);
  };
  return {
    of: async (prompts, signal) => {
      const wanted = new Set(prompts.flatMap(({ pictures }) => pictures));
      const others = [...known.keys()].filter((picture) => !wanted.has(picture));
      for (const picture of others) if (bytes > mostBytes) forget(picture);
      const missing = [...wanted].filter((picture) => !known.has(picture));
      const found = missing.length === 0 ? [] : await vision.encode(missing, signal);
      for (const [at, picture] of missing.entries()) keep(picture, found[at] as Floats);
      return prompts.map(({ pictures }) => pictures.map((picture) => known.get(picture) as Floats));
    },
    release: (prompts) => {
      for (const picture of prompts.flatMap(({ pictures }) => pictures)) {
        const left = (users.get(picture) ?? 0) - 1;
        users.set(picture, left);
        if (left <= 0) forget(picture);
      }
    },
    close: () => [...known.keys()].forEach(forget),
  };
}
