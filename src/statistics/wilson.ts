import { normalQuantile } from './distributions.ts';
import { CONFIDENCE, type Interval, upperProbability } from './interval.ts';

/**
 * Wilson's score interval of a proportion (Wilson 1927), without continuity correction. `successes` may be a
 * fraction; `n` must be positive. Never of zero width: 10 of 10 is 0.72 to 1.
 */
export function wilsonInterval(successes: number, n: number, confidence = CONFIDENCE): Interval {
  const z = normalQuantile(upperProbability(confidence));
  const p = successes / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  // At the ends the formula gives exactly 0 and 1; rounding must not step past them.
  return { low: p === 0 ? 0 : Math.max(0, centre - half), high: p === 1 ? 1 : Math.min(1, centre + half) };
}
