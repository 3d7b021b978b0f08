import { expect } from 'vitest';
import { toGlobalId } from '../../src/core/ids.ts';
import { refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

const QUERY = `query ($evaluation: ID!) { coverage(evaluation: $evaluation) {
  slice { slug level parent { slug } } criterion { slug } expected responses outcomes { outcome count } } }`;

interface Coverage {
  slice: { slug: string; level: string; parent: { slug: string } | null };
  criterion: { slug: string };
  expected: number;
  responses: number;
  outcomes: { outcome: string; count: number }[];
}

test('every slice and criterion tells what it has, and outcomes add up to what is expected', async ({
  client,
}) => {
  const slices = (...path: string[]) => ['project-based-learning', ...path];
  await addQuestions(client, 'mmie', [
    { externalId: 'PBL-1', slices: slices('finance', 'loans') },
    { externalId: 'PBL-2', slices: slices('finance', 'loans') },
    { externalId: 'PBL-3', slices: slices('finance', 'taxes') },
    { externalId: 'PBL-4', slices: slices('health') },
    { externalId: 'SA-1', slices: ['situational-analysis', 'literature'] },
  ]);
  const questions = ['PBL-1', 'PBL-2', 'PBL-3', 'SA-1'];
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions });
  const evaluation = await importEvaluation(
    client,
    run,
    { name: 'judge', criteria: ['overall', 'innovation'] },
    {
      scores: [
        { question: 'PBL-1', criterion: 'overall', value: 3 },
        { question: 'PBL-2', criterion: 'overall', outcome: 'JUDGE_ERROR' },
        { question: 'PBL-3', criterion: 'overall', outcome: 'UNPARSEABLE' },
        { question: 'SA-1', criterion: 'overall', value: 5 },
        { question: 'SA-1', criterion: 'innovation', outcome: 'NOT_APPLICABLE' },
      ],
    },
  );

  const { coverage } = await client.query<{ coverage: Coverage[] }>(QUERY, { evaluation });

  const text = coverage.map(({ slice, criterion, expected, responses, outcomes }) => {
    const counts = outcomes.map(({ outcome, count }) => `${count} ${outcome}`).join(', ');
    return `${slice.level} ${slice.slug} ${criterion.slug}: ${responses} of ${expected}: ${counts}`;
  });
  expect(text).toEqual([
    'CATEGORY situational-analysis overall: 1 of 1: 1 SCORED',
    'CATEGORY situational-analysis innovation: 1 of 1: 1 NOT_APPLICABLE',
    'CATEGORY project-based-learning overall: 3 of 4: 1 SCORED, 1 UNPARSEABLE, 1 JUDGE_ERROR, 1 MISSING_RESPONSE',
    'DOMAIN literature overall: 1 of 1: 1 SCORED',
    'DOMAIN literature innovation: 1 of 1: 1 NOT_APPLICABLE',
    'DOMAIN finance overall: 3 of 3: 1 SCORED, 1 UNPARSEABLE, 1 JUDGE_ERROR',
    'DOMAIN health overall: 0 of 1: 1 MISSING_RESPONSE',
    'SUBDOMAIN loans overall: 2 of 2: 1 SCORED, 1 JUDGE_ERROR',
    'SUBDOMAIN taxes overall: 1 of 1: 1 UNPARSEABLE',
  ]);
  for (const { expected, outcomes } of coverage)
    expect(outcomes.reduce((total, { count }) => total + count, 0)).toBe(expected);
});

test('criteria pooled for a headline are told apart', async ({ client }) => {
  await addQuestions(client, 'evalalign', [
    { externalId: 'alignment/1', slices: ['alignment'], criteria: ['object', 'count'] },
    { externalId: 'alignment/2', slices: ['alignment'], criteria: ['object'] },
  ]);
  const run = await aTextRun(client, {
    benchmark: 'evalalign',
    model: 'm',
    questions: ['alignment/1', 'alignment/2'],
  });
  const evaluation = await importEvaluation(client, run, { name: 'evalalign' }, {});

  const { coverage } = await client.query<{ coverage: Coverage[] }>(QUERY, { evaluation });

  expect(coverage.map(({ criterion, expected }) => [criterion.slug, expected])).toEqual([
    ['object', 2],
    ['count', 1],
  ]);
});

test('an evaluation that is not there is refused', async ({ api }) => {
  const evaluation = toGlobalId('Evaluation', '00000000-0000-7000-8000-000000000000');

  const refused = await refusal(api, QUERY, { evaluation });

  expect(refused).toMatchObject({ code: 'NOT_FOUND', message: 'evaluation: there is no such evaluation' });
});
