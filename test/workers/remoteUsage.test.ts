import { expect, test } from 'vitest';
import { addUsage, NO_USAGE, readUsage } from '../../src/workers/remote/usage.ts';

const none = new Headers();

test.each<[string, unknown, object]>([
  ['nothing', { choices: [] }, NO_USAGE],
  ['null', { usage: null }, NO_USAGE],
  ['an empty one', { usage: {} }, NO_USAGE],
  [
    'no total',
    { usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: null } },
    { tokens: 12, promptTokens: 10, completionTokens: 2 },
  ],
  ['nothing but a total', { usage: { total_tokens: 7 } }, { tokens: 7, promptTokens: null }],
  ['text for a number', { usage: { total_tokens: 'many', prompt_tokens: '3' } }, { tokens: 3 }],
  ['half a token', { usage: { total_tokens: 1.5 } }, { tokens: null }],
  ['an amount below nothing', { usage: { total_tokens: -1 } }, { tokens: null }],
  [
    'cached tokens and a cost',
    { usage: { total_tokens: 9, prompt_tokens_details: { cached_tokens: 4 }, cost: 0.002 } },
    { tokens: 9, cachedTokens: 4, cost: 0.002 },
  ],
  ['cached tokens by another name', { usage: { prompt_cache_hit_tokens: 5 } }, { cachedTokens: 5 }],
  ['details that are null', { usage: { total_tokens: 1, prompt_tokens_details: null } }, { tokens: 1 }],
])('a usage with %s is read for what it says', (_, value, expected) => {
  expect(readUsage(value, none)).toMatchObject(expected);
});

test.each([
  ['x-litellm-response-cost', '0.0003', 0.0003],
  ['X-Gateway-Request-Cost-USD', '1e-5', 0.00001],
  ['x-litellm-response-cost', 'None', null],
  ['x-litellm-key-spend', '12', null],
])('the header %s: %s costs %j', (name, text, cost) => {
  expect(readUsage({ usage: { total_tokens: 1 } }, new Headers({ [name]: text })).cost).toBe(cost);
});

test('what several tries cost is added up, and what none of them says stays unknown', () => {
  const first = readUsage({ usage: { total_tokens: 5, cost: 0.5 } }, none);
  const second = readUsage({ usage: { total_tokens: 2, cached_tokens: 1 } }, none);

  expect(addUsage(first, second)).toEqual({ ...NO_USAGE, tokens: 7, cachedTokens: 1, cost: 0.5 });
});
