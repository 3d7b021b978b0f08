import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTokenizer } from '../../src/workers/tokenizer.ts';
import { normalizerOf } from '../../src/workers/tokens/normalizers.ts';
import { preTokenizerOf } from '../../src/workers/tokens/preTokenizers.ts';
import { aTokenizer } from './tokenizers.ts';

/** What models/recipes/contracts/make_tokens.py found. */
const rust: {
  texts: string[];
  preTokenizers: { config: object; pieces: string[][] }[];
  normalizers: { config: object; texts: string[] }[];
} = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/tokens.json'), 'utf8'));

test('every pre-tokenizer cuts as the Rust library cuts, in every script', () => {
  for (const { config, pieces } of rust.preTokenizers) {
    const preTokenize = preTokenizerOf(config);
    const found = rust.texts.map((text) => preTokenize([{ text, isFirst: true }]).map((piece) => piece.text));

    expect({ config, pieces: found }).toEqual({ config, pieces });
  }
});

test('every normalizer makes the texts of the Rust library', () => {
  for (const { config, texts } of rust.normalizers) {
    expect({ config, texts: rust.texts.map((text) => normalizerOf(config)?.(text)) }).toEqual({
      config,
      texts,
    });
  }
});

async function wordsOf(path: string, text: string): Promise<(string | undefined)[]> {
  const { tokenizer } = await readTokenizer(path);
  return tokenizer
    .encode(text, { add_special_tokens: false })
    .ids.map((id: number) => tokenizer.id_to_token(id));
}

test('letters that a model does not have are left out before the others are joined', async () => {
  expect(await wordsOf(await aTokenizer('abc', [['a', 'b']]), 'a?b c')).toEqual(['ab', 'c']);
});

test('an added token takes the white space of Unicode with it, and no other', async () => {
  const token = { id: 9, content: '<im>', special: true, normalized: false, lstrip: true, rstrip: true };
  const path = await aTokenizer('ab \ufeff\u0085', [], { added_tokens: [token] });

  expect(await wordsOf(path, 'a \u0085<im>\u0085 <im>\ufeffb')).toEqual(['a', '<im>', '<im>', '\ufeff', 'b']);
});

test('an added token that is normalised is found in the normalised text', async () => {
  const token = { id: 9, content: 'AB', special: false, normalized: true };
  const path = await aTokenizer('abc', [], { added_tokens: [token], normalizer: { type: 'Lowercase' } });

  expect(await wordsOf(path, 'cAbab')).toEqual(['c', 'AB', 'AB']);
});

test.each([
  [{ pre_tokenizer: { type: 'UnicodeScripts' } }, /pre_tokenizer of type "UnicodeScripts"/],
  [
    { pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Replace' }] } },
    /pre_tokenizer of type "Replace"/,
  ],
  [{ normalizer: { type: 'Precompiled', precompiled_charsmap: 'AA==' } }, /normalizer of type "Precompiled"/],
  [{ added_tokens: [{ id: 9, content: 'ab', single_word: true }] }, /"ab" with single_word/],
  [
    { model: { type: 'BPE', vocab: {}, merges: [], continuing_subword_prefix: '##' } },
    /continuing_subword_prefix/,
  ],
  [{ model: { type: 'Unigram', vocab: [['a', -1]], unk_id: 0, byte_fallback: true } }, /byte_fallback/],
])('a file with %j is refused, not read otherwise', async (parts, message) => {
  const path = await aTokenizer('ab', [], parts);

  await expect(readTokenizer(path)).rejects.toThrow(/ cannot be read here as the Rust library reads it: /);
  await expect(readTokenizer(path)).rejects.toThrow(message);
});

test('a file without a model says so', async () => {
  await expect(readTokenizer(await aTokenizer('ab', [], { model: undefined }))).rejects.toThrow(
    /is not a tokenizer: Tokenizer must contain a "model"/,
  );
});
