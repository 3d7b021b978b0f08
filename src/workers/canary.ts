import type { Served } from './served.ts';

/** Watches whether a judge still answers its golden set as it did. */
export interface Canary {
  /** What moved; null while all is well. */
  moved(): string | null;
  /** Aborts when something moved after the start. */
  fenced: AbortSignal;
  stop(): void;
}

/** Scores the golden set now and then every `everyMs`. A check that itself fails counts as moved: it says why. */
export async function openCanary(served: Pick<Served, 'findMoved'>, everyMs: number): Promise<Canary> {
  const fence = new AbortController();
  let moved = await served.findMoved();
  if (moved !== null) return { moved: () => moved, fenced: AbortSignal.abort(), stop: () => {} };
  const check = async () => {
    moved ??= await served.findMoved().catch((error: Error) => error.message);
    if (moved !== null) fence.abort();
  };
  // setInterval takes at most 2^31 milliseconds, which are 24 days.
  const checking = setInterval(() => void check(), Math.min(everyMs, 2 ** 31 - 1));
  return {
    moved: () => moved,
    fenced: fence.signal,
    stop: () => clearInterval(checking),
  };
}
