import { setTimeout as sleep } from 'node:timers/promises';

/** Places to begin with, where so many are allowed at all. */
const FIRST_PLACES = 32;

/**
 * A server queues when even the quickest quarter of the last answers took this multiple of the best, and this much more.
 * Answers of very different lengths are no reason: the slow ones say little of the server.
 */
const RISE = { factor: 3, ms: 500, of: 16, quickest: 4 };
/** Longest wait that nobody asked for. */
const LONGEST_WAIT_MS = 60_000;

export interface Limiter {
  /** Places now; requests beyond them wait. */
  readonly limit: number;
  /** Runs when there is a place and the server has not asked for a pause. */
  run<T>(work: (startedAt: number) => Promise<T>, signal: AbortSignal): Promise<T>;
  answered(startedAt: number): void;
  /**
   * Told to slow down, with how long it asked to be left alone. Where it does not say, everybody waits together, and
   * twice as long each time until it answers again.
   */
  overloaded(startedAt: number, askedMs: number | null): void;
}

/**
 * As many requests at once as the server takes: twice as many after every round of good answers until the first cut, one
 * more from then on; half as many when it says that it is overloaded or its latency rises. What was sent before a cut
 * does not cut again.
 */
export function openLimiter(max: number, now: () => number = Date.now, firstWaitMs = 1000): Limiter {
  let places = Math.min(max, FIRST_PLACES);
  let wasCut = false;
  let running = 0;
  let cutAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  /** The last wait that nobody asked for; nothing once the server answers. */
  let waitMs = 0;
  const latency = openLatency();
  const waiting: (() => void)[] = [];

  const admit = (): void => {
    while (waiting.length > 0 && running < Math.floor(places)) {
      running++;
      waiting.shift()?.();
    }
  };
  /** False for what was sent before the last cut. */
  const cut = (startedAt: number): boolean => {
    if (startedAt < cutAt) return false;
    cutAt = now();
    wasCut = true;
    places = Math.max(1, places / 2);
    latency.forget();
    return true;
  };

  return {
    get limit() {
      return Math.floor(places);
    },
    async run(work, signal) {
      await placeOf(waiting, admit, signal);
      try {
        for (let pause = pausedUntil - now(); pause > 0; pause = pausedUntil - now())
          await sleep(spread(pause), undefined, { signal });
        return await work(now());
      } finally {
        running--;
        admit();
      }
    },
    answered(startedAt) {
      if (startedAt < cutAt) return admit();
      waitMs = 0;
      if (latency.rises(now() - startedAt)) cut(startedAt);
      else places = Math.min(max, places + (wasCut ? 1 / places : 1));
      admit();
    },
    overloaded(startedAt, askedMs) {
      const isNews = cut(startedAt);
      if (isNews && !askedMs) waitMs = Math.min(Math.max(firstWaitMs, waitMs * 2), LONGEST_WAIT_MS);
      if (isNews || askedMs) pausedUntil = Math.max(pausedUntil, now() + (askedMs || waitMs));
    },
  };
}

/** Up to a quarter longer, so that those who wait for the same moment do not all come in it. */
const spread = (ms: number): number => ms * (1 + Math.random() / 4);

/** Resolves when a place is this caller's; rejects when the signal aborts first. */
function placeOf(waiting: (() => void)[], admit: () => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const give = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      const place = waiting.indexOf(give);
      if (place >= 0) waiting.splice(place, 1);
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    waiting.push(give);
    admit();
  });
}

/** Watches for a latency well above the best that was seen. */
function openLatency(): { rises(ms: number): boolean; forget(): void } {
  let best = Number.POSITIVE_INFINITY;
  let last: number[] = [];
  return {
    rises(ms) {
      last = [...last.slice(1 - RISE.of), ms];
      if (last.length < RISE.of) return false;
      const quick = last.toSorted((a, b) => a - b)[RISE.quickest - 1] as number;
      // The best drifts up, so that longer prompts are not taken for a busy server for ever.
      best = Math.min(best === Number.POSITIVE_INFINITY ? quick : best + (quick - best) * 0.01, quick);
      return quick > best * RISE.factor && quick - best > RISE.ms;
    },
    forget() {
      last = [];
    },
  };
}
