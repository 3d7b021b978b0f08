import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readCsvLines } from '../../../src/api/scoreLines.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('a column that is there twice is refused by its name', async () => {
    const scores = readCsvLines(createReadStream(join(folder, 'scores.csv')));

    await expect(scores.next()).rejects.toThrow('line 1: the column value is there twice');
  });
}
