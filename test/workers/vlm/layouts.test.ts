import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crop } from '../../../src/media/resize.ts';
import { layoutOf } from '../../../src/workers/vlm/layouts.ts';
import { digest, noise } from '../../media/noise.ts';
import { aCall, aPicture, aVlm, farthest, parts, tiny } from './tiny.ts';

const IMAGE = '<IMG_CONTEXT>';
const IDEFICS3 = {
  kind: 'idefics3',
  tokensPerImage: 4,
  longestEdge: 56,
  aroundToken: '<around>',
  globalToken: '<global>',
};

const layout = (changes: Record<string, unknown>) => layoutOf(tiny({ layout: changes }).manifest);

test('a plain layout is the picture stretched over one tile', async () => {
  const plain = layout({ kind: 'plain', tokensPerImage: 4 });

  const tiles = await plain.cut(aPicture(1, 100, 10));

  expect(plain.tiles({ width: 100, height: 10 })).toBe(1);
  expect(plain.markup({ width: 100, height: 10 })).toBe(`<img>${IMAGE.repeat(4)}</img>`);
  expect(tiles).toMatchObject([{ width: 28, height: 28 }]);
});

test('a padded square has the colour of the mean where the picture is not', async () => {
  const padded = layout({ kind: 'pad-square', tokensPerImage: 4 });

  const [tile] = await padded.cut(aPicture(1, 56, 14));

  // ImageNet's mean, times 255, rounded down.
  expect([...(tile?.rgb.subarray(0, 3) ?? [])]).toEqual([123, 116, 103]);
  expect([...(tile?.rgb.subarray(-3) ?? [])]).toEqual([123, 116, 103]);
});

test('a centre crop loses the ends, and is black where the picture does not reach', async () => {
  const cropped = layout({ kind: 'center-crop', tokensPerImage: 4 });
  const far = layout({ kind: 'center-crop', tokensPerImage: 4, shortestEdge: 14 });
  const wide = aPicture(1, 56, 28);

  const [tile] = await cropped.cut(wide);
  const [small] = await far.cut(wide);

  expect(cropped.markup(wide)).toBe(`<img>${IMAGE.repeat(4)}</img>`);
  expect(tile).toEqual(crop(wide, [14, 0, 42, 28]));
  expect(small).toMatchObject({ width: 28, height: 28 });
  expect(small?.rgb.subarray(0, 7 * 28 * 3).every((value) => value === 0)).toBe(true);
  expect(small?.rgb.subarray(7 * 28 * 3, 8 * 28 * 3).some((value) => value > 0)).toBe(true);
});

test('a tile of a centre crop may be oblong, and only it may say "shortest"', () => {
  const oblong = { width: 28, height: 14, resize: 'shortest' };

  expect(() => tiny({ input: oblong, layout: { kind: 'center-crop', tokensPerImage: 4 } })).not.toThrow();
  expect(() => tiny({ input: { resize: 'shortest' } })).toThrow(/layout\.kind \\"center-crop\\"/);
  expect(() => tiny({ input: { height: 14 } })).toThrow(/only the layouts/);
});

test('tiles end with the whole picture, but not when there is only one', async () => {
  const tiles = layout({ kind: 'tiles', tokensPerImage: 4, maxTiles: 6, thumbnail: true });
  const bare = layout({ kind: 'tiles', tokensPerImage: 4, maxTiles: 6, thumbnail: false });
  const wide = aPicture(1, 84, 56);

  const cut = await tiles.cut(wide);

  expect(cut).toHaveLength(7);
  expect(cut[6]).toEqual((await layout({ kind: 'plain', tokensPerImage: 4 }).cut(wide))[0]);
  expect(await bare.cut(wide)).toEqual(cut.slice(0, 6));
  expect([tiles.tiles(wide), bare.tiles(wide), tiles.tiles({ width: 28, height: 28 })]).toEqual([7, 6, 1]);
  expect(tiles.markup(wide)).toBe(`<img>${IMAGE.repeat(28)}</img>`);
});

test('Idefics3 announces each tile by row and column, and the whole at the end', async () => {
  const idefics3 = layout(IDEFICS3);
  const tokens = IMAGE.repeat(4);
  const size = { width: 56, height: 28 };

  expect(idefics3.markup(size)).toBe(
    `<around><row_1_col_1>${tokens}<around><row_1_col_2>${tokens}\n\n<around><global>${tokens}<around>`,
  );
  expect(idefics3.markup({ width: 28, height: 56 })).toBe(
    `<around><row_1_col_1>${tokens}\n<around><row_2_col_1>${tokens}\n\n<around><global>${tokens}<around>`,
  );
  expect(layout({ ...IDEFICS3, longestEdge: 28 }).markup(size)).toBe(`<around><global>${tokens}<around>`);
  expect(idefics3.tiles(size)).toBe(3);
  expect(await idefics3.cut(aPicture(1, 56, 28))).toMatchObject(new Array(3).fill({ width: 28, height: 28 }));
});

test("the tiles of Idefics3 are those of transformers' SmolVLM processor, to the last bit", async () => {
  const { tiled }: { tiled: { seed: number; width: number; height: number; digests: string[] }[] } =
    JSON.parse(readFileSync(join(import.meta.dirname, '../../media/fixtures/digests.json'), 'utf8'));
  const input = { width: 32, height: 32, kernel: 'lanczos' };
  const { cut } = layoutOf(tiny({ input, layout: { ...IDEFICS3, longestEdge: 128 } }).manifest);

  for (const { seed, width, height, digests } of tiled)
    expect((await cut(noise(width, height, seed))).map(digest)).toEqual(digests);
});

test('an encoder with a list of tiles and a mask sees what the one with bare tiles sees', async () => {
  const picture = aPicture(1, 56, 28);
  const bare = tiny();
  const listed = tiny({ layout: IDEFICS3 }, { vision: 'vision-idefics3.onnx' });
  const { vision: encoder } = await parts(listed);
  const { vision: reference } = await parts(bare);

  const [found] = await encoder.encode([picture]);
  const [expected] = await reference.encode([picture]);

  // Both cut 56 x 28 into two tiles and the whole.
  expect(farthest(found as Float32Array, expected as Float32Array)).toBeLessThan(1e-5);
});

test('how many tiles share a run of the encoder changes nothing', async () => {
  const calls = [aCall(['a', aPicture(1)], 6), aCall(['b', aPicture(2, 84, 28)], 6)];
  const one = await aVlm(tiny(), { tilesPerRun: 1 });
  const many = await aVlm(tiny(), { tilesPerRun: 64 });

  expect(await one.ask(calls)).toEqual(await many.ask(calls));
  expect(one.counters().runs - many.counters().runs).toBe(6);
});

test('pictures come back in their order', async () => {
  const { vision } = await parts(tiny());
  const pictures = [aPicture(1), aPicture(2, 28, 28), aPicture(3, 28, 84)];

  const together = await vision.encode(pictures);

  for (const [at, picture] of pictures.entries()) {
    const [alone] = await vision.encode([picture]);
    expect(farthest(together[at] as Float32Array, alone as Float32Array)).toBeLessThan(1e-5);
  }
});
