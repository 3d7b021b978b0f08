import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FLOATS } from '../../../src/workers/inference/contract.ts';
import { openSession } from '../../../src/workers/inference/session.ts';
import { aFolder, CPU, onnxFixture } from '../models.ts';

const named = (name: string) => ({ [name]: { types: FLOATS, sides: null } });
const COLORS_FILE = {
  model: 'colors',
  path: onnxFixture('colors.onnx'),
  inputs: named('pixel_values'),
  outputs: named('logits'),
};
/** Made anew each time: what is fed is given away. */
const red = () => ({
  pixel_values: {
    data: new Float32Array(3 * 32 * 32).fill(0.85, 0, 32 * 32).fill(0.1, 32 * 32),
    dims: [1, 3, 32, 32],
  },
});

test('a session computes on any batch and says the shape', async () => {
  const session = await openSession(COLORS_FILE, CPU);

  const logits = (await session.run(red()))('logits');
  await session.release();

  expect(logits.dims).toEqual([1, 10]);
  expect(logits.data.indexOf(Math.max(...logits.data))).toBe(0);
});

test('the runtime is told not to report to its maker', () => {
  expect(process.env['ORT_DISABLE_TELEMETRY']).toBe('1');
});

test('callers share a session, and it lives until the last of them lets go', async () => {
  const first = await openSession(COLORS_FILE, CPU);
  const second = await openSession(COLORS_FILE, CPU);

  await first.release();
  await first.release();
  const logits = (await second.run(red()))('logits');
  await second.release();

  expect(logits.dims).toEqual([1, 10]);
});

test.each([
  ['text', Buffer.from('this is not a network')],
  ['an empty file', Buffer.alloc(0)],
])('%s is not an ONNX model, and the message says what to do', async (_, bytes) => {
  const path = join(await aFolder(), 'model.onnx');
  await writeFile(path, bytes);

  await expect(openSession({ ...COLORS_FILE, path }, CPU)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(
      /^\/.*model\.onnx is not an ONNX model: .+; reinstall with `assay models install colors`$/s,
    ),
  });
});

test('a file that failed to open is tried again once it is mended', async () => {
  const path = join(await aFolder(), 'model.onnx');
  await writeFile(path, 'broken');
  await expect(openSession({ ...COLORS_FILE, path }, CPU)).rejects.toThrow('is not an ONNX model');
  await copyFile(COLORS_FILE.path, path);

  const session = await openSession({ ...COLORS_FILE, path }, CPU);

  expect((await session.run(red()))('logits').dims).toEqual([1, 10]);
  await session.release();
});

test('a file that is missing is named', async () => {
  await expect(openSession({ ...COLORS_FILE, path: '/nowhere/model.onnx' }, CPU)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: '/nowhere/model.onnx is not there; reinstall with `assay models install colors`',
  });
});

test.each([
  [
    { inputs: named('pixels') },
    'has no input "pixels", which the manifest of colors names; its inputs are pixel_values',
  ],
  [
    { outputs: named('boxes') },
    'has no output "boxes", which the manifest of colors names; its outputs are logits',
  ],
  [
    { path: onnxFixture('detr.onnx') },
    'asks for input "pixel_mask", which the manifest of colors does not name; it names pixel_values',
  ],
])('names that differ from the manifest are an error: %j', async (difference, message) => {
  await expect(openSession({ ...COLORS_FILE, ...difference }, CPU)).rejects.toThrow(message);
});

test('a device that is not there is an error that says so, never the CPU instead', async () => {
  const opening = openSession(COLORS_FILE, { device: 'cuda' });

  const outcome = await opening.then(
    async (session) => {
      await session.release();
      return 'opened';
    },
    (error: Error) => error.message,
  );

  // On a machine with CUDA and its libraries it opens, and that is right as well.
  expect(outcome).toMatch(/^opened$|^Device "cuda" cannot be used on this machine: /);
});

test('numbers of the wrong shape are refused by the runtime, with the shape', async () => {
  const session = await openSession(COLORS_FILE, CPU);
  const wrong = { pixel_values: { data: new Float32Array(3 * 16 * 16), dims: [1, 3, 16, 16] } };

  await expect(session.run(wrong)).rejects.toThrow(/invalid dimensions/i);
  await session.release();
});
