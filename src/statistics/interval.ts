import { AppError } from '../core/errors.ts';
import { isNoise } from './noise.ts';

export interface Interval {
  low: number;
  high: number;
}

/** Lowest and highest value a statistic can have. */
export interface Bounds {
  min: number;
  max: number;
}

export const CONFIDENCE = 0.95;

/**
 * An interval within what the statistic can be. An estimate beyond an end, as of official values that no scale binds,
 * shows that this end does not hold: that side of the interval stays as it is, so that it contains its estimate.
 */
export function clip(interval: Interval, bounds: Bounds | null, estimate: number): Interval {
  if (!bounds) return containing(interval, estimate);
  const low = isBeyond(estimate, bounds) < 0 ? interval.low : Math.max(bounds.min, interval.low);
  const high = isBeyond(estimate, bounds) > 0 ? interval.high : Math.min(bounds.max, interval.high);
  return containing({ low, high }, estimate);
}

/** -1 for what is below the bounds by more than noise, 1 above, 0 within. */
export function isBeyond(value: number, { min, max }: Bounds): -1 | 0 | 1 {
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (value < min && !isNoise(min - value, size)) return -1;
  return value > max && !isNoise(value - max, size) ? 1 : 0;
}

/** Rounding must not put an estimate outside its own interval. */
export function containing({ low, high }: Interval, estimate: number): Interval {
  return { low: Math.min(low, estimate), high: Math.max(high, estimate) };
}

/** Probability below the upper end of a two-sided interval: 0.975 for 95 %. */
export function upperProbability(confidence: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new AppError('INVALID_INPUT', `A confidence lies between 0 and 1, not at ${confidence}`);
  return 1 - (1 - confidence) / 2;
}
