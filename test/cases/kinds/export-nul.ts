import { expect } from 'vitest';
import { TABLES } from '../../../src/api/export/query.ts';
import { test } from '../../support/exported.ts';

const FILTERS = ['benchmark', 'model', 'judge', 'category', 'domain', 'subdomain'];

export function declare(): void {
  test.for(TABLES)('a NUL in a filter of %s is told as GraphQL tells it', async (table, { fetchExport }) => {
    const filters = table === 'leaderboard' ? ['benchmark'] : FILTERS;
    for (const filter of filters) {
      if (table === 'responses' && filter === 'judge') continue;
      const answer = await fetchExport(`${table}?format=csv&${filter}=%00`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: 'INVALID_INPUT',
        error: expect.stringMatching(new RegExp(`^${filter}: a text holds a NUL character`)),
      });
    }
  });
}
