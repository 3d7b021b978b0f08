import { z } from 'zod';
import type { Usage } from '../chat.ts';

export const NO_USAGE: Usage = {
  tokens: null,
  promptTokens: null,
  cachedTokens: null,
  completionTokens: null,
  cost: null,
};

/** An amount, as a number or as text as some gateways write it; null for anything else. */
const amount = z
  .unknown()
  .optional()
  .transform((given) => {
    const isNumber = typeof given === 'number' || (typeof given === 'string' && given.trim() !== '');
    const value = isNumber ? Number(given) : Number.NaN;
    return Number.isFinite(value) && value >= 0 ? value : null;
  });
const count = amount.transform((value) => (Number.isSafeInteger(value) ? value : null));

const details = z.object({ cached_tokens: count }).nullish().catch(null);

/** The counts under the names that servers give them. */
const answered = z.object({
  usage: z.object({
    total_tokens: count,
    prompt_tokens: count,
    input_tokens: count,
    completion_tokens: count,
    output_tokens: count,
    prompt_tokens_details: details,
    input_tokens_details: details,
    cached_tokens: count,
    prompt_cache_hit_tokens: count,
    cache_read_input_tokens: count,
    cost: amount,
    total_cost: amount,
  }),
});

/** Where gateways put what an answer cost them. */
const COST_HEADER = /^x-(?:[a-z0-9]+-)*(?:response|request|total)-cost(?:-usd)?$/;

/** What a server says that its answer cost, in the answer or in the headers of the gateway before it. */
export function readUsage(value: unknown, headers: Headers): Usage {
  const usage = answered.safeParse(value).data?.usage;
  const promptTokens = usage?.prompt_tokens ?? usage?.input_tokens ?? null;
  const completionTokens = usage?.completion_tokens ?? usage?.output_tokens ?? null;
  return {
    tokens: usage?.total_tokens ?? plus(promptTokens, completionTokens),
    promptTokens,
    cachedTokens:
      usage?.prompt_tokens_details?.cached_tokens ??
      usage?.input_tokens_details?.cached_tokens ??
      usage?.cached_tokens ??
      usage?.prompt_cache_hit_tokens ??
      usage?.cache_read_input_tokens ??
      null,
    completionTokens,
    cost: usage?.cost ?? usage?.total_cost ?? costOf(headers),
  };
}

/** Both together; what one of them does not say is left out. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    tokens: plus(a.tokens, b.tokens),
    promptTokens: plus(a.promptTokens, b.promptTokens),
    cachedTokens: plus(a.cachedTokens, b.cachedTokens),
    completionTokens: plus(a.completionTokens, b.completionTokens),
    cost: plus(a.cost, b.cost),
  };
}

function costOf(headers: Headers): number | null {
  for (const [name, text] of headers) if (COST_HEADER.test(name)) return amount.parse(text);
  return null;
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b;
}
