import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readPicture } from '../../../src/media/picture.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  const read = (name: string) => readPicture(readFileSync(join(folder, name)));

  test.for(['bmp', 'avif'])('%s is called by its name, with what to use instead', async (type) => {
    await expect(read(`${type}.${type}`)).rejects.toThrow(
      `Pictures of type ${type.toUpperCase()} are not supported: use PNG, JPEG or WebP`,
    );
  });

  test('CMYK and sixteen-bit grey are pictures', async () => {
    for (const name of ['cmyk.jpg', 'gray16.png']) {
      const { width, height, rgb } = await read(name);
      expect(rgb).toHaveLength(width * height * 3);
    }
  });
}
