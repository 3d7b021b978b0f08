import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { externalId, installDemo } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { aTextRun, importEvaluation } from '../support/imported.ts';
import { runCli } from './runCli.ts';

const QUESTIONS = Array.from({ length: 60 }, (_, at) => externalId(at));

async function anEvaluation(
  client: Client,
  model: string,
  isRight: (question: number) => boolean,
): Promise<string> {
  await installDemo(client);
  const run = await aTextRun(client, { benchmark: 'geneval-demo', model, questions: QUESTIONS });
  const scores = QUESTIONS.map((question, at) => ({
    question,
    criterion: 'correct',
    value: Number(isRight(at)),
  }));
  return importEvaluation(client, run, { name: 'judge', criteria: ['correct'] }, { scores });
}

test('two evaluations become a table of parts with intervals and p-values', async ({ api, client }) => {
  const base = await anEvaluation(client, 'base', (question) => question % 2 === 1);
  const other = await anEvaluation(client, 'other', (question) => question < 10 || question % 2 === 1);

  const { code, out, err } = await runCli(['compare', base, other], { env: { ASSAY_URL: api.url } });

  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatch(/^GenEval demo · strict reading · correct\n\nother \(judge@[0-9a-f]{8}\) against base/);
  expect(out).toMatch(/^part +questions +baseline +mean +difference +won\/equal\/lost +p +p \(Holm\)$/m);
  expect(out).toMatch(/^all +60 +0\.500 +0\.583 +\+0\.083 \[\+0\.0\d, \+0\.1\d\] +5\/55\/0 /m);
  expect(out).toMatch(
    /^single_object +10 +0\.500 +1\.000 +\+0\.500 \[\+0\.\d\d, \+0\.\d\d\] +5\/5\/0 +0\.063 /m,
  );
  expect(out).toContain('find a true difference of 0.');
  expect(out).toContain('Largest differences, by question: 00000 (0 → 1), 00002 (0 → 1)');
});

test('--json prints what the API says, of the part asked for', async ({ api, client }) => {
  const base = await anEvaluation(client, 'base', (question) => question % 2 === 1);
  const other = await anEvaluation(client, 'other', (question) => question < 10);

  const words = ['compare', base, other, '--category', 'counting', '--test', 'wilcoxon', '--json'];
  const { out } = await runCli(words, { env: { ASSAY_URL: api.url } });

  expect(JSON.parse(out)).toMatchObject({
    baseline: { run: { model: { name: 'base' } } },
    nodes: [{ whole: { n: 10, losses: 5, test: 'WILCOXON' }, slices: [] }],
  });
});

test('one evaluation is refused in words', async ({ api, client }) => {
  const base = await anEvaluation(client, 'base', () => true);

  const { code, err } = await runCli(['compare', base], { env: { ASSAY_URL: api.url } });

  expect(code).toBe(1);
  expect(err).toBe('error: evaluations: 1 are not 2 to 10\n');
});
