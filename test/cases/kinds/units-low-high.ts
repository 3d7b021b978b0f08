import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { anEvaluationOf } from '../../support/imported.ts';

export function declare(folder: string): void {
  test('beside percent stand the ends of its interval in percent', async ({ client, database }) => {
    await anEvaluationOf(client, 20);
    const sql = await readFile(join(folder, 'input.sql'), 'utf8');

    const { rows } = await database.pool.query(
      sql.replace('low, high', 'percent_low as low, percent_high as high, low * 100 / 6 as from_low'),
    );

    expect(rows).toHaveLength(1);
    const [{ percent, low, high, from_low: fromLow }] = rows;
    expect(low).toBeLessThan(percent);
    expect(high).toBeGreaterThan(percent);
    expect(low).toBeCloseTo(fromLow, 9);
  });
}
