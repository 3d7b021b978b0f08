import { tQuantile } from './distributions.ts';
import type { Estimate } from './estimate.ts';

export interface DetectableOptions {
  /** Two-sided level of the test. */
  alpha?: number;
  /** Probability of finding a difference of that size. */
  power?: number;
}

/** Smallest true value of an estimated difference that a study like the one that gave the estimate finds. */
export function detectableLike(
  { variance, degreesOfFreedom }: Estimate,
  options: DetectableOptions = {},
): number {
  return quantiles(degreesOfFreedom, options) * Math.sqrt(variance);
}

/**
 * Smallest true difference that a paired comparison on `questions` questions finds with the given power:
 * (t_{1−α/2} + t_{power}) · √(variance / questions), t on questions − 1 degrees of freedom. `variance` is that of one
 * question's difference. Null with fewer than two questions.
 */
export function detectablePaired(
  variance: number,
  questions: number,
  options: DetectableOptions = {},
): number | null {
  return questions < 2 ? null : quantiles(questions - 1, options) * Math.sqrt(variance / questions);
}

/**
 * The same for two evaluations of different questions, `questions` each, where one question's mean varies by
 * `variance` in either.
 */
export function detectableUnpaired(
  variance: number,
  questions: number,
  options: DetectableOptions = {},
): number | null {
  return questions < 2 ? null : quantiles(2 * questions - 2, options) * Math.sqrt((2 * variance) / questions);
}

function quantiles(degreesOfFreedom: number, { alpha = 0.05, power = 0.8 }: DetectableOptions): number {
  return tQuantile(1 - alpha / 2, degreesOfFreedom) + tQuantile(power, degreesOfFreedom);
}
