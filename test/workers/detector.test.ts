import { expect, test } from 'vitest';
import type { Detection } from '../../src/workers/detections.ts';
import { type Detector, openDetector } from '../../src/workers/detector.ts';
import { type Installed, loadModel } from '../../src/workers/installed.ts';
import type { DetectorManifest } from '../../src/workers/manifest.ts';
import { aFolder, aModel, CPU, DETR, DFINE, quarters } from './models.ts';

async function aDetector(
  manifest: Record<string, unknown> & { name: string },
  files: Record<string, string>,
): Promise<Detector> {
  const root = await aFolder();
  await aModel(root, manifest, files);
  return openDetector((await loadModel(manifest.name, [root])) as Installed<DetectorManifest>, CPU);
}

async function detect(detector: Detector, ...pictures: Buffer[]): Promise<Detection[][]> {
  const prepared = await Promise.all(pictures.map((bytes) => detector.prepare(bytes)));
  const found = await detector.infer(prepared);
  await detector.close();
  return found;
}

const brief = (detections: Detection[] = []): [string, number, string][] =>
  detections.map(({ class: name, score, box }) => [
    name,
    Number(score.toFixed(2)),
    box.map((value) => Number(value.toFixed(2))).join(' '),
  ]);

const APPLE_TOP_LEFT = ['apple', 0.98, '0 0 100 50'];

test('a detector with a sigmoid head finds several classes at once, the last class among them', async () => {
  const detector = await aDetector(DFINE, { model: 'dfine.onnx' });

  const [found] = await detect(detector, await quarters(['#f00', '#000', '#000', '#fff']));

  expect(brief(found)).toEqual([
    APPLE_TOP_LEFT,
    ['apple', 0.98, '100 50 200 100'],
    ['broccoli', 0.95, '100 50 200 100'],
    ['toothbrush', 0.88, '100 50 200 100'],
  ]);
});

test('a detector with a softmax head, DETR numbering and a pixel mask finds the likeliest', async () => {
  const detector = await aDetector(DETR, { model: 'detr.onnx' });

  const [found] = await detect(detector, await quarters(['#f00', '#000', '#00f', '#fff']));

  // e^12 against e^6 for "no object" and 90 others at e^0; white divides it among e^12, e^11 and e^10.
  expect(brief(found)).toEqual([
    ['apple', 1, '0 0 100 50'],
    ['toothbrush', 0.98, '0 50 100 100'],
    ['apple', 0.66, '100 50 200 100'],
    ['broccoli', 0.24, '100 50 200 100'],
    ['toothbrush', 0.09, '100 50 200 100'],
  ]);
});

test('weights in a file of their own are found', async () => {
  const detector = await aDetector(
    { ...DFINE, name: 'external' },
    { model: 'dfine-external.onnx', data: 'dfine-external.onnx_data' },
  );

  const [found] = await detect(detector, await quarters(['#f00', '#000', '#000', '#000']));

  expect(brief(found)).toEqual([APPLE_TOP_LEFT]);
});

test('a batch answers what its pictures answer one at a time, each in its own size', async () => {
  const pictures = [
    await quarters(['#f00', '#0f0', '#00f', '#fff']),
    await quarters(['#000', '#fa0', '#00f', '#123'], 64, 480),
    await quarters(['#0f0', '#000', '#000', '#000'], 800, 800),
  ];
  const detector = await aDetector(DFINE, { model: 'dfine.onnx' });
  const prepared = await Promise.all(pictures.map((bytes) => detector.prepare(bytes)));

  const together = await detector.infer(prepared);
  const alone = await Promise.all(prepared.map(async (one) => (await detector.infer([one]))[0]));
  await detector.close();

  expect(together).toEqual(alone);
  expect(brief(together[2])).toEqual([['broccoli', 0.95, '0 0 400 400']]);
  expect(await detector.infer([])).toEqual([]);
});

test('a picture fitted into the frame keeps its shape, and its boxes come back to its pixels', async () => {
  const input = { ...DFINE.input, resize: 'fit' };
  const detector = await aDetector({ ...DFINE, input }, { model: 'dfine.onnx' });

  // 200 x 100 fills the upper half of the square frame, so each upper quarter sees half of the picture.
  const [found] = await detect(detector, await quarters(['#f00', '#000', '#f00', '#000']));

  expect(brief(found)).toEqual([['apple', 0.98, '0 0 100 100']]);
});

test('blue first means that red is read as blue', async () => {
  const input = { ...DFINE.input, channels: 'bgr' };
  const detector = await aDetector({ ...DFINE, input }, { model: 'dfine.onnx' });

  const [found] = await detect(detector, await quarters(['#f00', '#000', '#000', '#000']));

  expect(brief(found)).toEqual([['toothbrush', 0.88, '0 0 100 50']]);
});

test('a head of another kind than the manifest says is an error, not nonsense', async () => {
  const output = { ...DFINE.output, head: 'softmax' };

  await expect(aDetector({ ...DFINE, output }, { model: 'dfine.onnx' })).rejects.toThrow(
    'output "logits" has a number of classes of 80, not 81',
  );
});

test('a corrupt picture is told at once, before any inference', async () => {
  const detector = await aDetector(DFINE, { model: 'dfine.onnx' });

  await expect(detector.prepare(Buffer.from('not a picture'))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('The picture cannot be read'),
  });
  await detector.close();
});
