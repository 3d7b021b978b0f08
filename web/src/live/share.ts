import { NONE } from '../format.ts';
import { isOpen } from '../statuses.ts';
import type { NumbersFragment } from './live.generated.ts';

/** Outcomes that are no answer of the judge. */
const FAILURES: readonly string[] = ['JUDGE_ERROR', 'MISSING_MEDIA'];

/**
 * How much of it is done: 100 % is for all of it. Of one that is closed, and where the judge failed, how much is answered:
 * a judge that failed on everything has done nothing.
 */
export function shareText({
  status,
  done,
  responses,
  criteria,
}: Pick<NumbersFragment, 'status' | 'done' | 'responses' | 'criteria'>): string {
  const tried = criteria
    .flatMap(({ strict }) => strict.outcomes)
    .filter(({ outcome }) => outcome !== 'MISSING_RESPONSE');
  const sum = (some: typeof tried) => some.reduce((all, { count }) => all + count, 0);
  const failed = sum(tried.filter(({ outcome }) => FAILURES.includes(outcome)));
  if (isOpen(status) || failed === 0) return percent(done, responses);
  return `${percent(sum(tried) - failed, sum(tried))} answered`;
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? NONE : `${Math.floor((part / whole) * 1000) / 10} %`;
