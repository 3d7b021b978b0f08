import { isOpen } from '../statuses.ts';
import type { NumbersFragment } from './live.generated.ts';

/** What is done of what there is to do. */
export interface Share {
  value: number;
  max: number;
}

/** Outcomes that are an answer of the judge. */
const ANSWERS: readonly string[] = ['SCORED', 'NOT_APPLICABLE', 'UNPARSEABLE', 'OUT_OF_RANGE'];

/**
 * While scores come, the responses that are done with; once it is closed, the scores of those that have an answer of the
 * judge: one that failed on everything has done nothing.
 */
export function shareOf({
  status,
  done,
  responses,
  criteria,
}: Pick<NumbersFragment, 'status' | 'done' | 'responses' | 'criteria'>): Share {
  if (isOpen(status) || status === 'CANCELLED') return { value: done, max: responses };
  const outcomes = criteria
    .flatMap(({ strict }) => strict.outcomes)
    .filter(({ outcome }) => outcome !== 'MISSING_RESPONSE');
  const sum = (some: typeof outcomes) => some.reduce((all, { count }) => all + count, 0);
  return { value: sum(outcomes.filter(({ outcome }) => ANSWERS.includes(outcome))), max: sum(outcomes) };
}
