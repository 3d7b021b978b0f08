import { join } from 'node:path';
import { expect } from 'vitest';
import { openNamesakes } from '../../../src/core/tables/ids.ts';
import { scoresIn } from '../../cli/scoresIn.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  const namesakes = openNamesakes(['00000', '00001', '00010']);

  test.for(['floatid.csv', 'lostzeros.csv', 'lostzeros.parquet'])('%s means the questions', async (name) => {
    const { rows } = await scoresIn(join(folder, name));

    expect(rows.slice(0, 2).map(({ question }) => namesakes(question))).toEqual([['00000'], ['00001']]);
  });
}
