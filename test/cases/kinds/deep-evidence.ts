import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { anOpenImport } from '../../support/imported.ts';

export function declare(folder: string): void {
  test('evidence nested thousands deep is refused by its line', async ({ api, client }) => {
    const { evaluation } = await anOpenImport(client);

    const answer = await fetch(`${api.url}/import/scores?evaluation=${encodeURIComponent(evaluation)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: readFileSync(join(folder, 'scores.jsonl')),
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: expect.stringMatching(/^line 1: evidence: it is nested too deeply/),
    });
  });
}
