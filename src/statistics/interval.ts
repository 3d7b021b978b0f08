import { AppError } from '../core/errors.ts';

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

export function clip({ low, high }: Interval, bounds: Bounds | null): Interval {
  if (!bounds) return { low, high };
  const within = (value: number) => Math.min(bounds.max, Math.max(bounds.min, value));
  return { low: within(low), high: within(high) };
}

/** Probability below the upper end of a two-sided interval: 0.975 for 95 %. */
export function upperProbability(confidence: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new AppError('INVALID_INPUT', `A confidence lies between 0 and 1, not at ${confidence}`);
  return 1 - (1 - confidence) / 2;
}
