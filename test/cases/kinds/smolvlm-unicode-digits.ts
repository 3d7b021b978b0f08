import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readTokenizer } from '../../../src/workers/tokenizer.ts';
import { bytesAsText } from '../../../src/workers/tokens/library.ts';
import { test } from '../../support/fixtures.ts';
import { aTokenizer } from '../../workers/tokenizers.ts';

/** As SmolLM2 has it. */
const DIGITS = {
  type: 'Sequence',
  pretokenizers: [
    { type: 'Digits', individual_digits: true },
    { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  ],
};

const PIECES = ['a', '²', ' b', '½', ' c', '١', '٢', ' d', '１', ' e', '①', ' f', 'Ⅷ'];

export function declare(folder: string): void {
  test('every number of Unicode stands alone, though each letter could be joined to the next', async () => {
    const line = (await readFile(join(folder, 'input.txt'), 'utf8')).trimEnd();
    const letters = [...bytesAsText(line)];
    const pairs = letters.slice(1).map((letter, at) => [letters[at] as string, letter]);
    const path = await aTokenizer([...new Set(letters)].join(''), pairs, { pre_tokenizer: DIGITS });

    const { tokenizer } = await readTokenizer(path);
    const { ids } = tokenizer.encode(line, { add_special_tokens: false });

    expect(PIECES.join('')).toBe(line);
    const words = ids.map((id: number) => tokenizer.id_to_token(id) as string);
    expect(words.join('')).toBe(bytesAsText(line));
    expect(endsOf(words)).toEqual(expect.arrayContaining(endsOf(PIECES.map(bytesAsText))));
  });
}

function endsOf(parts: readonly string[]): number[] {
  return parts.map((_, at) => parts.slice(0, at + 1).join('').length);
}
