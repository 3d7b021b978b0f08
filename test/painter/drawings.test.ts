import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { CLASS_NAMES, COLORS } from '../../src/benchmarks/geneval/names.ts';
import { renderSvg } from '../../src/media/svg.ts';
import { paintedClasses } from '../../src/painter/drawings.ts';
import { type ColorName, mixPalette } from '../../src/painter/palette.ts';
import { createRandom } from '../../src/painter/random.ts';
import { createSprite } from '../../src/painter/sprite.ts';

const side = 128;
const [left, top] = [20, 14];
// No palette has this green, so whatever differs from it belongs to the object.
const backdrop = [0, 255, 128] as const;

test('at least two dozen classes can be drawn, all under GenEval names', () => {
  expect(paintedClasses.length).toBeGreaterThanOrEqual(24);
  expect(paintedClasses.filter((name) => !(CLASS_NAMES as readonly string[]).includes(name))).toEqual([]);
});

test('the demo detector was trained for exactly the painted classes', async () => {
  const file = new URL('../../models/demo-detector/painted.json', import.meta.url);

  const trained: number[] = JSON.parse(await readFile(file, 'utf8'));

  expect(trained.map((index) => CLASS_NAMES[index]).sort()).toEqual(paintedClasses.toSorted());
});

describe.each(paintedClasses)('a %s', (name) => {
  test('fills its box to the pixel in every colour and pose', async () => {
    for (const [i, color] of COLORS.entries()) {
      const { pixels, width, height } = await draw(name, color, {
        turn: -12 + i * 2.6,
        isMirrored: i % 2 === 1,
      });
      const [x1, y1, x2, y2] = extent(pixels);
      for (const [seen, stated] of [
        [x1, left],
        [y1, top],
        [x2, left + width],
        [y2, top + height],
      ] as const) {
        expect(Math.abs(seen - stated), `${color} ${name}`).toBeLessThan(1.6);
      }
    }
  });

  test('shows more of its own colour than of anything else', async () => {
    for (const color of COLORS) {
      const { pixels } = await draw(name, color, { turn: 0, isMirrored: false });
      const counts = new Map<string, number>();
      for (const pixel of pixels) {
        if (isBackdrop(pixel)) continue;
        const called = nearestColor(pixel);
        counts.set(called, (counts.get(called) ?? 0) + 1);
      }
      const [most] = [...counts].sort((a, b) => b[1] - a[1]);
      expect(most?.[0], name).toBe(color);
    }
  });
});

type Pixel = readonly [red: number, green: number, blue: number];

async function draw(
  name: (typeof paintedClasses)[number],
  color: ColorName,
  pose: { turn: number; isMirrored: boolean },
): Promise<{ pixels: Pixel[]; width: number; height: number }> {
  const sprite = createSprite(name, mixPalette(color, createRandom(5)), { size: 70, stretch: 1, ...pose });
  const png = await renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">` +
      `<rect width="${side}" height="${side}" fill="rgb(${backdrop.join(',')})"/>${sprite.at(left, top)}</svg>`,
  );
  const rgb = await sharp(png).raw().toBuffer();
  const pixels = Array.from(
    { length: side * side },
    (_, i): Pixel => [rgb[3 * i] ?? 0, rgb[3 * i + 1] ?? 0, rgb[3 * i + 2] ?? 0],
  );
  return { pixels, width: sprite.width, height: sprite.height };
}

/** The object is smaller than the picture in one direction at least; a tall one may reach the lower edge. */
function extent(pixels: readonly Pixel[]): [number, number, number, number] {
  const [columns, rows]: [number[], number[]] = [[], []];
  for (const [i, pixel] of pixels.entries()) {
    if (isBackdrop(pixel)) continue;
    columns.push(i % side);
    rows.push(Math.floor(i / side));
  }
  return [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1];
}

function isBackdrop([red, green, blue]: Pixel): boolean {
  return Math.hypot(red - backdrop[0], green - backdrop[1], blue - backdrop[2]) < 40;
}

/** What a person would call it, from hue, saturation and lightness. Greys are nobody's colour. */
function nearestColor([red, green, blue]: Pixel): ColorName | 'grey' {
  const [high, low] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const lightness = (high + low) / 510;
  const chroma = high - low;
  if (chroma < 24) return lightness < 0.22 ? 'black' : lightness > 0.8 ? 'white' : 'grey';
  const sector =
    high === red
      ? (green - blue) / chroma
      : high === green
        ? 2 + (blue - red) / chroma
        : 4 + (red - green) / chroma;
  const hue = (sector * 60 + 360) % 360;
  if (hue < 42 && hue > 8) return lightness < 0.42 && chroma < 150 ? 'brown' : 'orange';
  if (hue >= 42 && hue < 75) return 'yellow';
  if (hue >= 75 && hue < 180) return 'green';
  if (hue >= 180 && hue < 250) return 'blue';
  if (hue >= 250 && hue < 310) return 'purple';
  return hue >= 310 && hue < 350 ? 'pink' : 'red';
}
