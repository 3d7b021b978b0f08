import { containing } from '../statistics/interval.ts';
import { type Aggregate, percentOf } from './aggregate.ts';
import type { OfficialNumbers } from './benchmark.ts';
import { numpyRound, pythonRound } from './python.ts';

/** The number with the digits that the published script prints. The interval is ours, and still contains it. */
export function asPrinted(
  exact: Aggregate,
  { meanDigits, percentDigits, ofNone }: OfficialNumbers,
): Aggregate {
  const value = exact.mean ?? (wasJudged(exact) ? (ofNone ?? null) : null);
  if (value === null) return exact;
  const mean = meanDigits === undefined ? value : numpyRound(value, meanDigits);
  const percent = percentOf(mean, exact.scale);
  return {
    ...exact,
    mean,
    interval: exact.interval && containing(exact.interval, mean),
    percent: percentDigits === undefined ? percent : pythonRound(percent, percentDigits),
  };
}

function wasJudged({ outcomes }: Aggregate): boolean {
  return Boolean(outcomes.SCORED || outcomes.NOT_APPLICABLE || outcomes.UNPARSEABLE || outcomes.OUT_OF_RANGE);
}
