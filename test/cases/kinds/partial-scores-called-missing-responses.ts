import { join } from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../cli/runCli.ts';
import { test } from '../../support/fixtures.ts';
import { addQuestions, aTextRun } from '../../support/imported.ts';

export function declare(folder: string): void {
  test('one score of a whole run leaves the others not scored, and nothing for the doctor to find', async ({
    api,
    client,
    databaseUrl,
  }) => {
    const ids = Array.from({ length: 20 }, (_, at) => String(at).padStart(5, '0'));
    await addQuestions(
      client,
      'geneval',
      ids.map((externalId) => ({ externalId, slices: ['single_object'] })),
    );
    await aTextRun(client, { benchmark: 'geneval', model: 'whole', questions: ids, samples: 4 });
    const assay = (...words: string[]) =>
      runCli(words, { env: { ASSAY_URL: api.url, DATABASE_URL: databaseUrl } });
    const names = ['--benchmark', 'geneval', '--model', 'whole', '--judge', 'j', '--json'];

    const imported = await assay('import', 'scores', join(folder, 'one-score.csv'), ...names);
    const { evaluation } = JSON.parse(imported.out);
    const { coverage } = await client.query<{ coverage: unknown[] }>(
      'query ($id: ID!) { coverage(evaluation: $id) { expected responses outcomes { outcome count } } }',
      { id: evaluation.id },
    );

    expect(evaluation.status).toBe('PARTIAL');
    expect(coverage).toEqual([
      {
        ...{ expected: 80, responses: 80 },
        outcomes: [
          { outcome: 'SCORED', count: 1 },
          { outcome: 'NOT_SCORED', count: 79 },
        ],
      },
    ]);
    expect(await assay('doctor')).toMatchObject({ code: 0 });
  });
}
