import { z } from 'zod';
import { WHITE } from './characters.ts';
import { compiled, partOf, pattern } from './library.ts';

export type Normalize = (text: string) => string;

const config = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('BertNormalizer'),
    clean_text: z.boolean().default(true),
    handle_chinese_chars: z.boolean().default(true),
    strip_accents: z.boolean().nullable().default(null),
    lowercase: z.boolean().default(true),
  }),
  z.object({ type: z.literal('Lowercase') }),
  z.object({ type: z.enum(['NFC', 'NFD', 'NFKC', 'NFKD']) }),
  z.object({ type: z.literal('Prepend'), prepend: z.string() }),
  z.object({ type: z.literal('Replace'), pattern, content: z.string() }),
  z.object({ type: z.literal('Sequence'), normalizers: z.array(z.unknown()) }),
  z.object({ type: z.literal('Strip'), strip_left: z.boolean(), strip_right: z.boolean() }),
  z.object({ type: z.literal('StripAccents') }),
]);

/** The normalizer that a `tokenizer.json` describes, as `preTokenizerOf`. */
export function normalizerOf(described: unknown): Normalize | null {
  if (described === null || described === undefined) return null;
  const known = partOf(config, 'normalizer', described);
  switch (known.type) {
    case 'BertNormalizer':
      return bert(known);
    case 'Lowercase':
      return lowercase;
    case 'NFC':
    case 'NFD':
      return (text) => text.normalize(known.type);
    case 'NFKC':
    case 'NFKD':
      return (text) =>
        text
          .split(LATER_COMPATIBLE)
          .map((part, at) => (at % 2 === 0 ? part.normalize(known.type) : part))
          .join('');
    case 'Prepend':
      return (text) => (text === '' ? '' : known.prepend + text);
    case 'Replace': {
      const matches = compiled(known.pattern);
      // A function, since "$" means something in a replacement.
      return (text) => text.replaceAll(matches, () => known.content);
    }
    case 'Sequence': {
      const steps = known.normalizers.map(normalizerOf).filter((step) => step !== null);
      return (text) => steps.reduce((found, step) => step(found), text);
    }
    case 'Strip': {
      const ends = [known.strip_left && `^${WHITE}+`, known.strip_right && `${WHITE}+$`].filter(Boolean);
      return ends.length === 0
        ? (text) => text
        : (text) => text.replace(new RegExp(ends.join('|'), 'gu'), '');
    }
    case 'StripAccents':
      return (text) => text.replace(/\p{M}/gu, '');
  }
}

/** What became a compatible form of something else after the tables of the Rust library: it leaves them alone. */
const LATER_COMPATIBLE =
  /([\u32FF\uA7F1-\uA7F4\uAB69\u{10781}-\u{107BA}\u{1CCD6}-\u{1CCF9}\u{1E030}-\u{1E06D}\u{1F16C}\u{1FBF0}-\u{1FBF9}]+)/u;

/** Letter by letter, so that a sigma at the end of a word is none. */
const lowercase: Normalize = (text) => Array.from(text, (letter) => letter.toLowerCase()).join('');

const CHINESE =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;

function bert(known: {
  clean_text: boolean;
  handle_chinese_chars: boolean;
  strip_accents: boolean | null;
  lowercase: boolean;
}): Normalize {
  return (given) => {
    let text = given;
    if (known.clean_text) text = text.replace(CONTROL, '').replace(BLANK, ' ');
    if (known.handle_chinese_chars) text = text.replace(CHINESE, ' $& ');
    if (known.strip_accents ?? known.lowercase) text = text.normalize('NFD').replace(/\p{Mn}/gu, '');
    return known.lowercase ? lowercase(text) : text;
  };
}

const CONTROL = /(?![\t\n\r])[\0\uFFFD\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const BLANK = new RegExp(WHITE, 'gu');
