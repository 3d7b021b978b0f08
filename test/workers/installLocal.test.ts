import { appendFile, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findManifest, loadModel } from '../../src/workers/installed.ts';
import { installLocal } from '../../src/workers/installLocal.ts';
import { readinessOf } from '../../src/workers/readiness.ts';
import { aFolder, aModel, CLIP, CLIP_FILES, DFINE, onnxFixture } from './models.ts';

/** What the program knows, what this machine has, and where somebody keeps files. */
let repository: string;
let home: string;
let elsewhere: string;

const open = (path: string) => ({ path, sha256: null, bytes: null, url: `https://nobody.invalid/${path}` });
beforeEach(async () => {
  [repository, home, elsewhere] = [await aFolder(), await aFolder(), await aFolder()];
  await aModel(repository, { ...DFINE, files: { model: open('onnx/model.onnx') } }, {});
  const clip = Object.fromEntries(Object.entries(CLIP_FILES).map(([key, file]) => [key, open(file)]));
  await aModel(repository, { ...CLIP, files: clip }, {});
  await copyFile(onnxFixture('dfine.onnx'), join(elsewhere, 'dfine_n.onnx'));
});

const install = (name: string, from: string) =>
  installLocal(name, from, { roots: [repository, home], into: home });
const stateOf = async (name: string) => {
  const roots = [repository, home];
  return (await readinessOf(await findManifest(name, roots), roots)).state;
};

test('a file is copied to its place and pinned, whatever it was called', async () => {
  const [file] = await install('dfine', join(elsewhere, 'dfine_n.onnx'));

  const bytes = await readFile(onnxFixture('dfine.onnx'));
  expect(file).toMatchObject({
    path: join(home, 'dfine/onnx/model.onnx'),
    bytes: bytes.length,
    pinnedBy: 'this file',
  });
  expect(await readFile(join(home, 'dfine/onnx/model.onnx'))).toEqual(bytes);
  const { manifest } = await loadModel('dfine', [repository, home]);
  expect(manifest.files).toMatchObject({ model: { sha256: file?.sha256, bytes: bytes.length } });
  expect(await readdir(join(home, 'dfine/onnx'))).toEqual(['model.onnx']);
});

test('a file put in its place by hand is not pinned, and is pinned where it lies', async () => {
  await mkdir(join(home, 'dfine/onnx'), { recursive: true });
  await copyFile(onnxFixture('dfine.onnx'), join(home, 'dfine/onnx/model.onnx'));
  const before = await stateOf('dfine');

  const [file] = await install('dfine', join(home, 'dfine'));

  expect([before, await stateOf('dfine')]).toEqual(['not pinned', 'yes']);
  expect(file).toMatchObject({ wasThere: true });
});

test('a folder has all files, as the manifest has them or flat', async () => {
  for (const file of Object.values(CLIP_FILES)) await copyFile(onnxFixture(file), join(elsewhere, file));
  await copyFile(onnxFixture('dfine.onnx'), join(elsewhere, 'model.onnx'));

  await install('clip', elsewhere);
  await install('dfine', elsewhere);

  expect([await stateOf('clip'), await stateOf('dfine')]).toEqual(['yes', 'yes']);
});

test('a folder brings a manifest and golden pictures of its own', async () => {
  await aModel(elsewhere, { ...DFINE, name: 'ours' }, { model: 'dfine.onnx' });
  await mkdir(join(elsewhere, 'ours/golden'));
  await writeFile(join(elsewhere, 'ours/golden/a.png'), 'a');
  await writeFile(join(elsewhere, 'ours/golden.json'), '{"pictures":[]}');

  await install('ours', join(elsewhere, 'ours'));

  expect(await stateOf('ours')).toBe('yes');
  expect((await readdir(join(home, 'ours'))).sort()).toEqual([
    'dfine.onnx',
    'golden',
    'golden.json',
    'manifest.json',
  ]);
});

test.each<[string, string, () => Promise<string>, RegExp]>([
  ['nothing', 'dfine', async () => join(elsewhere, 'nowhere'), /There is no file or folder \/.*nowhere$/],
  [
    'a name without a manifest',
    'ours',
    async () => join(elsewhere, 'dfine_n.onnx'),
    /There is no model "ours", and no manifest\.json comes with it.*models\/README\.md/,
  ],
  [
    'one file of several',
    'clip',
    async () => onnxFixture('clip-text.onnx'),
    /clip has 3 files: give --from the folder with clip-vision\.onnx, clip-text\.onnx, clip-tokenizer\.json/,
  ],
  [
    'a folder without the files',
    'clip',
    async () => elsewhere,
    /has no clip-vision\.onnx, clip-text\.onnx, clip-tokenizer\.json, which the manifest of clip names/,
  ],
  [
    'a manifest of another name',
    'theirs',
    async () => {
      await aModel(elsewhere, { ...DFINE, name: 'ours' }, { model: 'dfine.onnx' });
      return join(elsewhere, 'ours');
    },
    /is named "ours": install it by that name, not as theirs/,
  ],
])('%s is an error with the remedy, and nothing is written', async (_, name, from, message) => {
  await expect(install(name, await from())).rejects.toThrow(message);
  expect(await readdir(home)).toEqual([]);
});

test('other weights than those that the manifest pins are refused, and what was there stays', async () => {
  await aModel(elsewhere, { ...DFINE, name: 'ours' }, { model: 'dfine.onnx' });
  await install('ours', join(elsewhere, 'ours'));
  const other = join(elsewhere, 'other.onnx');
  await copyFile(onnxFixture('detr.onnx'), other);

  await expect(install('ours', other)).rejects.toThrow(
    /other\.onnx is not the file that the manifest of ours names: sha256 expected [0-9a-f]{64}, got [0-9a-f]{64}\. Other weights are another judge/,
  );

  expect(await stateOf('ours')).toBe('yes');
  expect((await readdir(join(home, 'ours'))).sort()).toEqual(['dfine.onnx', 'manifest.json']);
});

test('"installed" is said only of what a worker would take', async () => {
  await aModel(home, { ...DFINE, name: 'whole' }, { model: 'dfine.onnx' });
  await cp(join(home, 'whole'), join(home, 'changed'), { recursive: true });
  await aModel(home, { ...DFINE, name: 'changed' }, { model: 'dfine.onnx' });
  await appendFile(join(home, 'changed/dfine.onnx'), '!');
  await aModel(home, { ...DFINE, name: 'colorful', colors: 'clip' }, { model: 'dfine.onnx' });
  await aModel(home, { ...DFINE, name: 'lost' }, { model: 'dfine.onnx' });
  await rm(join(home, 'lost/dfine.onnx'));

  const names = ['whole', 'changed', 'colorful', 'lost', 'dfine'];
  expect(await Promise.all(names.map(stateOf))).toEqual([
    'yes',
    'differs from its manifest',
    'needs clip',
    'no',
    'no',
  ]);
});
