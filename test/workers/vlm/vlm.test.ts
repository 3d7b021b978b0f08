import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../../src/core/canonicalJson.ts';
import { loadVlm } from '../../../src/workers/installed.ts';
import { vlmDocument } from '../../../src/workers/revision.ts';
import { openVlm } from '../../../src/workers/vlm/vlm.ts';
import { aFolder, aModel, CPU, DFINE } from '../models.ts';
import { aCall, aChoice, aPicture, aVlm, fixture, TINY, textsOf, tiny } from './tiny.ts';

/** The tiny model in a folder of models, with true digests. */
async function anInstalledVlm(changes: Record<string, unknown> = {}): Promise<string> {
  const root = await aFolder();
  const folder = join(root, TINY.name);
  await mkdir(folder);
  const files: Record<string, unknown> = {};
  for (const [key, { path }] of Object.entries(TINY.files)) {
    const bytes = await readFile(fixture(path));
    await copyFile(fixture(path), join(folder, path));
    files[key] = { path, sha256: sha256(bytes), bytes: bytes.length };
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...TINY, files, ...changes }));
  return root;
}

test('a model is loaded from its folder and says what its files weigh', async () => {
  const vlm = await aVlm(await loadVlm('tiny-vlm', [await anInstalledVlm()]));

  const [answer] = await vlm.ask([aChoice(['Is it?', aPicture(1)])]);

  expect(answer).toMatchObject({ error: null, text: expect.stringMatching(/^ ?[012]$/) });
  expect(vlm.memory().weightBytes).toBeGreaterThan(150_000);
  expect(vlm.memory().peakBytes).toBeGreaterThan(10_000);
});

test('a detector is not a vision-language model', async () => {
  const root = await aFolder();
  await aModel(root, DFINE, { model: 'dfine.onnx' });

  await expect(loadVlm('dfine', [root])).rejects.toThrow(
    'dfine is a detector, not a vision-language model: its manifest needs kind "vlm"',
  );
});

test('a model whose files are not there says how to get or make them', async () => {
  const roots = [join(import.meta.dirname, '../../../models'), await aFolder()];

  await expect(loadVlm('smolvlm-256m', roots)).rejects.toThrow('run `assay models install smolvlm-256m`');
  await expect(loadVlm('internvl2-4b-mmie', roots)).rejects.toThrow(
    'vision_encoder.onnx is missing; make it with models/recipes/internvl2/export.py',
  );
});

test.each([
  [{ text: { ...TINY.text, template: '{% for %}' } }, 'is not a template'],
  [{ input: { ...TINY.input, resize: 'fit' } }, 'the layout shapes the tiles'],
  [{ input: { ...TINY.input, height: 56 } }, 'must equal the width'],
  [{ layout: { kind: 'mosaic', tokensPerImage: 4 } }, '→ at layout'],
  [{ text: { ...TINY.text, stop: [] } }, '→ at text.stop'],
])('a manifest with %j is refused', async (changes, message) => {
  await expect(loadVlm('tiny-vlm', [await anInstalledVlm(changes)])).rejects.toThrow(message);
});

test('what a model is made of is in its document, and where it comes from is not', async () => {
  const documentOf = async (changes: Record<string, unknown>) =>
    vlmDocument((await loadVlm('tiny-vlm', [await anInstalledVlm(changes)])).manifest);

  const here = await documentOf({});

  expect(here).toMatchObject({ weights: { decoder: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(await documentOf({ source: 'elsewhere', licence: 'MIT', revision: '2' })).toEqual(here);
  expect(await documentOf({ layout: { ...TINY.layout, maxTiles: 12 } })).not.toEqual(here);
  expect(await documentOf({ text: { ...TINY.text, template: 'a' } })).not.toEqual(here);
});

test.each([
  [
    tiny({ input: { name: 'pixels' } }),
    'vision.onnx has no input "pixels", which the manifest of tiny-vlm names',
  ],
  [tiny({}, { embed: 'vision.onnx' }), 'vision.onnx has no input "input_ids"'],
  [tiny({}, { decoder: 'embed.onnx' }), 'embed.onnx has no input "inputs_embeds"'],
  [tiny({ decoder: { layers: 3 } }), 'decoder.onnx has no input "past_key_values.2.key"'],
  [tiny({ decoder: { layers: 1 } }), 'decoder.onnx asks for input "past_key_values.1.key"'],
  [
    tiny({ decoder: { kvHeads: 4 } }),
    'past_key_values.0.key has a kvHeads of 2, but the manifest of tiny-vlm says 4',
  ],
  [tiny({ decoder: { headDim: 16 } }), 'past_key_values.0.key has a headDim of 8'],
  [tiny({ text: { stop: ['</s>'] } }), 'has no token "</s>", which the manifest of tiny-vlm names'],
  [tiny({ text: { padToken: '[PAD]' } }), 'has no token "[PAD]"'],
])('a manifest that its files belie is an error on opening (%#)', async (installed, message) => {
  await expect(openVlm(installed, CPU)).rejects.toThrow(message);
});

test('a device that is not there is an error on opening', async () => {
  const outcome = await openVlm(tiny(), { device: 'cuda' }).then(
    async (vlm) => {
      await vlm.close();
      return 'opened';
    },
    (error: Error) => error.message,
  );

  expect(outcome).toMatch(/^opened$|^Device "cuda" cannot be used on this machine: /);
});

test('an encoder that gives another number of features than the manifest says is refused', async () => {
  await expect(aVlm(tiny({ layout: { ...TINY.layout, tokensPerImage: 5 } }))).rejects.toThrow(
    'The vision encoder of tiny-vlm gives 4 features for a tile, but the manifest says 5 (layout.tokensPerImage)',
  );
});

test('a broken picture costs the calls that show it, and no other', async () => {
  const vlm = await aVlm();
  const broken = { width: 400, height: 400, rgb: new Uint8Array(3) };
  const texts = ['a', 'b', 'c', 'd', 'e'];
  const expected = textsOf(await vlm.ask(texts.map((text) => aCall([text, aPicture(1)], 4))));

  const calls = texts.map((text) => aCall([text, text === 'c' ? broken : aPicture(1)], 4));
  const answers = await vlm.ask(calls);

  expect(textsOf(answers)).toEqual(expected.map((text, at) => (at === 2 ? null : text)));
  expect(answers[2]?.error).toMatch(/^The model failed on cpu: /);
  expect(vlm.counters()).toMatchObject({ calls: 10, failed: 1, featureBytes: 0 });
});

test('a call that asks for no token is an error of its own', async () => {
  const vlm = await aVlm();

  const [none, one] = await vlm.ask([aCall(['a'], 0), aCall(['a'], 1)]);

  expect(none?.error).toBe('A call without options needs a maxNewTokens of at least 1');
  expect(one?.error).toBeNull();
});

test('asking nothing answers nothing', async () => {
  expect(await (await aVlm()).ask([])).toEqual([]);
});

test('two asks at once do not disturb each other', async () => {
  const vlm = await aVlm();
  const calls = ['a', 'b', 'c', 'd'].map((text) => aCall([text, aPicture(1)], 8));
  const expected = await vlm.ask(calls);

  const [first, second] = await Promise.all([vlm.ask(calls.slice(0, 2)), vlm.ask(calls.slice(2))]);

  expect([...first, ...second]).toEqual(expected);
});
