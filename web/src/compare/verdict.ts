import { chance, interval, signed } from '../format.ts';
import type { PairedFragment } from './compare.generated.ts';

/** Smaller chances than this are taken for more than chance. */
const LEVEL = 0.05;

export type Side = 'better' | 'worse' | 'alike';

/** Which side the data speaks for, after the correction for all that is compared. */
export function sideOf({
  difference,
  adjustedPValue,
}: Pick<PairedFragment, 'difference' | 'adjustedPValue'>): Side {
  if (difference === null || adjustedPValue === null || adjustedPValue >= LEVEL || difference === 0)
    return 'alike';
  return difference > 0 ? 'better' : 'worse';
}

const VERBS = {
  better: 'scores higher than',
  worse: 'scores lower than',
  alike: 'cannot be told from',
} as const;

/** The comparison in a sentence. */
export function verdict(name: string, baseline: string, whole: PairedFragment): string {
  const { n, difference, low, high, adjustedPValue } = whole;
  if (n === 0 || difference === null) return `${name} and ${baseline} answered no question in common.`;
  const numbers = `${signed(difference)} (95 % interval ${interval(low, high)}, adjusted p ${chance(adjustedPValue)})`;
  return `${name} ${VERBS[sideOf(whole)]} ${baseline}: ${numbers} on ${n} ${n === 1 ? 'question' : 'questions'}.`;
}
