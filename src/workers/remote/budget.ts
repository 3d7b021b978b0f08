export interface BudgetLimits {
  requests: number | null;
  tokens: number | null;
}

/** What one evaluation may cost. Every request counts, those that failed too. */
export interface Budget {
  /** Counts a request; throws when there is none left. */
  take(): void;
  /** Tokens of an answer, prompt included. */
  used(tokens: number): void;
  /** So many requests are known to have been made, by other workers or before a restart. */
  atLeast(requests: number): void;
}

export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
}

export function openBudget(limits: BudgetLimits): Budget {
  let [requests, tokens] = [0, 0];
  return {
    take() {
      if (limits.requests !== null && requests >= limits.requests)
        throw exhausted(limits.requests, 'requests', 'JUDGE_BUDGET_REQUESTS');
      if (limits.tokens !== null && tokens >= limits.tokens)
        throw exhausted(limits.tokens, 'tokens', 'JUDGE_BUDGET_TOKENS');
      requests++;
    },
    used(count) {
      tokens += count;
    },
    atLeast(known) {
      requests = Math.max(requests, known);
    },
  };
}

function exhausted(limit: number, what: string, setting: string): BudgetExhausted {
  return new BudgetExhausted(`budget exhausted: this evaluation may cost ${limit} ${what} (${setting})`);
}
