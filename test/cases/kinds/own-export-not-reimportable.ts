import { join } from 'node:path';
import { expect } from 'vitest';
import { scoresIn } from '../../cli/scoresIn.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('sample_index is the sample', async () => {
    const [two, second] = await Promise.all(
      ['two-samples.csv', 'only-sample-2.csv'].map((name) => scoresIn(join(folder, name))),
    );

    expect(new Set(two?.rows.map(({ sampleIndex }) => sampleIndex))).toEqual(new Set([0, 1, 2, 3]));
    expect(new Set(second?.rows.map(({ sampleIndex }) => sampleIndex))).toEqual(new Set([2]));
  });
}
