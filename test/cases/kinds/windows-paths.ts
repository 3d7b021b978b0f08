import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findPictures } from '../../../src/cli/import/pictureFiles.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test.for(['windows.json', 'nfd.json'])('every picture of %s is found', async (name) => {
    const records: { answer: { image: string }[] }[] = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const paths = new Set(records.flatMap(({ answer }) => answer.map(({ image }) => image)));

    const places = await findPictures(folder, paths);

    expect([...places].filter(([, place]) => place === null)).toEqual([]);
  });
}
