import { z } from 'zod';
import { NUMERIC, PUNCTUATION, WHITE, WORD } from './characters.ts';
import { bytesAsText, compiled, literal, partOf, pattern } from './library.ts';
import { type Behavior, type Piece, split } from './split.ts';

/** Pieces of a text in, smaller pieces out. */
export type PreTokenize = (pieces: readonly Piece[]) => Piece[];

const behavior = z.enum(['Isolated', 'Removed', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']);

const character = z.string().refine((text) => [...text].length === 1, 'must be one character');

const scheme = z.enum(['always', 'first', 'never']);

const config = z.discriminatedUnion('type', [
  z.object({ type: z.literal('BertPreTokenizer') }),
  z.object({
    type: z.literal('ByteLevel'),
    add_prefix_space: z.boolean().default(true),
    use_regex: z.boolean().default(true),
  }),
  z.object({ type: z.literal('CharDelimiterSplit'), delimiter: character }),
  z.object({ type: z.literal('Digits'), individual_digits: z.boolean().default(false) }),
  z.object({ type: z.literal('FixedLength'), length: z.number().int().positive().default(5) }),
  z.object({
    type: z.literal('Metaspace'),
    replacement: character,
    /** Before `prepend_scheme` there was `add_prefix_space`. */
    prepend_scheme: scheme.optional(),
    add_prefix_space: z.boolean().optional(),
    split: z.boolean().default(true),
  }),
  z.object({ type: z.literal('Punctuation'), behavior: behavior.default('Isolated') }),
  z.object({ type: z.literal('Sequence'), pretokenizers: z.array(z.unknown()) }),
  z.object({ type: z.literal('Split'), pattern, behavior, invert: z.boolean().default(false) }),
  z.object({ type: z.literal('Whitespace') }),
  z.object({ type: z.literal('WhitespaceSplit') }),
]);

/**
 * The pre-tokenizer that a `tokenizer.json` describes, with the boundaries of the Rust library that the file was made
 * for. Throws for one that this program does not have.
 */
export function preTokenizerOf(described: unknown): PreTokenize {
  if (described === null || described === undefined) return (pieces) => [...pieces];
  const known = partOf(config, 'pre_tokenizer', described);
  switch (known.type) {
    case 'BertPreTokenizer':
      return (pieces) => split(split(pieces, all(WHITE), 'Removed'), PUNCTUATIONS, 'Isolated');
    case 'ByteLevel': {
      const words = known.use_regex ? splitBy(GPT2, 'Isolated') : null;
      return (pieces) => {
        const begun = known.add_prefix_space ? pieces.map((piece) => prefixed(piece, ' ')) : pieces;
        return (words ? words(begun) : begun).map(({ text, isFirst }) => ({
          text: bytesAsText(text),
          isFirst,
        }));
      };
    }
    case 'CharDelimiterSplit':
      return splitBy(literal(known.delimiter), 'Removed');
    case 'Digits':
      return splitBy(all(NUMERIC), known.individual_digits ? 'Isolated' : 'Contiguous');
    case 'FixedLength':
      return splitBy(new RegExp(`.{1,${known.length}}`, 'gsu'), 'Isolated');
    case 'Metaspace':
      return metaspace(
        known.replacement,
        known.prepend_scheme ?? (known.add_prefix_space === false ? 'never' : 'always'),
        known.split,
      );
    case 'Punctuation':
      return splitBy(PUNCTUATIONS, known.behavior);
    case 'Sequence': {
      const steps = known.pretokenizers.map(preTokenizerOf);
      return (pieces) => steps.reduce<Piece[]>((found, step) => step(found), [...pieces]);
    }
    case 'Split':
      return splitBy(compiled(known.pattern), known.behavior, known.invert);
    case 'Whitespace':
      return splitBy(new RegExp(`[${WORD}]+|[^${WORD}${WHITE}]+`, 'gu'), 'Removed', true);
    case 'WhitespaceSplit':
      return splitBy(all(WHITE), 'Removed');
  }
}

function splitBy(matches: RegExp, behavior: Behavior, invert = false): PreTokenize {
  return (pieces) => split(pieces, matches, behavior, invert);
}

const PUNCTUATIONS = new RegExp(PUNCTUATION, 'gu');

const all = (characters: string): RegExp => new RegExp(`[${characters}]`, 'gu');

/** GPT-2's words. */
const GPT2 = new RegExp(
  `'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^${WHITE}\\p{L}\\p{N}]+|${WHITE}+(?!\\P{White_Space})|${WHITE}+`,
  'gu',
);

function prefixed({ text, isFirst }: Piece, prefix: string): Piece {
  return { text: text.startsWith(prefix) ? text : prefix + text, isFirst };
}

function metaspace(replacement: string, scheme: 'always' | 'first' | 'never', splits: boolean): PreTokenize {
  const words = splitBy(literal(replacement), 'MergedWithNext');
  return (pieces) => {
    const begun = pieces.map(({ text, isFirst }) => {
      const piece = { text: text.replaceAll(' ', replacement), isFirst };
      return scheme === 'always' || (scheme === 'first' && isFirst) ? prefixed(piece, replacement) : piece;
    });
    return splits ? words(begun) : begun;
  };
}
