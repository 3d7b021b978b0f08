import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openConvolutions } from './convolutions.ts';

/** What the demo's judge shows its encoder, and gets from it. */
const [SIDE, TOKENS, WIDTH] = [256, 12, 128];
const STRIDE = { stem: 4, head: 16 };
const CHANNELS = 128;
/** Of 3 by 3 on a 64 by 64 grid: 0.6 thousand million products each. */
const BODY = 40;
const GRID = SIDE / (STRIDE.stem * STRIDE.head);

/**
 * Writes a vision encoder of random weights that fits the demo's judge and takes 48 GFLOP a picture, a quarter of what
 * SmolVLM's takes for each of its tiles: what is said of the pictures is of no worth. Gives the file's path.
 */
export async function writeFullSizeVision(root: string): Promise<string> {
  const { convolve, then, constant, rows, file } = openConvolutions();
  const numbers = (name: string, of: number) => constant(name, [1], BigInt64Array.of(BigInt(of)));
  let at = then('Relu', [convolve('pixel_values', 3, CHANNELS, STRIDE.stem, STRIDE.stem)], 'stem');
  for (let layer = 0; layer < BODY; layer++) {
    at = then('Relu', [convolve(at, CHANNELS, CHANNELS, 3, 1)], `body${layer}`);
  }
  const all = rows(convolve(at, CHANNELS, WIDTH, STRIDE.head, STRIDE.head), WIDTH, GRID, 'all');
  then('Slice', [all, numbers('from', 0), numbers('to', TOKENS), numbers('axis', 1)], 'image_features');
  const bytes = file(
    [{ name: 'pixel_values', dims: ['pictures', 3, SIDE, SIDE] }],
    [{ name: 'image_features', dims: ['pictures', TOKENS, WIDTH] }],
  );
  await mkdir(root, { recursive: true });
  const path = join(root, 'full-size-vision.onnx');
  await writeFile(path, bytes);
  return path;
}
