/**
 * Decimals are not exact in binary, and add up otherwise in another order: 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1.
 * What is left of numbers that cancel is such noise where it is below this share of their size, a few thousand units
 * of their last place. It is no difference and no variance, wherever one of them decides.
 */
export const NOISE = 1e-12;

export const isNoise = (difference: number, size: number): boolean => Math.abs(difference) <= NOISE * size;

/** A difference, and the size of the numbers it is of. */
export interface Difference {
  value: number;
  size: number;
}

/**
 * The differences without noise: those of nothing else are 0, and those that nothing else tells apart are made one.
 * It depends on no order, and opposite differences have opposite results.
 */
export function withoutNoise(differences: readonly Difference[]): number[] {
  const result = differences.map(() => 0);
  const order = differences.map((_, index) => index).filter((index) => !isNone(differences[index]));
  order.sort((a, b) => magnitude(differences[a]) - magnitude(differences[b]));
  let shared = { value: 0, size: 0 };
  for (const index of order) {
    const { value, size } = differences[index] as Difference;
    const own = Math.abs(value);
    if (!isNoise(own - shared.value, Math.max(size, shared.size))) shared = { value: own, size };
    result[index] = Math.sign(value) * shared.value;
  }
  return result;
}

const magnitude = (difference: Difference | undefined): number => Math.abs(difference?.value ?? 0);

const isNone = (difference: Difference | undefined): boolean =>
  difference === undefined || isNoise(difference.value, difference.size);

/** Values of which those that only noise tells apart are made one. */
export const settled = (values: readonly number[]): number[] =>
  withoutNoise(values.map((value) => ({ value, size: Math.abs(value) })));

/** Mean of values; exact where all are the same, however many there are. */
export function meanOf(values: readonly number[]): number {
  const [pivot = Number.NaN] = values;
  return pivot + values.reduce((total, value) => total + (value - pivot), 0) / values.length;
}

/** How far each value is from the mean of all; nothing where that is noise. */
export function deviations(values: readonly number[]): number[] {
  const mean = meanOf(values);
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.map((value) => (isNoise(value - mean, size) ? 0 : value - mean));
}
