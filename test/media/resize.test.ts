import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Picture, readPicture } from '../../src/media/picture.ts';
import type { Kernel } from '../../src/media/pillowTaps.ts';
import {
  crop,
  type PixelBox,
  resize,
  resizeAndCrop,
  resizeToCenter,
  roundHalfEven,
} from '../../src/media/resize.ts';
import { writeNchw } from '../../src/media/tensor.ts';
import { digest, noise } from './noise.ts';

const fixture = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, 'fixtures', name));
const pixels = async (name: string): Promise<Picture> => readPicture(await fixture(name));

/** What Pillow and transformers made of the same noise. */
interface Digests {
  resized: {
    seed: number;
    width: number;
    height: number;
    toWidth: number;
    toHeight: number;
    kernel: Kernel;
    digest: string;
  }[];
  cropped: {
    seed: number;
    width: number;
    height: number;
    edge: number;
    cropWidth: number;
    cropHeight: number;
    digest: string;
  }[];
}
const digests: Digests = JSON.parse(String(await fixture('digests.json')));

/** A picture whose red is the column and green the row. */
function coordinates(width: number, height: number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set([at % width, Math.floor(at / width), 7], at * 3);
  return { width, height, rgb };
}

const corner = (picture: Picture): number[] => [...picture.rgb.slice(0, 2)];

test.each(['linear', 'cubic', 'lanczos'] as const)(
  'shrinking with %s is Pillow, pixel for pixel',
  async (kernel) => {
    const small = await resize(await pixels('scene.png'), { width: 96, height: 96 }, kernel);

    expect(small).toEqual(await pixels(`scene-96x96-${kernel}.png`));
  },
);

test('every shape becomes every other with every kernel as Pillow has it, to the last bit', async () => {
  for (const { seed, width, height, toWidth, toHeight, kernel, digest: expected } of digests.resized) {
    const found = await resize(noise(width, height, seed), { width: toWidth, height: toHeight }, kernel);

    expect({ width, height, toWidth, toHeight, kernel, digest: digest(found) }).toMatchObject({
      digest: expected,
    });
  }
});

test("the middle is cut as transformers' CLIP processor cuts it, to the last bit", async () => {
  for (const { seed, width, height, edge, cropWidth, cropHeight, digest: expected } of digests.cropped) {
    const frame = { width: cropWidth, height: cropHeight };
    const found = await resizeAndCrop(noise(width, height, seed), edge, frame, 'cubic');

    expect({ width, height, edge, frame, digest: digest(found) }).toMatchObject({ digest: expected });
  }
});

test('a part of a resized picture is that part of the whole, however long the picture', async () => {
  const size = { width: 301, height: 150 };
  const window = { left: 17, top: 20, right: 117, bottom: 149 };
  const whole = await resize(noise(700, 900, 1), size, 'cubic');

  const part = await resize(noise(700, 900, 1), size, 'cubic', window);
  const middle = await resizeAndCrop(noise(4_000_000, 2, 1), 64, { width: 64, height: 64 }, 'cubic');

  expect(part).toEqual(crop(whole, [17, 20, 117, 149]));
  expect(middle).toMatchObject({ width: 64, height: 64 });
});

test('a large picture is resized beside this thread, which goes on meanwhile', async () => {
  const picture = noise(3000, 2000, 0);
  const done = resize(picture, { width: 336, height: 336 }, 'lanczos');
  let isDone = false;
  const turns = done.then(() => {
    isDone = true;
  });

  await new Promise((resolve) => setImmediate(resolve));

  expect(isDone).toBe(false);
  await turns;
  expect(digest(await done)).toBe(digest(await resize(picture, { width: 336, height: 336 }, 'lanczos')));
});

test.each(['linear', 'cubic', 'lanczos'] as const)(
  'enlarging a crop with %s is Pillow, pixel for pixel',
  async (kernel) => {
    const part = crop(await pixels('scene.png'), [20, 30, 60, 55]);

    const large = await resize(part, { width: 96, height: 96 }, kernel);

    expect(large).toEqual(await pixels(`scene-crop-96x96-${kernel}.png`));
  },
);

test('enlarging one side while shrinking the other is Pillow, pixel for pixel', async () => {
  const tall = await resize(await pixels('scene.png'), { width: 40, height: 300 }, 'cubic');

  expect(tall).toEqual(await pixels('scene-40x300-cubic.png'));
});

test('a picture of the right size is left alone', async () => {
  const picture = coordinates(8, 8);

  expect(await resize(picture, { width: 8, height: 8 }, 'cubic')).toBe(picture);
});

test('the middle of a wide picture is torchvision, pixel for pixel when enlarged', async () => {
  const part = crop(await pixels('scene.png'), [20, 30, 71, 60]);

  const middle = await resizeToCenter(part, 64, 'cubic');

  expect(middle).toEqual(await pixels('scene-center-64-cubic.png'));
});

test.each([
  [100, 75],
  [75, 100],
  [5, 4000],
  [4000, 1],
])('the middle of %i x %i is a square of the side asked for', async (width, height) => {
  const middle = await resizeToCenter(coordinates(width, height), 33, 'cubic');

  expect(middle).toMatchObject({ width: 33, height: 33 });
  expect(middle.rgb).toHaveLength(33 * 33 * 3);
});

interface CropCase {
  name: string;
  box: PixelBox;
  start: number[];
  size: number[];
}

test.each<CropCase>([
  { name: 'halves go to the even neighbour', box: [2.5, 3.5, 6.5, 7.5], start: [2, 4], size: [4, 4] },
  { name: 'a box that reaches out is cut to the picture', box: [-5, -5, 3, 2], start: [0, 0], size: [3, 2] },
  { name: 'also on the far side', box: [18, 8, 90, 90], start: [18, 8], size: [2, 2] },
  { name: 'a box is never thinner than a pixel', box: [5, 5, 5.2, 5.2], start: [5, 5], size: [1, 1] },
  { name: 'not even one beside the picture', box: [30, 30, 40, 40], start: [19, 9], size: [1, 1] },
])('cropping as Pillow: $name', ({ box, start, size }) => {
  const part = crop(coordinates(20, 10), box);

  expect(corner(part)).toEqual(start);
  expect([part.width, part.height]).toEqual(size);
});

test("the middle of torchvision's crop rounds its offset half to even, that of transformers down", async () => {
  const [wide, frame] = [coordinates(9, 4), { width: 4, height: 4 }];
  const [tall, lower] = [coordinates(4, 11), { width: 4, height: 4 }];

  expect(corner(await resizeToCenter(wide, 4, 'cubic'))).toEqual([2, 0]);
  expect(corner(await resizeAndCrop(wide, 4, frame, 'cubic'))).toEqual([2, 0]);
  expect(corner(await resizeToCenter(tall, 4, 'cubic'))).toEqual([0, 4]);
  expect(corner(await resizeAndCrop(tall, 4, lower, 'cubic'))).toEqual([0, 3]);
});

test.each([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-0.5, 0],
  [-1.5, -2],
  [1.4999, 1],
])('round(%d) is %d in Python', (value, rounded) => {
  expect(roundHalfEven(value) === rounded).toBe(true);
});

test('a tensor holds channel after channel, in the order and scale asked for, inside its slice only', () => {
  const picture = { width: 2, height: 1, rgb: Uint8Array.of(10, 20, 30, 40, 50, 60) };
  const batch = new Float32Array(8).fill(-1);

  writeNchw(picture, { channels: 'bgr', scale: 0.1, mean: [1, 2, 3], std: [1, 2, 4] }, batch.subarray(1, 7));

  expect([...batch].map((value) => Number(value.toFixed(5)))).toEqual([-1, 2, 5, 0, 1.5, -0.5, 0.25, -1]);
});

test('a slice of another size is refused', () => {
  const rgb = { channels: 'rgb', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;

  expect(() => writeNchw(coordinates(2, 2), rgb, new Float32Array(11))).toThrow(
    '12 numbers do not fit a slice of 11',
  );
});
