import type { Picture } from '../../media/picture.ts';
import type { Counters } from './counters.ts';
import type { Floats } from './elements.ts';
import type { Prompt } from './prompt.ts';
import type { Vision } from './vision.ts';

/** The features of the pictures of one ask. A picture, known by identity, is encoded once while calls wait for it. */
export interface Features {
  /** Of each picture of each prompt. */
  of(prompts: readonly Prompt[], signal?: AbortSignal): Promise<Floats[][]>;
  /** Says that these prompts are answered; a picture that nobody waits for is forgotten. */
  release(prompts: readonly Prompt[]): void;
  /** Forgets the rest, when an ask ends before its calls do. */
  close(): void;
}

export function featuresFor(vision: Vision, waiting: readonly Prompt[], counters: Counters): Features {
  const users = new Map<Picture, number>();
  const known = new Map<Picture, Floats>();
  for (const picture of waiting.flatMap(({ pictures }) => pictures)) {
    users.set(picture, (users.get(picture) ?? 0) + 1);
  }
  const keep = (picture: Picture, features: Floats): void => {
    known.set(picture, features);
    counters.featureBytes += features.byteLength;
  };
  const forget = (picture: Picture): void => {
    counters.featureBytes -= known.get(picture)?.byteLength ?? 0;
    known.delete(picture);
  };
  return {
    of: async (prompts, signal) => {
      const wanted = new Set(prompts.flatMap(({ pictures }) => pictures));
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
