import { describe, expect, test } from 'vitest';
import { openBudget } from '../../src/workers/remote/budget.ts';
import { openHealth } from '../../src/workers/remote/health.ts';

const NOTHING = {
  requests: null,
  tokens: null,
  promptTokens: null,
  cachedTokens: null,
  completionTokens: null,
  cost: null,
};
const free = { tokens: null, promptTokens: null, cachedTokens: null, completionTokens: null, cost: null };
const unlimited = { requests: null, tokens: null, cost: null };

describe('a budget', () => {
  test('may be in money, of every answer, as the server tells it', () => {
    const budget = openBudget({ ...unlimited, cost: 0.02 });
    budget.take();
    budget.used({ ...free, cost: 0.015 });
    budget.take();
    budget.used({ ...free, cost: 0.015 });

    expect(() => budget.take()).toThrow(
      'budget exhausted: this evaluation may cost 0.02 (JUDGE_BUDGET_COST)',
    );
  });

  test.each([
    ['requests', { requests: 10 }],
    ['tokens', { tokens: 10 }],
    ['cost', { cost: 10 }],
  ])('of %s counts what is stored of others and of before', (_, limit) => {
    const budget = openBudget({ ...unlimited, ...limit });
    budget.atLeast({ ...NOTHING, ...limit });

    expect(() => budget.take()).toThrow('budget exhausted');
  });

  test('counts nothing twice that is stored meanwhile', () => {
    const budget = openBudget({ ...unlimited, requests: 4 });
    budget.take();
    budget.take();
    const stored = budget.unstored();
    budget.atLeast({ ...NOTHING, ...stored });
    budget.take();
    budget.take();

    expect(() => budget.take()).toThrow('budget exhausted');
  });

  test('does not count what reached nobody', () => {
    const budget = openBudget({ ...unlimited, requests: 1 });
    for (let refused = 0; refused < 5; refused++) {
      budget.take();
      budget.giveBack();
    }

    expect(() => budget.take()).not.toThrow();
    expect(budget.unstored()?.requests).toBe(1);
  });

  test('hands over what was spent, once', () => {
    const budget = openBudget(unlimited);
    budget.take();
    budget.used({ tokens: 12, promptTokens: 10, cachedTokens: 4, completionTokens: 2, cost: 0.5 });
    budget.take();
    budget.used({ ...free, tokens: 3 });

    expect([budget.unstored(), budget.unstored()]).toEqual([
      { requests: 2, tokens: 15, promptTokens: 10, cachedTokens: 4, completionTokens: 2, cost: 0.5 },
      null,
    ]);
  });
});

describe('the trouble of a server', () => {
  test('lasts from the first failure to the next answer', () => {
    let now = 1000;
    const health = openHealth(() => now);
    health.failed('it refuses');
    now = 5000;
    health.failed('it still refuses');
    const during = health.trouble;
    health.answered();

    expect([during, health.trouble]).toEqual([{ reason: 'it still refuses', since: new Date(1000) }, null]);
  });

  test('is silence too, however patiently a request is waited for', () => {
    let now = 0;
    const health = openHealth(() => now);
    const [first, second] = [health.sent(), health.sent()];
    now = 20_000;
    health.answered();
    first();
    now = 45_000;
    const soon = health.trouble;
    now = 51_000;
    const late = health.trouble;
    second();

    expect([soon, late?.since, health.trouble]).toEqual([null, new Date(20_000), null]);
    expect(late?.reason).toBe('the judge server has not answered, while a request waits,');
  });
});
