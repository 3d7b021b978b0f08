import type { Compute, Declared, Feed } from './tensors.ts';

/** What the inference thread is asked for. */
export type Request =
  | { readonly kind: 'load'; readonly path: string; readonly compute: Compute }
  | {
      readonly kind: 'run';
      readonly session: number;
      readonly feeds: Readonly<Record<string, Feed>>;
      readonly outputs: readonly string[];
    }
  | { readonly kind: 'release'; readonly session: number };

export interface Loaded {
  readonly session: number;
  readonly inputs: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
}

export interface Computed {
  readonly outputs: Readonly<Record<string, Feed>>;
  /** Inside the runtime, without the wait for the turn. */
  readonly seconds: number;
}

export interface Answers {
  load: Loaded;
  run: Computed;
  release: null;
}

export type Reply = { readonly id: number } & (
  | { readonly answer: Answers[keyof Answers] }
  /** In the runtime's words. */
  | { readonly error: string }
);

/** The memory of arrays that can go to the other side instead of being copied; shared memory stays where it is. */
export function movable(feeds: Readonly<Record<string, Feed>>): ArrayBuffer[] {
  const buffers = Object.values(feeds).map(({ data }) => data.buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
