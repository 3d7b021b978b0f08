import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findManifest, loadJudge, loadModel, manifestNames } from '../../src/workers/installed.ts';
import { aFolder, aModel, CLIP, CLIP_FILES, COLOR_CLASSIFIER, DFINE, onnxFixture } from './models.ts';

const DFINE_FILES = { model: 'dfine.onnx' };
const REPOSITORY_MODELS = join(import.meta.dirname, '../../models');

async function aModelFolder(manifest: object = {}): Promise<string> {
  const root = await aFolder();
  await aModel(root, { ...DFINE, ...manifest }, DFINE_FILES);
  return root;
}

test('a model is found in the first folder that has it, with its files', async () => {
  const [empty, root] = [await aFolder(), await aModelFolder()];

  const model = await loadModel('dfine', [empty, join(root, 'nowhere'), root]);

  expect(model.paths).toEqual({ model: join(root, 'dfine', 'dfine.onnx') });
  expect(model.manifest).toMatchObject({ kind: 'detector', decide: { threshold: 0.3 } });
});

test('an unknown model is an error that lists the known ones', async () => {
  await expect(findManifest('dfime', [await aModelFolder()])).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'There is no model "dfime". Known: dfine',
  });
});

test('a file whose digest is not the pinned one is refused: name, expected, got, remedy', async () => {
  const root = await aModelFolder();
  await appendFile(join(root, 'dfine', 'dfine.onnx'), '!');

  await expect(loadModel('dfine', [root])).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(
      /^\/.*dfine\.onnx is not the file its manifest names: sha256 expected [0-9a-f]{64}, got [0-9a-f]{64}; restore it from the repository, or/,
    ),
  });
});

test('a model that was never installed says how to', async () => {
  await expect(loadModel('dfine-m', [REPOSITORY_MODELS, await aFolder()])).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message:
      'Model dfine-m is not complete: model.onnx is missing; run `assay models install dfine-m`; without a network, `assay models install dfine-m --from FOLDER` takes it from here',
  });
});

test('the repository says what a model is, the installed manifest pins what the repository leaves open', async () => {
  const [repository, home] = [await aFolder(), await aModelFolder()];
  const files = { model: { path: 'dfine.onnx', sha256: null, bytes: null, url: 'https://host/dfine.onnx' } };
  await aModel(repository, { ...DFINE, files, decide: { ...DFINE.decide, threshold: 0.4 } }, {});

  const model = await loadModel('dfine', [repository, home]);

  expect(model.paths['model']).toBe(join(home, 'dfine', 'dfine.onnx'));
  expect(model.manifest.files).toMatchObject({ model: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(model.manifest).toMatchObject({ decide: { threshold: 0.4 } });
});

test('a file nobody has pinned is refused with its digest', async () => {
  const root = await aModelFolder({ files: { model: { path: 'dfine.onnx', sha256: null, bytes: null } } });

  await expect(loadModel('dfine', [root])).rejects.toThrow(
    /dfine\.onnx is not pinned: no manifest gives its sha256\. The file there has [0-9a-f]{64}; pin it with `assay models install dfine --from \/.*\/dfine`$/,
  );
});

test.each([
  [{ classes: 'imagenet' }, 'there is no class list "imagenet": use "geneval", or a list of names'],
  [{ classes: ['cat', 'dgo'] }, 'unknown class "dgo"'],
  [{ kind: 'segmenter' }, "Invalid discriminator value. Expected 'detector' | 'color-classifier' | 'clip'"],
  [{ output: { ...DFINE.output, head: 'relu' } }, '→ at output.head'],
  [{ output: { ...DFINE.output, keep: 0.5 } }, 'must not exceed the thresholds of "decide"'],
  [{ input: { ...DFINE.input, resize: 'shortest' } }, 'must not cut pictures'],
  [{ inputs: {} }, 'Unrecognized key: "inputs"'],
  [
    { files: { model: { path: '../x.onnx', sha256: null, bytes: null } } },
    'must be a path inside the folder',
  ],
])('a manifest with %j is refused with the field and the reason', async (difference, message) => {
  const root = await aModelFolder(difference);

  await expect(loadModel('dfine', [root])).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/manifest\.json is not a manifest:/),
  });
  await expect(loadModel('dfine', [root])).rejects.toThrow(message);
});

test('a manifest that is not JSON, or has another name than its folder, is refused by path', async () => {
  const root = await aModelFolder();
  await mkdir(join(root, 'torn'));
  await writeFile(join(root, 'torn', 'manifest.json'), '{"name": ');
  await rename(join(root, 'dfine'), join(root, 'other'));

  await expect(findManifest('torn', [root])).rejects.toThrow(/torn\/manifest\.json is not JSON: /);
  await expect(findManifest('other', [root])).rejects.toThrow(
    'is named "dfine": it must be named as its folder',
  );
});

test('every manifest of the repository can be read', async () => {
  const names = await manifestNames([REPOSITORY_MODELS]);

  const manifests = await Promise.all(names.map((name) => findManifest(name, [REPOSITORY_MODELS])));

  expect(names).toEqual(expect.arrayContaining(['clip-vit-l-14', 'dfine-m', 'rtdetr-r50']));
  expect(manifests.map((manifest) => manifest.name)).toEqual(names);
});

async function aJudge(
  detector: object = {},
  colors: Record<string, unknown> & { name: string } = CLIP,
): Promise<string> {
  const root = await aModelFolder({ colors: colors.name, ...detector });
  await aModel(root, colors, colors.name === 'clip' ? CLIP_FILES : { model: 'colors.onnx' });
  return root;
}

const revisionOf = async (root: string): Promise<string> => (await loadJudge('dfine', [root])).revision;

test('the revision depends on what a judge does, not on where it comes from', async () => {
  const here = await aJudge();
  const there = await aJudge({ source: 'somewhere else', licence: 'unknown', revision: '2' });

  expect(await revisionOf(here)).toMatch(/^[0-9a-f]{64}$/);
  expect(await revisionOf(there)).toBe(await revisionOf(here));
});

test.each<[string, () => Promise<string>]>([
  ['a threshold', () => aJudge({ decide: { ...DFINE.decide, threshold: 0.31 } })],
  ['preprocessing', () => aJudge({ input: { ...DFINE.input, kernel: 'cubic' } })],
  ['what is kept', () => aJudge({ output: { ...DFINE.output, keep: 0.1 } })],
  ['class names', () => aJudge({ classes: ['cat'] })],
  ['the colour model', () => aJudge({}, COLOR_CLASSIFIER)],
  ['a colour prompt', () => aJudge({}, { ...CLIP, prompts: ['a {color} {class}'] })],
  ['no colour model', () => aModelFolder()],
])('another revision comes of %s', async (_, other) => {
  expect(await revisionOf(await other())).not.toBe(await revisionOf(await aJudge()));
});

test('another revision comes of other weights', async () => {
  const root = await aJudge();
  const before = await revisionOf(root);
  await rm(join(root, 'dfine'), { recursive: true });
  await aModel(root, { ...DFINE, colors: 'clip' }, { model: 'detr.onnx' });

  expect(await revisionOf(root)).not.toBe(before);
});

test('a judge is a detector with thresholds and a colour model that is none', async () => {
  const bare = await aModelFolder({ decide: undefined });
  const twice = await aModelFolder({ colors: 'dfine' });

  await expect(loadJudge('dfine', [bare])).rejects.toThrow('dfine is not a judge: its manifest needs kind');
  await expect(loadJudge('dfine', [twice])).rejects.toThrow(
    'dfine names dfine for colours, which is a detector',
  );
});

test('the document of a judge holds every digest', async () => {
  const judge = await loadJudge('dfine', [await aJudge()]);

  const manifest = JSON.parse(await readFile(onnxFixture('clip-tokenizer.json'), 'utf8'));
  expect(manifest.model.type).toBe('BPE');
  expect(judge.document).toMatchObject({
    detector: { weights: { model: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    colors: {
      weights: { vision: expect.any(String), text: expect.any(String), tokenizer: expect.any(String) },
    },
    versions: { decide: expect.any(String), perceive: expect.any(String) },
  });
});
