import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from '../models.ts';
import { withFixed } from '../networks.ts';
import { aCall, aPicture, aVlm, fixture, textsOf, tiny } from './tiny.ts';

/** The tiny model with a dimension of one of its files fixed. */
async function fixed(key: 'vision' | 'embed' | 'decoder', name: string, length: number) {
  const installed = tiny();
  const path = join(await aFolder(), 'fixed.onnx');
  await writeFile(path, withFixed(await readFile(fixture(`${key}.onnx`)), name, length));
  return { ...installed, paths: { ...installed.paths, [key]: path } };
}

const calls = [aCall(['a', aPicture(1)], 4), aCall(['b', aPicture(2, 84, 28)], 5), aCall(['c'], 3)];

test.each<['vision' | 'embed' | 'decoder', string, number]>([
  ['decoder', 'batch', 1],
  ['embed', 'batch', 1],
  ['vision', 'tiles', 1],
  ['vision', 'tiles', 2],
])(
  'a model whose %s was exported with its "%s" fixed to %i answers as the free one',
  async (key, name, length) => {
    const expected = textsOf(await (await aVlm()).ask(calls));

    const answers = await (await aVlm(await fixed(key, name, length))).ask(calls);

    expect(answers.map(({ error }) => error)).toEqual([null, null, null]);
    expect(textsOf(answers)).toEqual(expected);
  },
);

test.each<['embed' | 'decoder', string, number, RegExp]>([
  [
    'decoder',
    'sequence',
    7,
    /input "inputs_embeds" is fixed to 7 tokens, which differ from run to run: export it/,
  ],
  ['decoder', 'past', 16, /input "past_key_values\.0\.key" is fixed to 16 columns/],
  ['embed', 'sequence', 1, /input "input_ids" is fixed to 1 tokens/],
  ['decoder', 'batch', 4, /exported for 4 prompts at a time: export them for any number, or for one/],
])('a %s with its "%s" fixed to %i is refused on opening', async (key, name, length, message) => {
  await expect(aVlm(await fixed(key, name, length))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(message),
  });
});
