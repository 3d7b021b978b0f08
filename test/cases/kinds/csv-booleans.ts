import { join } from 'node:path';
import { expect } from 'vitest';
import { scoresIn } from '../../cli/scoresIn.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test.for(['csv', 'jsonl', 'parquet'])('booleans in %s are 1 and 0', async (ending) => {
    const { rows } = await scoresIn(join(folder, `bool.${ending}`));

    expect(rows.length).toBeGreaterThan(1);
    expect(rows.slice(0, 2).map(({ value }) => value)).toEqual([1, 0]);
  });
}
