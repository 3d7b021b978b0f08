import type { Interval } from './interval.ts';

/** Order of two lists of one length by the first place where they differ. */
export function compareLists<Value>(
  a: ArrayLike<Value>,
  b: ArrayLike<Value>,
  compare: (a: Value, b: Value) => number,
): number {
  for (let at = 0; at < a.length; at += 1) {
    const order = compare(a[at] as Value, b[at] as Value);
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * An interval of a difference that is found by chance, so that the difference the other way round has the opposite one:
 * it is always found of the same of the two, by their order, and turned round for the other. Where the two are the same
 * data the interval is made even about zero.
 */
export function evenhanded(order: number, find: (isMirrored: boolean) => Interval): Interval {
  if (order > 0) return opposite(find(true));
  const found = find(false);
  if (order < 0) return found;
  const half = (found.high - found.low) / 2;
  return { low: 0 - half, high: half };
}

/** Of the difference the other way round. Zero has no sign. */
const opposite = ({ low, high }: Interval): Interval => ({ low: 0 - high, high: 0 - low });
