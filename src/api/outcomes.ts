import type { Outcome } from '../benchmarks/benchmark.ts';

/** Counts by outcome as the API lists them, those that did not occur left out. */
export function outcomeCounts(outcomes: Partial<Record<Outcome, number>>) {
  return (Object.entries(outcomes) as [Outcome, number][])
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => ({ outcome, count }));
}
