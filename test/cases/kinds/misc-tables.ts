import { join } from 'node:path';
import { expect } from 'vitest';
import { scoresIn } from '../../cli/scoresIn.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  const cases = [
    ['inf.parquet', 'is Infinity'],
    ['nested.parquet', 'has no column question, value'],
    ['dupcol.csv', 'line 1: the column value is there twice'],
    ['gzip_named.csv', 'it is compressed: unpack it first (gzip)'],
  ] as const;
  test.for(cases)('%s is refused as what it is', async ([name, words]) => {
    await expect(scoresIn(join(folder, name))).rejects.toThrow(words);
  });

  test("Python's NaN is no number", async () => {
    const { rows } = await scoresIn(join(folder, 'nan.jsonl'));

    expect(rows[2]).toMatchObject({ question: '00002', value: null, outcome: 'JUDGE_ERROR' });
  });

  test('two lines that score the same are named alike', async () => {
    const { rows, counts } = await scoresIn(join(folder, 'dup.csv'));

    expect(counts).toBe('line');
    expect(rows.map(({ at }) => at)).toEqual([2, 3]);
  });
}
