import { addSpending, type Spending } from '../../store/spending.ts';
import type { Usage } from '../chat.ts';

export interface BudgetLimits {
  requests: number | null;
  tokens: number | null;
  cost: number | null;
}

/**
 * What one evaluation may cost. Every request counts, those that failed too; not those that reached
 * nobody or were told to come later.
 */
export interface Budget {
  /** Counts a request; throws when there is none left. */
  take(): void;
  /** The request counted last reached nobody, or was turned away for want of a turn. */
  giveBack(): void;
  /** What a server said that an answer took, whatever the answer was. */
  used(usage: Usage): void;
  /** So much is stored as spent, by this worker, by others and before a restart. */
  atLeast(stored: Spending): void;
  /** What this worker spent since it was asked last, to be stored; null for nothing. */
  unstored(): Spending | null;
}

export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
}

const NOTHING: Spending = {
  requests: null,
  tokens: null,
  promptTokens: null,
  cachedTokens: null,
  completionTokens: null,
  cost: null,
};

export function openBudget(limits: BudgetLimits): Budget {
  let own = NOTHING;
  /** Of own what is not handed over to be stored. */
  let fresh: Spending | null = null;
  /** Of everybody, as far as it was stored when it was told last, with own since then. */
  let known = NOTHING;
  const spend = (more: Spending): void => {
    own = addSpending(own, more);
    known = addSpending(known, more);
    fresh = addSpending(fresh ?? NOTHING, more);
  };
  const spent = (name: 'requests' | 'tokens' | 'cost'): number => Math.max(own[name] ?? 0, known[name] ?? 0);
  return {
    take() {
      if (limits.requests !== null && spent('requests') >= limits.requests)
        throw exhausted(`${limits.requests} requests`, 'JUDGE_BUDGET_REQUESTS');
      if (limits.tokens !== null && spent('tokens') >= limits.tokens)
        throw exhausted(`${limits.tokens} tokens`, 'JUDGE_BUDGET_TOKENS');
      if (limits.cost !== null && spent('cost') >= limits.cost)
        throw exhausted(String(limits.cost), 'JUDGE_BUDGET_COST');
      spend({ ...NOTHING, requests: 1 });
    },
    giveBack() {
      spend({ ...NOTHING, requests: -1 });
    },
    used(usage) {
      spend({ requests: null, ...usage });
    },
    atLeast(stored) {
      // What is not stored yet comes on top of what is.
      known = addSpending(stored, fresh ?? NOTHING);
    },
    unstored() {
      const taken = fresh;
      fresh = null;
      return taken;
    },
  };
}

function exhausted(limit: string, setting: string): BudgetExhausted {
  return new BudgetExhausted(`budget exhausted: this evaluation may cost ${limit} (${setting})`);
}
