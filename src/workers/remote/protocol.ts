import { z } from 'zod';
import type { RemoteJudgeConfig } from '../../core/config.ts';
import type { ChatAnswer, ChatCall, ChatSegment } from '../chat.ts';
import { optionMass } from './optionMass.ts';
import { RemoteFailure } from './request.ts';

/**
 * How a server is held to the options: not at all, by OpenAI's JSON schema, or by vLLM's list of choices, which had
 * another name before 0.11.
 */
export type Structured = RemoteJudgeConfig['structured'];

/** Enough for any spelling of an option, should the server give no probabilities. */
const OPTION_TOKENS = 8;
const TOP_LOGPROBS = 20;

export interface RequestSettings {
  model: string;
  structured: Structured;
  /** False once the server has refused them. */
  logprobs: boolean;
}

/** The body of one chat completion; greedy, and seeded where the server has no greedy decoding. */
export async function requestBody(
  call: ChatCall,
  { model, structured, logprobs }: RequestSettings,
  urlOf: (segment: Extract<ChatSegment, { picture: unknown }>) => Promise<string>,
): Promise<Record<string, unknown>> {
  const messages = await Promise.all(
    call.messages.map(async ({ role, content }) => {
      const parts = await Promise.all(
        content.map(async (segment) =>
          'text' in segment
            ? { type: 'text', text: segment.text }
            : { type: 'image_url', image_url: { url: await urlOf(segment) } },
        ),
      );
      // Templates of many models take a system message as text only.
      const texts = parts.map((part) => part.text);
      return { role, content: role === 'user' || texts.includes(undefined) ? parts : texts.join('') };
    }),
  );
  const hasOptions = call.options.length > 0;
  // A schema makes the first token a brace, which says nothing about the options.
  const wantsLogprobs = hasOptions && logprobs && structured !== 'json_schema';
  return {
    model,
    messages,
    temperature: 0,
    seed: 0,
    max_tokens: hasOptions && structured !== 'json_schema' ? OPTION_TOKENS : call.maxNewTokens,
    ...(wantsLogprobs && { logprobs: true, top_logprobs: TOP_LOGPROBS }),
    ...(hasOptions && structureOf(call, structured)),
  };
}

function structureOf({ options }: ChatCall, structured: Structured): Record<string, unknown> {
  const choices = options.map(({ spellings }) => spellings[0] as string);
  if (structured === 'none') return {};
  if (structured === 'guided_choice') return { guided_choice: choices };
  if (structured === 'structured_outputs') return { structured_outputs: { choice: choices } };
  const answer = { type: 'string', enum: choices };
  const schema = {
    type: 'object',
    properties: { answer },
    required: ['answer'],
    additionalProperties: false,
  };
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } };
}

const likelyToken = z.object({ token: z.string(), logprob: z.number() });

const completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish() }),
        logprobs: z
          .object({
            content: z
              .array(likelyToken.extend({ top_logprobs: z.array(likelyToken).default([]) }))
              .nullish(),
          })
          .nullish(),
      }),
    )
    .min(1),
});

/** Reads a completion. Throws RemoteFailure when it holds no answer. */
export function readCompletion(value: unknown, call: ChatCall, structured: Structured): ChatAnswer {
  const parsed = completion.safeParse(value);
  const choice = parsed.data?.choices[0];
  if (!choice) throw new RemoteFailure('passing', 'the judge server answered without a choice');
  const content = choice.message.content ?? '';
  const words = structured === 'json_schema' && call.options.length > 0 ? structuredAnswer(content) : content;
  const found = call.options.length > 0 ? optionMass(call.options, firstTokens(choice.logprobs)) : null;
  if (words.trim() === '' && !found)
    throw new RemoteFailure('passing', 'the judge server answered with no text');
  return {
    text: found?.likeliest ?? words,
    probabilities: found?.probabilities ?? null,
    mass: found?.mass ?? null,
    error: null,
  };
}

type Logprobs = z.infer<typeof completion>['choices'][number]['logprobs'];

/** What might have stood at the first place that is not blank. */
function firstTokens(logprobs: Logprobs): z.infer<typeof likelyToken>[] {
  const place = logprobs?.content?.find(({ token }) => token.trim() !== '');
  return place ? (place.top_logprobs.length > 0 ? place.top_logprobs : [place]) : [];
}

function structuredAnswer(content: string): string {
  try {
    return z.object({ answer: z.string() }).parse(JSON.parse(content)).answer;
  } catch {
    return content;
  }
}
