/** What a judge's server took, as the API tells it. */
export interface JudgeUsage {
  requests: number;
  tokens: number | null;
  promptTokens: number | null;
  cachedTokens: number | null;
  completionTokens: number | null;
  cost: number | null;
}

export const USAGE_FIELDS = 'usage { requests tokens promptTokens cachedTokens completionTokens cost }';

const count = new Intl.NumberFormat('en');

/** `160 requests, 52,000 tokens (50,000 in prompts, of these 40,000 cached; 2,000 in answers), cost 0.0123`. */
export function usageText({ requests, tokens, cost, ...usage }: JudgeUsage): string {
  const parts = [
    usage.promptTokens !== null && `${count.format(usage.promptTokens)} in prompts${cachedText(usage)}`,
    usage.completionTokens !== null && `${count.format(usage.completionTokens)} in answers`,
  ].filter((part) => part !== false);
  return [
    `${count.format(requests)} request${requests === 1 ? '' : 's'}`,
    tokens === null
      ? 'tokens not told'
      : `${count.format(tokens)} tokens${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`,
    ...(cost === null ? [] : [`cost ${costText(cost)}`]),
  ].join(', ');
}

const cachedText = ({ cachedTokens }: Pick<JudgeUsage, 'cachedTokens'>): string =>
  cachedTokens === null ? '' : `, of these ${count.format(cachedTokens)} cached`;

/** Two places after the point, or the first digits of what is less than that. */
export const costText = (cost: number): string =>
  cost >= 1 || cost === 0 ? cost.toFixed(2) : String(Number(cost.toPrecision(3)));
