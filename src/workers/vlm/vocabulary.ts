import type { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '../../core/errors.ts';
import type { VlmManifest } from '../manifest.ts';
import { readTokenizer } from '../tokenizer.ts';

/** Text to tokens and back. */
export interface Vocabulary {
  /** Names of special tokens become those tokens; nothing is put before or after. */
  encode(text: string): number[];
  /** Without special tokens. */
  decode(ids: readonly number[]): string;
  /** The id of a token that the model must have. */
  idOf(token: string): number;
  /** The text with the names of special tokens broken by a space, so that they are read as words. */
  asWords(text: string): string;
}

export async function openVocabulary(path: string, manifest: VlmManifest): Promise<Vocabulary> {
  const { tokenizer } = await readTokenizer(path);
  checkBeginning(tokenizer, path, manifest);
  const special = [...tokenizer.get_added_tokens_decoder().values()].filter((token) => token.special);
  const names = [...special.map(({ content }) => content), ...namedTokens(manifest)];
  const anySpecial = pattern(names.filter((name) => name.length > 1));
  const specialIds = new Set(special.map(({ id }) => id));
  return {
    encode: (text) => (text === '' ? [] : tokenizer.encode(text, { add_special_tokens: false }).ids),
    decode: (ids) => {
      const words = ids.filter((id) => !specialIds.has(id));
      return words.length === 0 ? '' : tokenizer.decode(words, { clean_up_tokenization_spaces: false });
    },
    idOf: (token) => {
      const id = tokenizer.token_to_id(token);
      if (id !== undefined) return id;
      throw new AppError(
        'INVALID_INPUT',
        `${path} has no token "${token}", which the manifest of ${manifest.name} names`,
      );
    },
    asWords: (text) => text.replace(anySpecial, breakUp),
  };
}

/** What a model's own code puts before every prompt is in the manifest, since nothing else would put it there. */
function checkBeginning(tokenizer: Tokenizer, path: string, { name, text }: VlmManifest): void {
  const [first] = tokenizer.encode('a').ids;
  const [bare] = tokenizer.encode('a', { add_special_tokens: false }).ids;
  if (first === undefined || first === bare || text.bosToken !== undefined) return;
  throw new AppError(
    'INVALID_INPUT',
    `${path} puts "${tokenizer.id_to_token(first)}" before every text (post_processor), and the manifest of ${name} does not: write it as text.bosToken`,
  );
}

function namedTokens({ text }: VlmManifest): string[] {
  return [
    text.imageToken,
    text.padToken,
    ...text.stop,
    ...[text.bosToken, text.eosToken].filter((token) => token !== undefined),
  ];
}

/** Longest first, as a tokenizer finds them. */
function pattern(names: readonly string[]): RegExp {
  const sorted = [...new Set(names)].sort((a, b) => b.length - a.length);
  const escaped = sorted.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(escaped.join('|'), 'g');
}

function breakUp(name: string): string {
  const [first = '', ...rest] = name;
  return `${first} ${rest.join('')}`;
}
