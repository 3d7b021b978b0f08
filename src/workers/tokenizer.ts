import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '../core/errors.ts';
import type { Feed } from './inference/tensors.ts';

/** Texts in, int64 [texts, context] out. */
export type Tokenize = (texts: readonly string[]) => Feed;

/**
 * Reads a `tokenizer.json`. A text longer than the context loses its end but keeps its last token, which CLIP reads
 * its answer at; a shorter one is padded with the file's padding token, or with 0 as open_clip does. CLIP never
 * looks behind the end of a text, so both give the same answer.
 */
export async function openTokenizer(path: string, context: number): Promise<Tokenize> {
  const { tokenizer, padding } = await readTokenizer(path);
  return (texts) => {
    const data = new BigInt64Array(texts.length * context).fill(padding);
    for (const [at, text] of texts.entries()) {
      const { ids } = tokenizer.encode(text);
      const fitting = ids.length <= context ? ids : [...ids.slice(0, context - 1), ...ids.slice(-1)];
      data.set(fitting.map(BigInt), at * context);
    }
    return { data, dims: [texts.length, context] };
  };
}

/** The tokenizer of a `tokenizer.json`, and the id that the file pads with, 0 where it says none. */
export async function readTokenizer(path: string): Promise<{ tokenizer: Tokenizer; padding: bigint }> {
  try {
    const file = JSON.parse(await readFile(path, 'utf8'));
    return { tokenizer: new Tokenizer(file, {}), padding: BigInt(file.padding?.pad_id ?? 0) };
  } catch (cause) {
    throw new AppError('INVALID_INPUT', `${path} is not a tokenizer: ${(cause as Error).message}`, { cause });
  }
}
