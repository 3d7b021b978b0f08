import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COLORS } from '../../src/benchmarks/geneval/names.ts';
import { readPicture } from '../../src/media/picture.ts';
import { type Colors, openColors } from '../../src/workers/colors.ts';
import type { Box } from '../../src/workers/detections.ts';
import { type Installed, loadModel, readManifest } from '../../src/workers/installed.ts';
import type { ColorManifest } from '../../src/workers/manifest.ts';
import { openTokenizer } from '../../src/workers/tokenizer.ts';
import { aFolder, aModel, CLIP, CLIP_FILES, COLOR_CLASSIFIER, CPU, onnxFixture, quarters } from './models.ts';
import { withFixed } from './networks.ts';

async function aColorModel(
  manifest: Record<string, unknown> & { name: string },
  files: Record<string, string>,
): Promise<Colors> {
  const root = await aFolder();
  await aModel(root, manifest, files);
  return openColors((await loadModel(manifest.name, [root])) as Installed<ColorManifest>, CPU);
}

const classifier = (): Promise<Colors> => aColorModel(COLOR_CLASSIFIER, { model: 'colors.onnx' });
const clip = (difference = {}): Promise<Colors> => aColorModel({ ...CLIP, ...difference }, CLIP_FILES);

const QUARTER_BOXES: Box[] = [
  [0, 0, 100, 50],
  [100, 0, 200, 50],
  [0, 50, 100, 100],
  [100, 50, 200, 100],
];

async function colorsOfQuarters(
  model: Colors,
  colors: [string, string, string, string],
): Promise<{ color: string; logits: number[] }[]> {
  const picture = await readPicture(await quarters(colors));
  const answers = await model.classify(QUARTER_BOXES.map((box) => ({ picture, class: 'teddy bear', box })));
  await model.close();
  return answers;
}

test.each<[string, () => Promise<Colors>]>([
  ['a colour classifier', classifier],
  ['CLIP', clip],
])('%s names the colour of each box, in order, with all ten logits', async (_, open) => {
  const answers = await colorsOfQuarters(await open(), ['#d91a1a', '#1a40d9', '#1a9933', '#ff99bf']);

  expect(answers.map((answer) => answer.color)).toEqual(['red', 'blue', 'green', 'pink']);
  for (const { color, logits } of answers) {
    expect(logits).toHaveLength(10);
    expect(COLORS[logits.indexOf(Math.max(...logits))]).toBe(color);
  }
});

test('a logit of CLIP is 100 times the cosine between the crop and the averaged prompts', async () => {
  const [answer] = await colorsOfQuarters(await clip(), ['#ff0000', '#000', '#000', '#000']);

  // Text vectors of the fixture are the colours themselves; red is (0.85, 0.1, 0.1), white is grey's direction.
  expect(answer?.logits[COLORS.indexOf('red')]).toBeCloseTo((100 * 0.85) / Math.hypot(0.85, 0.1, 0.1), 2);
  expect(answer?.logits[COLORS.indexOf('white')]).toBeCloseTo(100 / Math.sqrt(3), 2);
});

test('prompts are averaged as unit vectors, so that a long one counts no more than a short one', async () => {
  // "blue blue blue red" leans to blue by length; as a unit vector it is one voice against one.
  const prompts = ['{color} blue blue blue', '{color}'];
  const [answer] = await colorsOfQuarters(await clip({ prompts }), ['#ff0000', '#000', '#000', '#000']);

  const unit = (v: number[]): number[] => v.map((value) => value / Math.hypot(...v));
  const [red, blue] = [
    [0.85, 0.1, 0.1],
    [0.1, 0.25, 0.85],
  ] as const;
  const long = unit(red.map((value, at) => value + 3 * (blue[at] ?? 0)));
  const average = unit(unit([...red]).map((value, at) => value + (long[at] ?? 0)));
  expect(answer?.logits[0]).toBeCloseTo(100 * (average[0] ?? 0), 2);
});

test('CLIP looks at the middle of a long crop only', async () => {
  const model = await clip();
  const picture = await readPicture(await quarters(['#d91a1a', '#1a40d9', '#d91a1a', '#1a40d9'], 400, 40));

  const [left, right] = await model.classify([
    { picture, class: 'cat', box: [0, 0, 230, 40] },
    { picture, class: 'cat', box: [170, 0, 400, 40] },
  ]);
  await model.close();

  expect([left?.color, right?.color]).toEqual(['red', 'blue']);
});

test('more objects than fit one batch are answered, all of them and in order', async () => {
  const model = await classifier();
  const picture = await readPicture(await quarters(['#d91a1a', '#1a40d9', '#1a9933', '#ff99bf']));
  const objects = Array.from({ length: 37 }, (_, at) => ({
    picture,
    class: 'cat',
    box: QUARTER_BOXES[at % 4] as Box,
  }));

  const answers = await model.classify(objects);
  await model.close();

  const four = ['red', 'blue', 'green', 'pink'];
  expect(answers.map((answer) => answer.color)).toEqual(objects.map((_, at) => four[at % 4]));
});

test('nothing asked is nothing answered', async () => {
  const model = await classifier();

  expect(await model.classify([])).toEqual([]);
  await model.close();
});

test('a grey background needs masks, which boxes are not', async () => {
  await expect(clip({ crop: { background: '#999999' } })).rejects.toThrow(
    'clip asks for background #999999, which needs masks; detectors here give boxes: use "original"',
  );
});

test('a tokenizer that is none is named', async () => {
  await expect(openTokenizer(onnxFixture('colors.onnx'), 77)).rejects.toThrow(
    /colors\.onnx is not a tokenizer: /,
  );
});

test('texts are framed, padded to the context, and cut so that the end stays', async () => {
  const tokenize = await openTokenizer(onnxFixture('clip-tokenizer.json'), 7);

  const { data, dims } = tokenize(['A  Red', 'a photo of a red red red red']);

  const id = (text: string): bigint => tokenize([text]).data[1] as bigint;
  const [start, , end] = tokenize(['red']).data as BigInt64Array;
  expect(dims).toEqual([2, 7]);
  expect([...data.slice(0, 7)]).toEqual([start, id('a'), id('red'), end, 0n, 0n, 0n]);
  expect([...data.slice(7)]).toEqual([start, id('a'), id('photo'), id('of'), id('a'), id('red'), end]);
});

/** The colours of four quarters, by a model one of whose files has this dimension fixed. */
async function withFile(
  manifest: Record<string, unknown> & { name: string },
  files: Record<string, string>,
  changed: string,
  name: string,
  length: number,
): Promise<Colors> {
  const root = await aFolder();
  await aModel(root, manifest, files);
  const path = join(root, manifest.name, changed);
  await writeFile(path, withFixed(await readFile(path), name, length));
  const declared = await readManifest(root, manifest.name);
  const installed = {
    manifest: declared as ColorManifest,
    paths: Object.fromEntries(
      Object.entries(files).map(([key, file]) => [key, join(root, manifest.name, file)]),
    ),
  };
  return openColors(installed, CPU);
}

test.each([
  ['a colour classifier for one crop', COLOR_CLASSIFIER, { model: 'colors.onnx' }, 'colors.onnx', 1],
  ['CLIP for one picture', CLIP, CLIP_FILES, CLIP_FILES.vision, 1],
  ['CLIP for three pictures', CLIP, CLIP_FILES, CLIP_FILES.vision, 3],
  ['CLIP for one text', CLIP, CLIP_FILES, CLIP_FILES.text, 1],
] as const)('%s at a time names the same colours', async (_, manifest, files, changed, length) => {
  const model = await withFile(manifest, files, changed, 'batch', length);

  const answers = await colorsOfQuarters(model, ['#d91a1a', '#1a40d9', '#1a9933', '#ff99bf']);

  expect(answers.map((answer) => answer.color)).toEqual(['red', 'blue', 'green', 'pink']);
});

test('CLIP for texts of another length is refused, with the remedy', async () => {
  await expect(withFile(CLIP, CLIP_FILES, CLIP_FILES.text, 'sequence', 64)).rejects.toThrow(
    'input "input_ids" has a number of tokens of 64, not 77 (text.context of the manifest): write 64 there',
  );
});

test('a colour model with another number of outputs is refused', async () => {
  const input = { ...COLOR_CLASSIFIER.input, width: 640, height: 640 };

  await expect(aColorModel({ ...COLOR_CLASSIFIER, input }, { model: 'dfine.onnx' })).rejects.toThrow(
    'output "logits" has the shape [batch, 300, 80], not [batch, 10]',
  );
});
