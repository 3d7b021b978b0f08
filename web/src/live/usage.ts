import { count, NONE } from '../format.ts';
import type { NumbersFragment } from './live.generated.ts';

type Usage = NonNullable<NumbersFragment['usage']>;

/** What the judge's server took: a name, a number, and what more there is to say of it. */
export function usageFacts({ requests, tokens, cost, ...usage }: Usage): [string, string, string | null][] {
  const { promptTokens, cachedTokens, completionTokens } = usage;
  const parts = [
    promptTokens !== null && `${count(promptTokens)} in prompts`,
    cachedTokens !== null && `of these ${count(cachedTokens)} cached`,
    completionTokens !== null && `${count(completionTokens)} in answers`,
  ].filter((part) => part !== false);
  return [
    ['Requests', count(requests), null],
    ['Tokens', tokens === null ? NONE : count(tokens), parts.length > 0 ? parts.join(', ') : null],
    ['Cost', cost === null ? NONE : costText(cost), null],
  ];
}

/** Two places after the point, or the first digits of what is less than that. */
const costText = (cost: number): string =>
  cost >= 1 || cost === 0 ? cost.toFixed(2) : String(Number(cost.toPrecision(3)));
