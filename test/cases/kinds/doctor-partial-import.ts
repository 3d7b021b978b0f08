import { expect } from 'vitest';
import { runCli } from '../../cli/runCli.ts';
import { test } from '../../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../../support/imported.ts';

export function declare(): void {
  test('an import of one criterion by a judge of all is PARTIAL, as closeImport says, and that is no fault', async ({
    client,
    databaseUrl,
  }) => {
    const ids = Array.from({ length: 168 }, (_, at) => `q${at}`);
    await addQuestions(
      client,
      'mmie',
      ids.map((externalId) => ({ externalId, slices: ['project-based-learning', 'finance'] })),
    );
    const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions: ids });
    const scores = ids.slice(3).map((question) => ({ question, criterion: 'overall', value: 4 }));
    const evaluation = await importEvaluation(client, run, { name: 'j' }, { scores });

    const { node } = await client.query<{ node: { status: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Evaluation { status } } }',
      { id: evaluation },
    );
    const doctor = await runCli(['doctor'], { env: { DATABASE_URL: databaseUrl } });

    expect(node.status).toBe('PARTIAL');
    expect(doctor).toMatchObject({ code: 0 });
  });
}
