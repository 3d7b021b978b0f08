import { z } from 'zod';
import type { ChatAnswer, ChatCall } from '../chat.ts';
import type { Structured } from './carried.ts';
import { type Asked, embeddedFailure, RemoteFailure } from './failure.ts';
import { type LikelyToken, optionMass } from './optionMass.ts';

/** Words as a string or in parts; what is thinking among the parts is no answer. */
const part = z.union([
  z.string(),
  z
    .object({ text: z.string(), type: z.string().nullish() })
    .transform(({ text, type }) => (isThinking(type) ? '' : text)),
  z.unknown().transform(() => ''),
]);
const words = z
  .union([z.string(), z.array(part).transform((parts) => parts.join('')), part])
  .optional()
  .transform((text) => text ?? '');
const reasoned = z
  .unknown()
  .optional()
  .transform((text) => typeof text === 'string' && text.trim() !== '');
const said = z.string().nullish().catch(null);
const list = z.array(z.unknown()).nullish().catch(null);

const toolCall = z.object({ function: z.object({ name: z.string(), arguments: said }) });

const message = z.object({
  content: words,
  refusal: said,
  tool_calls: list,
  reasoning_content: reasoned,
  reasoning: reasoned,
});

const choice = z.object({
  message: message.nullish().catch(null),
  /** Of servers that answer as to the completions of old. */
  text: said,
  finish_reason: said,
  error: z.unknown().optional(),
  logprobs: z.object({ content: list }).nullish().catch(null),
});

const completion = z.object({ choices: z.array(choice).catch([]), error: z.unknown().optional() });

const place = z.object({ token: z.string(), logprob: z.number().nullish(), top_logprobs: list });
/** A probability above one is none. */
const likely = z.object({ token: z.string(), logprob: z.number().max(0.001) });

const CUT = /^(?:length|max_?(?:new_|output_|completion_)?(?:tokens|length)|model_length|token_limit)$/i;
const FILTERED = /filter|safety|sensitive|recitation|prohibited|blocklist|guardrail|moderation|spii/i;
const FAILED = /^(?:error|abort|aborted|cancelled|insufficient_system_resource)$/i;

/** Reads a completion; only what is needed is required. Throws RemoteFailure, with the server's words, where there is no answer. */
export function readCompletion(
  value: unknown,
  headers: Headers,
  call: ChatCall,
  structured: Structured,
  asked: Asked,
): ChatAnswer {
  const { choices, error } = completion.safeParse(value).data ?? { choices: [] };
  const [chosen] = choices;
  if (!chosen) {
    if (error) throw embeddedFailure(error, headers, asked);
    if (isErrorList(value)) throw embeddedFailure(value, headers, asked);
    const isCompletion = typeof value === 'object' && value !== null && 'choices' in value;
    throw new RemoteFailure(isCompletion ? 'empty' : 'passing', 'the judge server answered without a choice');
  }
  if (chosen.error) throw embeddedFailure(chosen.error, headers, asked);
  const finish = chosen.finish_reason ?? '';
  const content = chosen.message?.content || chosen.text || '';
  const isRead = call.options.length > 0;
  const answer = isRead && structured === 'json_schema' ? structuredAnswer(content) : content;
  const found = isRead ? optionMass(call.options, firstTokens(chosen, content)) : null;
  const none = noAnswer(chosen, content, finish);
  if (none && !(found && none.kind === 'empty')) throw none;
  return {
    text: found?.likeliest ?? answer,
    probabilities: found?.probabilities ?? null,
    mass: found?.mass ?? null,
    error: null,
    // What was likeliest at the first place is whole, however the words went on.
    ...(!found && CUT.test(finish) && { isCut: true }),
  };
}

type Choice = z.infer<typeof choice>;

/** Why a choice is no answer, in the server's words; null when it is one. Greedy decoding would end so again. */
function noAnswer({ message }: Choice, content: string, finish: string): RemoteFailure | null {
  const behind = finish === '' ? '' : ` (finish_reason ${finish})`;
  const refused = (what: string) => new RemoteFailure('refused', `${what}${behind}`);
  const quoted = quote(message?.refusal || content);
  if (FAILED.test(finish))
    return new RemoteFailure('passing', `the judge server broke off its answer${behind}`);
  if (message?.refusal || finish === 'refusal') return refused(`the judge refuses to answer${quoted}`);
  if (FILTERED.test(finish)) return refused(`a filter of the judge server stopped the answer${quoted}`);
  if (content.trim() !== '') return null;
  const tool = message?.tool_calls?.map((given) => toolCall.safeParse(given).data?.function)[0];
  if (tool)
    return refused(`the judge calls a tool instead of answering: ${tool.name}(${tool.arguments ?? ''})`);
  if (message?.tool_calls?.length || /tool|function_call/.test(finish))
    return refused('the judge calls a tool instead of answering');
  const hasReasoned = message?.reasoning_content || message?.reasoning;
  if (CUT.test(finish))
    return refused(
      hasReasoned
        ? 'the judge used up its tokens on reasoning; JUDGE_MAX_TOKENS gives it more'
        : 'the judge used up its tokens before it said anything; JUDGE_MAX_TOKENS gives it more',
    );
  if (hasReasoned) return refused('the judge reasoned and gave no answer');
  return new RemoteFailure('empty', `the judge server answered with no text${behind}`);
}

const quote = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? '' : `: "${line.slice(0, 200)}${line.length > 200 ? '…' : ''}"`;
};

/**
 * What might have stood at the first place of the answer that is not blank: behind the reasoning, whose tokens some
 * servers list too. None where the tokens are not those of the answer, or a server names no alternatives.
 */
function firstTokens({ logprobs, message }: Choice, content: string): LikelyToken[] {
  const places = logprobs?.content?.flatMap((given) => place.safeParse(given).data ?? []) ?? [];
  const answer = content.replace(/^[\s\S]*<\/think(?:ing)?>/i, '').trim();
  const isReasoned = message?.reasoning_content || message?.reasoning || answer !== content.trim();
  const at = isReasoned ? answerStart(places, answer) : places.findIndex(({ token }) => token.trim() !== '');
  return places[at]?.top_logprobs?.flatMap((given) => likely.safeParse(given).data ?? []) ?? [];
}

/** Where the tokens begin that spell the answer at the end; -1 where none do. */
function answerStart(places: readonly { token: string }[], answer: string): number {
  if (answer === '') return -1;
  let spelled = '';
  for (let at = places.length - 1; at >= 0; at--) {
    const { token } = places[at] as { token: string };
    // Marks of the model's own end its text.
    if (spelled === '' && /^<[^>]*>$/.test(token)) continue;
    spelled = `${token}${spelled}`;
    if (spelled.trim() === answer) return at;
    if (spelled.length > answer.length + 64) return -1;
  }
  return -1;
}

const structuredJson = z.object({ answer: z.union([z.string(), z.number(), z.boolean()]) });

/** The answer within JSON, in a fence or among words; the words themselves where there is none. */
function structuredAnswer(content: string): string {
  const candidates = [content, ...[...content.matchAll(/\{[^{}]*\}/g)].map(([json]) => json).reverse()];
  for (const json of candidates) {
    try {
      return String(structuredJson.parse(JSON.parse(json)).answer);
    } catch {
      // Not this one.
    }
  }
  return content;
}

function isThinking(type: string | null | undefined): boolean {
  return /think|reason/i.test(type ?? '');
}

/** `[{"error": …}]`, `{"detail": …}`, `{"message": …}`: an error that came as a success. */
function isErrorList(value: unknown): boolean {
  const fields =
    typeof value === 'object' && value !== null
      ? Object.keys(Array.isArray(value) ? (value[0] ?? {}) : value)
      : [];
  return fields.some((field) => ['error', 'errors', 'detail', 'message', 'error_msg'].includes(field));
}
