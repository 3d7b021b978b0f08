/**
 * A number without the noise of binary sums: the last four of sixteen digits are not the value's own where it was added
 * up. 71 fifths of 400 are 0.1775, and not 0.17750000000000002.
 */
export const cleared = (value: number): number => Number(value.toPrecision(12));

/** A number as people read it: the nearest with so many decimals, noise left out, and of two as near the larger. */
export function decimal(value: number, digits: number): string {
  const text = cleared(value).toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}
