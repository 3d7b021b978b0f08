import { expect, test } from 'vitest';
import { openDetector } from '../../src/workers/detector.ts';
import { findBatch } from '../../src/workers/firstTry.ts';
import { type Installed, loadModel } from '../../src/workers/installed.ts';
import type { DetectorManifest } from '../../src/workers/manifest.ts';
import { aFolder, CPU, quarters } from './models.ts';
import { APPLES, aNetwork, appleNetwork, type Export } from './networks.ts';

async function opened(how: Export, manifest: object = {}) {
  const root = await aFolder();
  await aNetwork(root, appleNetwork(how), manifest);
  return openDetector((await loadModel('apples', [root])) as Installed<DetectorManifest>, CPU);
}

/** What it sees in three pictures at once: red, black, red and wide. */
async function seen(how: Export, manifest: object = {}) {
  const detector = await opened(how, manifest);
  const red = ['red', 'red', 'red', 'red'] as const;
  const pictures = [
    await quarters(red, 100, 100),
    await quarters(['black', 'black', 'black', 'black']),
    await quarters(red),
  ];
  const found = await detector.infer(await Promise.all(pictures.map((picture) => detector.prepare(picture))));
  await detector.close();
  return found.map((ofPicture) => ofPicture.map(({ class: name, box }) => `${name} ${box.join(' ')}`));
}

const APPLES_SEEN = [['apple 25 25 75 75'], [], ['apple 50 25 150 75']];
const input = (changes: object) => ({ input: { ...APPLES.input, ...changes } });
const { width: _, height: __, ...unsized } = APPLES.input;

test.each<[string, Export, object?]>([
  ['for any number of pictures', {}],
  ['for one picture at a time', { batch: 1, computes: 1 }],
  ['for two pictures at a time', { batch: 2, computes: 2 }],
  ['for any number as it says, and one in truth', { computes: 1 }],
  ['in half precision', { input: { type: 'float16' }, output: { type: 'float16' } }],
  ['with half precision at its end', { output: { type: 'float16' } }],
  ['in half precision, for one picture', { batch: 1, computes: 1, input: { type: 'float16' } }],
  ['for a size that only the file says', { side: 128 }, { input: unsized }],
])('a file exported %s is fed as it wants to be', async (_name, how, manifest) => {
  expect(await seen(how, manifest)).toEqual(APPLES_SEEN);
});

test.each<[string, Export, object, RegExp]>([
  [
    'whole numbers',
    { input: { type: 'uint8' } },
    {},
    /input "pixel_values" is uint8, not float32 or float16: export it with that type$/,
  ],
  [
    'double precision',
    { output: { boxes: 'float64' } },
    {},
    /output "pred_boxes" is float64, not float32 or float16/,
  ],
  [
    'channels last',
    { input: { isChannelsLast: true } },
    {},
    /input "pixel_values" takes channels last, \[batch, 64, 64, 3\]: export it with channels first, \[batch, 3, 64, 64\]$/,
  ],
  [
    'another size',
    { side: 128 },
    {},
    /"pixel_values" has a height of 128, not 64 \(input\.height of the manifest\): write 128 there.*; input "pixel_values" has a width of 128, not 64/,
  ],
  [
    'no size anywhere',
    { side: 'side' as never },
    { input: unsized },
    /takes pictures of any size.*write input\.width/,
  ],
  [
    'COCO numbering with its gaps',
    { classes: 91 },
    {},
    /output "logits" has a number of classes of 91, not 80 \(classes of the manifest: the 80 of "geneval"\): give "classes" as the list of the file's 91 names in its order, with "N\/A"/,
  ],
  ['one class more', { classes: 81 }, {}, /of 81, not 80.*output\.head "softmax" has/],
  [
    'a list of another length',
    {},
    { classes: ['cat', 'dog'] },
    /of 80, not 2 \(classes of the manifest: 2 names\)/,
  ],
  [
    'no "no object"',
    {},
    { output: { ...APPLES.output, head: 'softmax' } },
    /of 80, not 81 .*without a "no object" output\.head is "sigmoid"/,
  ],
  ['a fifth side', { output: { sides: 5 } }, {}, /output "pred_boxes" has a number of sides of 5, not 4/],
  [
    'another name of an output',
    { output: { logits: 'labels' } },
    {},
    /has no output "logits".*its outputs are labels, pred_boxes/,
  ],
  ['two batches at once', { batch: 3, computes: 2 }, {}, /was exported for batches of 3 and of 2 at once/],
])('a file with %s is refused on opening, with the remedy', async (_name, how, manifest, message) => {
  await expect(opened(how, manifest)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(message),
  });
});

test('a file that fails on a blank picture is refused in the words of the runtime', async () => {
  const failing = async () => {
    throw new Error('Non-zero status code\n returned while running Conv node.');
  };

  await expect(findBatch('a.onnx', null, 'blank', failing)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(
      /^a\.onnx fails on a blank picture: Non-zero status code returned while running Conv node\. .*export it anew$/,
    ),
  });
});

test('a size is written whole or not at all', async () => {
  await expect(opened({}, input({ height: undefined }))).rejects.toThrow(
    'must have both width and height, or neither',
  );
});
