import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { namedPictures } from '../../../src/benchmarks/evalalign/imageFolder.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('what macOS keeps beside a picture is no picture', () => {
    const { files, others } = namedPictures(readdirSync(join(folder, 'pictures')));

    expect([...files]).toEqual([['45', '45.png']]);
    expect(others).toEqual([]);
  });
}
