import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aFolder } from './models.ts';

/** A byte-pair tokenizer of these letters and joined pairs, in a file. */
export async function aTokenizer(letters: string, merges: string[][], parts: object = {}): Promise<string> {
  const words = [...letters, ...merges.map((pair) => pair.join(''))];
  const vocab = Object.fromEntries(words.map((word, id) => [word, id]));
  const file = {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    model: { type: 'BPE', vocab, merges },
    ...parts,
  };
  const path = join(await aFolder(), 'tokenizer.json');
  await writeFile(path, JSON.stringify(file));
  return path;
}
