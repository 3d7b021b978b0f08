import type { RemoteJudgeConfig } from '../../core/config.ts';
import type { RemoteFailure } from './failure.ts';

/**
 * How a server is held to the options: not at all, by OpenAI's JSON schema, or by vLLM's list of choices, which had
 * another name before 0.11.
 */
export type Structured = RemoteJudgeConfig['structured'];

/** What requests carry, beside the messages. */
export interface Carried {
  tokensField: RemoteJudgeConfig['maxTokensField'];
  temperature: boolean;
  seed: boolean;
  /** Likeliest tokens asked for at each place; null for none. */
  topLogprobs: number | null;
  structured: Structured;
}

/** As many as OpenAI and vLLM give. */
const TOP_LOGPROBS = 20;

export function carriedAtFirst({
  maxTokensField,
  omit,
  structured,
}: Pick<RemoteJudgeConfig, 'maxTokensField' | 'omit' | 'structured'>): Carried {
  return {
    tokensField: maxTokensField,
    temperature: !omit.includes('temperature'),
    seed: !omit.includes('seed'),
    topLogprobs: omit.includes('logprobs') ? null : TOP_LOGPROBS,
    structured,
  };
}

type Body = Readonly<Record<string, unknown>>;

/** What a request that was refused is to carry otherwise; null when the refusal names nothing of it. */
export function changeAfter({ said, status }: RemoteFailure, body: Body): Partial<Carried> | null {
  if (!said || status === null || ![400, 422, 500, 501].includes(status)) return null;
  const names = (name: RegExp): boolean =>
    said.parameter !== null && Object.keys(body).some((field) => field === said.parameter)
      ? name.test(said.parameter)
      : name.test(said.words) || name.test(said.parameter ?? '');
  const change: Partial<Carried> = {
    ...('temperature' in body && names(/temperature/i) && { temperature: false }),
    ...('seed' in body && names(/\bseed\b/i) && { seed: false }),
    ...('logprobs' in body &&
      names(/logprobs?/i) && { topLogprobs: fewer(said.words, body['top_logprobs']) }),
    ...('max_tokens' in body &&
      names(/max_(?:completion_|output_|new_)?tokens/i) &&
      !isTooLong(said.words) && { tokensField: 'max_completion_tokens' as const }),
    ...('max_completion_tokens' in body &&
      names(/max_completion_tokens/i) &&
      !isTooLong(said.words) && { tokensField: 'max_tokens' as const }),
    ...(STRUCTURES.some((field) => field in body) &&
      names(/response_format|json_schema|guided|structured|grammar/i) && { structured: 'none' as const }),
  };
  return Object.keys(change).length > 0 ? change : null;
}

const STRUCTURES = ['response_format', 'guided_choice', 'structured_outputs'];

/** Fewer alternatives, where the refusal says how many are given; else none. */
function fewer(words: string, asked: unknown): number | null {
  const most =
    /(?:at most|up to|<=|≤|equal to|max(?:imum)?|allowed|exceed|between \d+ and|\[\s*\d+\s*,)[^\d]{0,20}(\d+)/i;
  const given = Number(most.exec(words)?.[1] ?? 0);
  return given > 0 && given < Number(asked) ? given : null;
}

/** A complaint of a request's length names the parameter too, and is none of it. */
function isTooLong(words: string): boolean {
  const isOfLength =
    /context|too (?:large|long|many|big|high)|exceed|at most|maximum|(?:less|greater|larger) than|reduce/i;
  const isOfName =
    /unsupported|not (?:supported|taken|allowed|permitted|accepted|recogni[sz]ed)|instead|un(?:known|recogni[sz]ed|expected)|extra/i;
  return isOfLength.test(words) && !isOfName.test(words);
}

/** The names of what a request goes without, that the judge's revision says it carries. */
export function leftOut(carried: Carried, atFirst: Carried): string[] {
  return [
    ...(atFirst.temperature && !carried.temperature ? ['temperature'] : []),
    ...(atFirst.seed && !carried.seed ? ['seed'] : []),
    ...(atFirst.structured !== carried.structured ? [atFirst.structured] : []),
  ];
}
