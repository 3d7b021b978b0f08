import * as library from '@huggingface/tokenizers';
import { z } from 'zod';

/** What the library has, and its types do not tell. */
const { SplitPreTokenizer, ByteLevelPreTokenizer } = library as unknown as {
  SplitPreTokenizer: new (config: object) => { pattern: RegExp };
  ByteLevelPreTokenizer: new (config: object) => { pre_tokenize_text(text: string): string[] };
};

/** A part of a tokenizer that this program does not have, or would read otherwise than the Rust library does. */
export class UnknownPart extends Error {}

/** What a `tokenizer.json` says of one of its parts. */
export function partOf<Known extends z.ZodType>(
  known: Known,
  part: string,
  described: unknown,
): z.infer<Known> {
  const { success, data, error } = known.safeParse(described);
  if (success) return data;
  const { type } = (described ?? {}) as { type?: unknown };
  const fields = error.issues.map(({ path, message }) => `${[part, ...path].join('.')}: ${message}`);
  throw new UnknownPart(`${part} of type "${type}": ${fields.join('; ')}`);
}

export const pattern = z.union([z.object({ Regex: z.string() }), z.object({ String: z.string() })]);

/** The library knows how Oniguruma's expressions are written in JavaScript. */
export function compiled(pattern: { Regex: string } | { String: string }): RegExp {
  return 'String' in pattern ? literal(pattern.String) : new SplitPreTokenizer({ pattern }).pattern;
}

export const literal = (text: string): RegExp =>
  new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gu');

const BYTES = new ByteLevelPreTokenizer({ use_regex: false });

/** GPT-2's letters for bytes. */
export function bytesAsText(text: string): string {
  return BYTES.pre_tokenize_text(text).join('');
}
