import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readCsvLines } from '../../../src/api/scoreLines.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('bytes that are no UTF-8 are refused with their line', async () => {
    const scores = readCsvLines(createReadStream(join(folder, 'scores.csv')));

    await expect(scores.next()).rejects.toThrow('line 2: it is not UTF-8');
  });
}
