import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../core/log.ts';
import { apart } from '../store/bounds.ts';
import type { Db } from '../store/database.ts';
import { countEventsSince, findEventHorizon } from '../store/events.ts';

/** What had been committed at a moment: two of them with the same version of a benchmark saw the same rollups. */
export interface Sight {
  /** On the clock of `performance.now()`; everything committed before it is seen. */
  at: number;
  /** Of a benchmark's evaluations, and of the judges that they name. */
  version(benchmarkId: string): string;
}

/** Versions of benchmarks, read again and again while somebody asks. */
export interface Versions {
  /** The last sight, however old it is. */
  last(): Sight | null;
  /** A sight not older than so many milliseconds; waits for the next where it must, and is null when that comes too late. */
  sight(maxAgeMs: number): Sight | null | Promise<Sight | null>;
  /** A sight that begins after the call, the same one for all who wait for it. */
  fresh(): Promise<Sight>;
  /** Whoever wrote something sees it: sights from before this call are too old. */
  renew(): void;
  stop(): Promise<void>;
}

const EVERY_MS = 40;

/** Nobody asked for so long: nothing is read any more. */
const REST_MS = 2000;

/**
 * A version counts the events that can be seen, not only those that can be read in order: a transaction that stays open
 * for long holds back the order of events, and must not hold back the news of what others commit meanwhile.
 */
export function openVersions(db: Db, log: Log): Versions {
  const settled = new Map<string, number>();
  let horizon: string | null = null;
  let known: Sight | null = null;
  let reading: Promise<Sight> | null = null;
  let following: Promise<Sight> | null = null;
  let asked = 0;
  let renewed = 0;
  /** Versions from before a rest say nothing about those after it. */
  let period = 0;
  let loop: Promise<void> | null = null;
  const stopping = new AbortController();

  async function look(): Promise<Sight> {
    const at = performance.now();
    horizon ??= (await findEventHorizon(db)).xid;
    const { xid, counts, judges } = await countEventsSince(db, horizon);
    const visible = new Map(settled);
    for (const { benchmarkId, ...count } of counts) {
      const before = settled.get(benchmarkId) ?? 0;
      visible.set(benchmarkId, before + count.visible);
      settled.set(benchmarkId, before + count.settled);
    }
    horizon = xid;
    const during = period;
    known = { at, version: (benchmarkId) => `${during} ${visible.get(benchmarkId) ?? 0} ${judges}` };
    return known;
  }

  function read(): Promise<Sight> {
    reading ??= apart(look).finally(() => {
      reading = null;
    });
    return reading;
  }

  /** One that is under way may have begun too early. */
  function readAfter(): Promise<Sight> {
    if (!reading) return read();
    following ??= reading
      .catch(() => null)
      .then(() => {
        following = null;
        return read();
      });
    return following;
  }

  async function keepLooking(): Promise<void> {
    while (!stopping.signal.aborted && performance.now() - asked < REST_MS) {
      const start = performance.now();
      await read().catch((error: Error) => log.warn({ err: error.message }, 'versions could not be read'));
      const rest = Math.max(1, EVERY_MS - (performance.now() - start));
      await sleep(rest, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await reading?.catch(() => undefined);
    period++;
    settled.clear();
    horizon = null;
    known = null;
    loop = null;
  }

  function last(): Sight | null {
    asked = performance.now();
    loop ??= apart(keepLooking);
    return known;
  }

  function latest(maxAgeMs: number): Sight | null {
    const sight = last();
    return sight && sight.at >= Math.max(renewed, asked - maxAgeMs) ? sight : null;
  }

  async function next(maxAgeMs: number): Promise<Sight | null> {
    try {
      await reading;
      return latest(maxAgeMs) ?? (await read().then(() => latest(maxAgeMs)));
    } catch {
      return null;
    }
  }

  return {
    last,
    fresh() {
      last();
      return readAfter();
    },
    sight: (maxAgeMs) => latest(maxAgeMs) ?? next(maxAgeMs),
    renew() {
      renewed = performance.now();
    },
    async stop() {
      stopping.abort();
      await loop;
      await reading?.catch(() => undefined);
    },
  };
}
