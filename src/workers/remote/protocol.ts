import type { ChatCall, ChatSegment } from '../chat.ts';
import type { Carried, Structured } from './carried.ts';

/** Enough for any spelling of an option, should the server give no probabilities. */
const OPTION_TOKENS = 8;

export interface RequestSettings {
  model: string;
  /** Most tokens of any answer; null for what the call says, which for options is next to nothing. */
  maxTokens: number | null;
  carried: Carried;
}

type PictureSegment = Extract<ChatSegment, { picture: unknown }>;

/** The body of one chat completion; greedy, and seeded where the server has no greedy decoding. */
export async function requestBody(
  call: ChatCall,
  { model, maxTokens, carried }: RequestSettings,
  urlOf: (segment: PictureSegment) => Promise<string>,
): Promise<Record<string, unknown>> {
  const { temperature, seed, topLogprobs, tokensField, structured } = carried;
  const messages = await Promise.all(
    call.messages.map(async ({ role, content }) => ({ role, content: await contentOf(content, urlOf) })),
  );
  const hasOptions = call.options.length > 0;
  // A schema makes the first token a brace, which says nothing about the options.
  const isShort = hasOptions && structured !== 'json_schema';
  return {
    model,
    messages,
    ...(temperature && { temperature: 0 }),
    ...(seed && { seed: 0 }),
    [tokensField]: maxTokens ?? (isShort ? OPTION_TOKENS : call.maxNewTokens),
    ...(isShort && topLogprobs !== null && { logprobs: true, top_logprobs: topLogprobs }),
    ...(hasOptions && structureOf(call, structured)),
  };
}

/** Text alone as a string: templates of many models take nothing else. */
async function contentOf(
  content: readonly ChatSegment[],
  urlOf: (segment: PictureSegment) => Promise<string>,
): Promise<unknown> {
  if (content.every((segment) => 'text' in segment)) return content.map(({ text }) => text).join('');
  return Promise.all(
    content.map(async (segment) =>
      'text' in segment
        ? { type: 'text', text: segment.text }
        : { type: 'image_url', image_url: { url: await urlOf(segment) } },
    ),
  );
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
