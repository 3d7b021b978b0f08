import { expect } from 'vitest';
import { toGlobalId } from '../../src/core/ids.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

const COVERAGE = `coverage(evaluation: $evaluation) {
  slice { slug level parent { slug } } criterion { slug } expected responses outcomes { outcome count } }`;
const QUERY = `query ($evaluation: ID!) { ${COVERAGE} }`;

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

test('what a judge did not score is not missing: not yet while it runs, and nothing for the doctor at the end', async ({
  client,
  database,
}) => {
  await addQuestions(
    client,
    'mmie',
    ['a', 'b', 'c'].map((externalId) => ({ externalId, slices: ['situational-analysis', 'literature'] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions: ['a', 'b'] });
  const judge = { name: 'judge', criteria: ['overall'] };
  const { openImport } = await client.query<{ openImport: { evaluation: { id: string } } }>(
    'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
    { input: { run, judge } },
  );
  const evaluation = openImport.evaluation.id;
  const standing = async () => {
    const { coverage, leaderboard } = await client.query<{
      coverage: Coverage[];
      leaderboard: { nodes: Record<string, unknown>[] };
    }>(
      `query ($evaluation: ID!) { ${COVERAGE}
        leaderboard(benchmark: "mmie", judge: "judge") { nodes {
          rank isComplete notComparable missingQuestions missingResponses score { n expected } } } }`,
      { evaluation },
    );
    const [{ outcomes } = { outcomes: [] }] = coverage;
    return {
      outcomes: outcomes.map(({ outcome, count }) => `${count} ${outcome}`),
      row: leaderboard.nodes[0],
    };
  };

  const running = await standing();
  await importEvaluation(client, run, judge, { scores: [{ question: 'a', criterion: 'overall', value: 3 }] });
  const closed = await standing();

  expect(running.outcomes).toEqual(['2 NOT_SCORED', '1 MISSING_RESPONSE']);
  expect(running.row).toMatchObject({ notComparable: '1 question missing, 2 not scored yet' });
  expect(closed.outcomes).toEqual(['1 SCORED', '1 NOT_SCORED', '1 MISSING_RESPONSE']);
  expect(closed.row).toEqual({
    ...{
      rank: null,
      isComplete: false,
      missingQuestions: 1,
      missingResponses: 1,
      score: { n: 1, expected: 3 },
    },
    notComparable: '1 question missing, 1 not scored by this judge',
  });
  expect(await findFaults(database.db)).toEqual([]);
});

test('a response that came before an import was closed is counted in', async ({ client, database }) => {
  const questions = ['a', 'b'];
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({ externalId, slices: ['situational-analysis'] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions: ['a'] });
  const judge = { name: 'judge', criteria: ['overall'] };
  await client.query(
    'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
    {
      input: { run, judge },
    },
  );
  const { node } = await client.query<{ node: { evaluations: { nodes: { id: string }[] } } }>(
    'query ($run: ID!) { node(id: $run) { ... on Run { evaluations { nodes { id } } } } }',
    { run },
  );
  const evaluation = node.evaluations.nodes[0]?.id;
  const response = { question: 'b', content: [{ text: 'late' }] };
  await client.query('mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added } }', {
    input: { run, responses: [response] },
  });
  const scores = questions.map((question) => ({ question, criterion: 'overall', value: 3 }));
  await client.query('mutation ($input: ImportScoresInput!) { importScores(input: $input) { added } }', {
    input: { evaluation, scores },
  });

  const { closeImport } = await client.query<{ closeImport: { evaluation: object } }>(
    `mutation ($input: CloseImportInput!) { closeImport(input: $input) {
      evaluation { status expected responses done } } }`,
    { input: { evaluation } },
  );

  expect(closeImport.evaluation).toEqual({ status: 'COMPLETED', expected: 2, responses: 2, done: 2 });
  expect(await findFaults(database.db)).toEqual([]);
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
