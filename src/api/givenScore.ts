import type { Outcome } from '../benchmarks/benchmark.ts';
import { AppError } from '../core/errors.ts';

/** The outcome of a score made elsewhere. Throws INVALID_INPUT, beginning with `place`, for one that cannot be. */
export function outcomeOf(value: number | null, given: Outcome | null, place: string): Outcome {
  const outcome = given ?? (value === null ? null : 'SCORED');
  if (outcome === null)
    throw new AppError(
      'INVALID_INPUT',
      `${place}: give a value, or the outcome that explains why there is none`,
    );
  if ((outcome === 'SCORED') !== (value !== null)) {
    throw new AppError(
      'INVALID_INPUT',
      `${place}: ${outcome} goes ${value === null ? 'with' : 'without'} a value`,
    );
  }
  if (outcome === 'MISSING_RESPONSE') {
    throw new AppError('INVALID_INPUT', `${place}: the run has the response, so it cannot be missing`);
  }
  if (outcome === 'NOT_SCORED') {
    throw new AppError('INVALID_INPUT', `${place}: leave out what is not scored; it is counted as such`);
  }
  return outcome;
}
