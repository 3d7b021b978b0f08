import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readPicture } from '../../../src/media/picture.ts';
import { resize } from '../../../src/media/resize.ts';
import { padToSquare } from '../../../src/media/tiles.ts';
import { digest } from '../../media/noise.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test("a photograph is padded and shrunk to the bytes of transformers' LLaVA processor", async () => {
    const photograph = await readPicture(await readFile(join(folder, 'china.jpg')));

    const square = padToSquare(photograph, [122, 116, 104]);
    const small = await resize(square, { width: 336, height: 336 }, 'cubic');

    expect(digest(small)).toBe('56695ab291df368d');
  });
}
