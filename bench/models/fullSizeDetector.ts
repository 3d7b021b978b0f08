import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { openConvolutions } from './convolutions.ts';

/** Side of the picture that it sees. */
const SIDE = 640;
const STRIDE = { stem: 8, head: 4 };
const CHANNELS = 128;
/** Of 3 by 3 on an 80 by 80 grid: 0.94 thousand million products each. */
const BODY = 29;
const LABELS = 80;
const GRID = SIDE / (STRIDE.stem * STRIDE.head);

/**
 * Writes a detector of random weights with the contract of D-FINE and about the arithmetic of D-FINE-M, 57 GFLOP a
 * picture: it finds nothing of worth, and takes as long as a real one.
 */
export async function writeFullSizeDetector(root: string): Promise<string> {
  const name = 'full-size-detector';
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  const bytes = network();
  await writeFile(join(folder, 'model.onnx'), bytes);
  const manifest = {
    name,
    kind: 'detector',
    source: 'random weights',
    revision: '1',
    licence: 'Apache-2.0',
    files: { model: { path: 'model.onnx', sha256: sha256(bytes), bytes: bytes.length } },
    input: {
      ...{
        name: 'pixel_values',
        layout: 'nchw',
        width: SIDE,
        height: SIDE,
        resize: 'fill',
        kernel: 'linear',
      },
      ...{ channels: 'rgb', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
    },
    output: {
      ...{ logits: 'logits', boxes: 'pred_boxes', head: 'sigmoid', boxFormat: 'cxcywh' },
      ...{ top: 100, nms: null, keep: 0.1 },
    },
    classes: 'geneval',
    decide: {
      ...{ threshold: 0.3, countingThreshold: 0.9, maxObjects: 16, maxOverlap: 1.0, positionThreshold: 0.1 },
    },
    colors: 'demo-colors',
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return name;
}

function network(): Uint8Array {
  const { convolve, then, constant, rows, file } = openConvolutions();
  let at = then('Relu', [convolve('pixel_values', 3, CHANNELS, STRIDE.stem, STRIDE.stem)], 'stem');
  for (let layer = 0; layer < BODY; layer++) {
    at = then('Relu', [convolve(at, CHANNELS, CHANNELS, 3, 1)], `body${layer}`);
  }
  const head = (channels: number, gain: number, output: string) =>
    rows(convolve(at, CHANNELS, channels, STRIDE.head, STRIDE.head, gain), channels, GRID, output);
  // Few labels stand out, as with a real detector.
  const few = constant('few', [1], Float32Array.of(4.7));
  then('Sub', [head(LABELS, 1.5, 'label'), few], 'logits');
  then('Sigmoid', [head(4, 0.5, 'box')], 'pred_boxes');
  return file(
    [{ name: 'pixel_values', dims: ['batch', 3, SIDE, SIDE] }],
    [
      { name: 'logits', dims: ['batch', GRID * GRID, LABELS] },
      { name: 'pred_boxes', dims: ['batch', GRID * GRID, 4] },
    ],
  );
}
