import type { ChatCall } from '../chat.ts';

/** A token that the model might have said, with the logarithm of its probability. */
export interface LikelyToken {
  token: string;
  logprob: number;
}

/**
 * Probability of each option from the likeliest first tokens: those that spell it, or begin a spelling of it alone
 * (`-` begins `-1`, and no other option). Null when no option is among the tokens.
 */
export function optionMass(
  options: ChatCall['options'],
  tokens: readonly LikelyToken[],
): { probabilities: number[]; mass: number; likeliest: string } | null {
  const spelled = options.map(({ spellings }) => new Set(spellings.map(plain)));
  const sums = options.map(() => 0);
  let best: { p: number; text: string } | null = null;
  for (const { token, logprob } of tokens) {
    const said = plain(token);
    const option = optionOf(spelled, said);
    if (option === null) continue;
    const p = Math.exp(logprob);
    sums[option] = (sums[option] as number) + p;
    const spelling = [...(spelled[option] as Set<string>)].find((word) => word.startsWith(said));
    if (!best || p > best.p) best = { p, text: spelling ?? said };
  }
  const mass = sums.reduce((sum, p) => sum + p, 0);
  if (!best || mass <= 0) return null;
  return { probabilities: sums.map((p) => p / mass), mass: Math.min(1, mass), likeliest: best.text };
}

/** Full-width letters and digits as their plain ones, and the sign of mathematics as the dash of keyboards. */
const plain = (token: string): string => token.normalize('NFKC').replaceAll('\u2212', '-').trim();

function optionOf(spelled: readonly Set<string>[], token: string): number | null {
  if (token === '') return null;
  const exact = spelled.findIndex((words) => words.has(token));
  if (exact >= 0) return exact;
  const begun = spelled.flatMap((words, index) =>
    [...words].some((word) => word.startsWith(token)) ? [index] : [],
  );
  return begun.length === 1 ? (begun[0] as number) : null;
}
