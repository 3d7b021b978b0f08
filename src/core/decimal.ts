/**
 * A number without the noise of binary sums: the last four of sixteen digits are not the value's own where it was added
 * up. 71 fifths of 400 are 0.1775, and not 0.17750000000000002.
 */
export const cleared = (value: number): number => Number(value.toPrecision(12));

/** Decimals of a mean, whatever the benchmark: those that MMIE's script and GenEval's table print. */
const DIGITS = 3;

/**
 * A number as people read it, on every page, in every table and summary: without noise, then the decimals nearest to its
 * binary value, as Python prints. So 0.1775, which in binary is a little less, is 0.177 wherever it is shown.
 */
export function decimal(value: number, digits = DIGITS): string {
  const text = cleared(value).toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}
