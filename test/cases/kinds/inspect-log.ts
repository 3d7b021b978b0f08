import { join } from 'node:path';
import { expect } from 'vitest';
import { scoresIn } from '../../cli/scoresIn.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('a log of another program is called what it is', async () => {
    await expect(scoresIn(join(folder, 'graded-epochs3.json'))).rejects.toThrow('it is a log of inspect_ai');
  });
}
