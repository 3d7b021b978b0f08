import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../cli/runCli.ts';
import { readJsonl, test } from '../../support/exported.ts';
import { addQuestions } from '../../support/imported.ts';

const CRITERIA = ['overall', 'text-quality', 'image-quality', 'text-image-coherence'];

export function declare(folder: string): void {
  test('samples hold every criterion that was scored', async ({ client, api, key, home }) => {
    const env = { ASSAY_URL: api.url, ASSAY_API_KEY: key };
    await addQuestions(client, 'mmie', [
      { externalId: 'q00000', slices: ['project-based-learning', 'topic-01'], criteria: CRITERIA },
    ]);
    const file = join(folder, 'scores.csv');
    const judged = ['--benchmark', 'mmie', '--model', 'm', '--make-run', '--judge', 'j'];
    await runCli(['import', 'scores', file, ...judged], { env });

    const who = ['--organization', 'X', '--relationship', 'third_party', '--samples'];
    const { code } = await runCli(['export', 'every-eval-ever', home, ...who], { env });

    const [samples = ''] = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('_samples.jsonl'),
    );
    const lines = readJsonl(readFileSync(join(home, samples), 'utf8'));
    expect(code).toBe(0);
    expect(lines).toHaveLength(CRITERIA.length * 2);
  });
}
