import { expect, test } from 'vitest';
import type { Picture } from '../../src/media/picture.ts';
import { closestGrid, idefics3Grid, padToSquare, tiled } from '../../src/media/tiles.ts';

/** A picture whose red is the column and green the row. */
function coordinates(width: number, height: number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) rgb.set([at % width, Math.floor(at / width), 7], at * 3);
  return { width, height, rgb };
}

// Worked out by hand for 448-pixel tiles, at most 12: half the pixels of n tiles are n * 100,352.
test.each([
  // 1:1. 1x1, 2x2 and 3x3 are all exact; 2x2 needs more than 401,408 pixels, 3x3 more than 903,168.
  [448, 448, 1, 1],
  [512, 512, 1, 1],
  [633, 633, 1, 1], // 400,689
  [634, 634, 2, 2], // 401,956
  [896, 896, 2, 2],
  [950, 950, 2, 2], // 902,500
  [951, 951, 3, 3], // 904,401
  [1024, 1024, 3, 3],
  // 4:3 is 4x3 itself, whatever the size.
  [640, 480, 4, 3],
  [40, 30, 4, 3],
  [480, 640, 3, 4],
  // 3:2 is 3x2; 6x4 would be 24 tiles.
  [1500, 1000, 3, 2],
  // 16:9 = 1.778: 2x1 is 0.222 away, 3x2 0.278, 5x3 and 7x4 are too many tiles. 4x2 needs 802,816 pixels.
  [800, 450, 2, 1],
  [1280, 720, 4, 2], // 921,600
  [1920, 1080, 4, 2],
  // 9:16 = 0.5625: 1x2 is 0.0625 away, 2x3 0.104, and 3x5 is too many tiles.
  [450, 800, 1, 2],
  [1080, 1920, 2, 4],
  // 5:4 = 1.25: 4x3 is 0.083 away, 1x1 0.25.
  [500, 400, 4, 3],
  // 7:2 = 3.5 lies between 3 and 4: 3x1 comes first, 4x1 needs 401,408 pixels, 6x2 needs 1,204,224.
  [700, 200, 3, 1],
  [1400, 400, 4, 1],
  [2800, 800, 6, 2],
  // Longer than any grid.
  [1000, 100, 10, 1],
  [3000, 100, 12, 1],
  [100, 3000, 1, 12],
  [1, 1, 1, 1],
])('InternVL sees %i x %i as %i x %i tiles', (width, height, columns, rows) => {
  expect(closestGrid({ width, height }, 448, 12)).toEqual({ columns, rows });
});

test('one tile at most is one tile, whatever the shape', () => {
  expect(closestGrid({ width: 3000, height: 100 }, 448, 1)).toEqual({ columns: 1, rows: 1 });
});

// Worked out by hand for 512-pixel tiles and a longer edge of 2048.
test.each([
  [1024, 768, { width: 2048, height: 1536 }, 4, 3],
  [512, 512, { width: 2048, height: 2048 }, 4, 4],
  // 2048 / 3 = 682.67 rounds down to 682, which is even.
  [300, 900, { width: 682, height: 2048 }, 2, 4],
  // 512 high exactly; a little less stays one row; a little more is 513, made even, and a second row.
  [2000, 500, { width: 2048, height: 512 }, 4, 1],
  [2000, 499, { width: 2048, height: 510 }, 4, 1],
  [2000, 501, { width: 2048, height: 514 }, 4, 2],
  // 0 rounded down: the original stops here, and a picture of one row is the nearest there is.
  [5000, 1, { width: 2048, height: 1 }, 4, 1],
])('Idefics3 sees %i x %i at %j', (width, height, scaled, columns, rows) => {
  expect(idefics3Grid({ width, height }, 512, 2048)).toEqual({ scaled, columns, rows });
});

test('tiles are cut row by row', async () => {
  const tiles = await tiled(coordinates(6, 4), { columns: 3, rows: 2 }, 2, 'cubic');

  expect(tiles.map(({ rgb }) => [rgb[0], rgb[1]])).toEqual([
    [0, 0],
    [2, 0],
    [4, 0],
    [0, 2],
    [2, 2],
    [4, 2],
  ]);
  expect(tiles.every(({ width, height, rgb }) => width === 2 && height === 2 && rgb.length === 12)).toBe(
    true,
  );
});

test('a wide picture lies in the middle of its square, the odd row below it', () => {
  const square = padToSquare(coordinates(4, 1), [122, 116, 104]);

  const rows = [0, 1, 2, 3].map((row) => [...square.rgb.subarray(row * 12, row * 12 + 6)]);
  expect(square).toMatchObject({ width: 4, height: 4 });
  expect(rows).toEqual([
    [122, 116, 104, 122, 116, 104],
    [0, 0, 7, 1, 0, 7],
    [122, 116, 104, 122, 116, 104],
    [122, 116, 104, 122, 116, 104],
  ]);
});

test('a tall picture lies in the middle as well, and a square one is left alone', () => {
  const tall = padToSquare(coordinates(2, 4), [1, 2, 3]);
  const square = coordinates(3, 3);

  expect([...tall.rgb.subarray(0, 12)]).toEqual([1, 2, 3, 0, 0, 7, 1, 0, 7, 1, 2, 3]);
  expect(padToSquare(square, [1, 2, 3])).toBe(square);
});
