import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '../core/errors.ts';
import type { Feed } from './inference/tensors.ts';
import { type AddedToken, stripperOf } from './tokens/addedTokens.ts';
import { UnknownPart } from './tokens/library.ts';
import { normalizerOf } from './tokens/normalizers.ts';
import { preTokenizerOf } from './tokens/preTokenizers.ts';

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

/**
 * The tokenizer of a `tokenizer.json`, and the id that the file pads with, 0 where it says none. How a text is normalised
 * and cut into pieces is ours, since the library's boundaries are other ones for all but English.
 */
export async function readTokenizer(path: string): Promise<{ tokenizer: Tokenizer; padding: bigint }> {
  try {
    const file = JSON.parse(await readFile(path, 'utf8'));
    return { tokenizer: assembled(file), padding: BigInt(file.padding?.pad_id ?? 0) };
  } catch (cause) {
    const { message } = cause as Error;
    const problem =
      cause instanceof UnknownPart
        ? `cannot be read here as the Rust library reads it: ${message}`
        : `is not a tokenizer: ${message}`;
    throw new AppError('INVALID_INPUT', `${path} ${problem}`, { cause });
  }
}

interface TokenizerFile {
  readonly normalizer: unknown;
  readonly pre_tokenizer: unknown;
  readonly model?: Readonly<Record<string, unknown>>;
  readonly added_tokens?: readonly AddedToken[];
}

/** Throws for what the library would read otherwise than the Rust library that the file was made for. */
function checkModel({ model = {}, added_tokens = [] }: TokenizerFile): void {
  const { type, continuing_subword_prefix: prefix, byte_fallback: hasBytes, dropout } = model;
  const word = added_tokens.find((token) => token.single_word);
  const problems: [unknown, string][] = [
    [type === 'BPE' && prefix, 'model.continuing_subword_prefix of a BPE is not known here'],
    [type === 'Unigram' && hasBytes, 'model.byte_fallback of a Unigram is not known here'],
    [dropout, 'model.dropout gives other tokens each time'],
    [word, `added_tokens has "${word?.content}" with single_word, which is not known here`],
  ];
  const found = problems.filter(([isThere]) => isThere).map(([, problem]) => problem);
  if (found.length > 0) throw new UnknownPart(found.join('; '));
}

/** The library's tokenizer with our parts, of which it reads two where it would set its own. */
function assembled(file: TokenizerFile): Tokenizer {
  checkModel(file);
  const { added_tokens = [] } = file;
  const strip = stripperOf(added_tokens);
  const preTokenize = preTokenizerOf(file.pre_tokenizer);
  const keep = keeperOf(file.model ?? {});
  const fixed = {
    normalizer: normalizerOf(file.normalizer),
    pre_tokenizer: (text: string, { section_index }: { section_index: number }) =>
      preTokenize([{ text, isFirst: section_index === 0 }]).map((piece) => keep(piece.text)),
    encode_text(this: Tokenizer, text: string | null): unknown {
      return Tokenizer.prototype['encode_text'].call(this, text === null ? null : strip(text));
    },
  };
  const read = Object.entries(fixed).map(([name, part]) => [name, { get: () => part, set: () => {} }]);
  const newTarget = function tokenizer() {};
  newTarget.prototype = Object.create(Tokenizer.prototype, Object.fromEntries(read));
  const tokens = added_tokens.map((token) => ({ ...token, lstrip: false, rstrip: false }));
  const parts = { ...file, normalizer: null, pre_tokenizer: null, added_tokens: tokens };
  return Reflect.construct(Tokenizer, [parts, {}], newTarget) as Tokenizer;
}

/** Without a token for the unknown, a BPE leaves out letters that it does not have before it joins the others. */
function keeperOf({ type, vocab, ...model }: Readonly<Record<string, unknown>>): (piece: string) => string {
  const hasAll = model['unk_token'] || model['byte_fallback'] || model['end_of_word_suffix'];
  if (type !== 'BPE' || hasAll) return (piece) => piece;
  const known = new Set(Object.keys(vocab as object));
  return (piece) =>
    Array.from(piece)
      .filter((letter) => known.has(letter))
      .join('');
}
