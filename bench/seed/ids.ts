import { v7 } from 'uuid';

/** A UUIDv7 of another time than now. */
export const idAt = (ms: number): string => v7({ msecs: ms });

/** SQL of a UUIDv7 of a millisecond and a text that tells those of one millisecond apart. */
export function idOf(ms: string, salt: string): string {
  const hash = `md5(${salt})`;
  return `(lpad(to_hex(${ms}), 12, '0') || '7' || substr(${hash}, 1, 3) || '8' || substr(${hash}, 5, 15))::uuid`;
}

const DAY_MS = 86_400_000;

/** When things happened, in milliseconds: all of it before the days that events are kept of. */
export interface Epoch {
  questions: number;
  /** Of a generation's first run and evaluation. */
  generation(index: number): number;
}

export function openEpoch(generations: number): Epoch {
  const start = Date.now() - (generations + 2) * 7 * DAY_MS;
  return { questions: start - 30 * DAY_MS, generation: (index) => start + index * 7 * DAY_MS };
}
