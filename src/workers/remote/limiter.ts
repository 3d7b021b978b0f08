import { setTimeout as sleep } from 'node:timers/promises';

/** Smoothed latency beyond this multiple of the best, and by this much, is a server that queues. */
const RISE = { factor: 3, ms: 500 };
/** Answers before the latency means something. */
const LEAST_SAMPLES = 8;

export interface Limiter {
  /** Places now; requests beyond them wait. */
  readonly limit: number;
  /** Runs when there is a place and the server has not asked for a pause. */
  run<T>(work: (startedAt: number) => Promise<T>, signal: AbortSignal): Promise<T>;
  answered(startedAt: number): void;
  /** Told to slow down; `pauseMs` is how long it asked for. */
  overloaded(startedAt: number, pauseMs: number): void;
}

/**
 * As many requests at once as the server takes: one more place for every round of good answers, half as many when
 * it says that it is overloaded or its latency rises. What was sent before a cut does not cut again.
 */
export function openLimiter(max: number, now: () => number = Date.now): Limiter {
  let places = Math.min(max, 4);
  let running = 0;
  let cutAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  const latency = openLatency();
  const waiting: (() => void)[] = [];

  const admit = (): void => {
    while (waiting.length > 0 && running < Math.floor(places)) {
      running++;
      waiting.shift()?.();
    }
  };
  const cut = (startedAt: number): void => {
    if (startedAt < cutAt) return;
    cutAt = now();
    places = Math.max(1, places / 2);
    latency.forget();
  };

  return {
    get limit() {
      return Math.floor(places);
    },
    async run(work, signal) {
      await placeOf(waiting, admit, signal);
      try {
        for (let pause = pausedUntil - now(); pause > 0; pause = pausedUntil - now())
          await sleep(pause, undefined, { signal });
        return await work(now());
      } finally {
        running--;
        admit();
      }
    },
    answered(startedAt) {
      if (latency.rises(now() - startedAt)) cut(startedAt);
      else places = Math.min(max, places + 1 / places);
      admit();
    },
    overloaded(startedAt, pauseMs) {
      cut(startedAt);
      pausedUntil = Math.max(pausedUntil, now() + pauseMs);
    },
  };
}

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
  let [smooth, best, samples] = [0, Number.POSITIVE_INFINITY, 0];
  return {
    rises(ms) {
      samples++;
      smooth = samples === 1 ? ms : smooth + (ms - smooth) * 0.3;
      // The best drifts up, so that longer prompts are not taken for a busy server for ever.
      best = Math.min(best === Number.POSITIVE_INFINITY ? smooth : best + (smooth - best) * 0.01, smooth);
      return samples >= LEAST_SAMPLES && smooth > best * RISE.factor && smooth - best > RISE.ms;
    },
    forget() {
      samples = 0;
    },
  };
}
