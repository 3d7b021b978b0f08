import { addSpending, type Spending } from '../store/spending.ts';
import type { Scorer } from './scorer.ts';

/** What was spent and is not stored yet, by evaluation. */
export interface Meter {
  take(evaluationId: string): Spending | null;
  /** What was taken could not be stored. */
  giveBack(evaluationId: string, spent: Spending | null): void;
}

export function openMeter({ takeSpending }: Pick<Scorer, 'takeSpending'>): Meter {
  const kept = new Map<string, Spending>();
  const giveBack = (evaluationId: string, spent: Spending | null): void => {
    const other = kept.get(evaluationId);
    if (spent) kept.set(evaluationId, other ? addSpending(other, spent) : spent);
  };
  return {
    giveBack,
    take(evaluationId) {
      giveBack(evaluationId, takeSpending?.(evaluationId) ?? null);
      const spent = kept.get(evaluationId) ?? null;
      kept.delete(evaluationId);
      return spent;
    },
  };
}
