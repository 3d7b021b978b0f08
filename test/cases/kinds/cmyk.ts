import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import { readPicture } from '../../../src/media/picture.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('CMYK becomes RGB by the plain formula', async () => {
    const jpeg = readFileSync(join(folder, 'cmyk.jpg'));

    const { rgb } = await readPicture(jpeg);

    const inks = await sharp(jpeg).pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer();
    const plain = rgb.map((_, at) => {
      const [pixel, channel] = [Math.floor(at / 3), at % 3];
      const ink = inks[pixel * 4 + channel] as number;
      const black = inks[pixel * 4 + 3] as number;
      return Math.round(((255 - ink) * (255 - black)) / 255);
    });
    // Pillow rounds what is taken away, not what is left.
    const worst = Math.max(...rgb.map((value, at) => Math.abs(value - (plain[at] as number))));
    expect(worst).toBeLessThanOrEqual(1);
  });

  test('sixteen-bit grey is its high byte', async () => {
    const { rgb } = await readPicture(readFileSync(join(folder, 'gray16.png')));

    expect(new Set(rgb).size).toBeGreaterThan(2);
  });
}
