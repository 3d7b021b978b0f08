import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, type ImportedQuestion, importEvaluation } from '../support/imported.ts';

const QUESTIONS: readonly ImportedQuestion[] = [
  ['SA-1', 'situational-analysis', 'literature'],
  ['SA-2', 'situational-analysis', 'literature'],
  ['PBL-1', 'project-based-learning', 'finance', 'loans'],
  ['PBL-2', 'project-based-learning', 'finance', 'taxes'],
  ['PBL-3', 'project-based-learning', 'health', 'diet'],
  ['MSR-1', 'multi-step-reasoning', 'mathematics'],
].map(([externalId = '', ...slices]) => ({ externalId, slices }));

const CRITERIA = ['overall', 'text-quality', 'final-answer-accuracy'];

/** Two models scored on three criteria; the second has no answer to MSR. */
async function twoModels(client: Client): Promise<void> {
  await addQuestions(client, 'mmie', QUESTIONS);
  for (const [model, answered] of [
    ['a', 6],
    ['b', 5],
  ] as const) {
    const questions = QUESTIONS.slice(0, answered).map(({ externalId }) => externalId);
    const run = await aTextRun(client, { benchmark: 'mmie', model, questions });
    const scores = questions.flatMap((question, at) => {
      const aspect = question.startsWith('MSR') ? 'final-answer-accuracy' : 'text-quality';
      return [
        { question, criterion: 'overall', value: (at * 7 + answered) % 6 },
        { question, criterion: aspect, value: at % 2 },
      ];
    });
    await importEvaluation(client, run, { name: 'judge', criteria: CRITERIA }, { scores });
  }
}

const NUMBERS = `{ mean percent sum low high n expected aggregation scale { min max } outcomes { outcome count } }`;

interface Matrix {
  columns: { slug: string; name: string; category: string; domain: string | null }[];
  rows: { model: { name: string }; evaluation: { id: string }; cells: { aggregate: object | null }[] }[];
}

async function matrixOf(
  client: Client,
  columns: string,
  variables: Record<string, unknown> = {},
): Promise<Matrix> {
  const data = await client.query<{ matrix: Matrix }>(
    `query ($columns: MatrixColumns!, $category: String, $criterion: String, $mode: Mode, $missing: MissingPolicy) {
      matrix(benchmark: "mmie", rows: MODEL, columns: $columns, category: $category, criterion: $criterion, mode: $mode,
        missing: $missing) {
        columns { slug name category domain }
        rows { model { name } evaluation { id } cells { aggregate ${NUMBERS} } } } }`,
    { columns, ...variables },
  );
  return data.matrix;
}

/** What a leaderboard of one part says of an evaluation. */
async function scoreOf(
  client: Client,
  evaluation: string,
  variables: Record<string, unknown>,
): Promise<object | null> {
  const { leaderboard } = await client.query<{
    leaderboard: { nodes: { evaluation: { id: string }; score: object | null }[] };
  }>(
    `query ($category: String, $domain: String, $subdomain: String, $criterion: String, $mode: Mode,
      $missing: MissingPolicy) {
      leaderboard(benchmark: "mmie", category: $category, domain: $domain, subdomain: $subdomain, criterion: $criterion,
        mode: $mode, missing: $missing) { nodes { evaluation { id } score ${NUMBERS} } } }`,
    variables,
  );
  return leaderboard.nodes.find((node) => node.evaluation.id === evaluation)?.score ?? null;
}

const COLUMNS = ['CATEGORY', 'DOMAIN', 'SUBDOMAIN', 'CRITERION', 'DOMAIN_CRITERION'] as const;
const READINGS = [{ mode: 'OFFICIAL' }, { mode: 'STRICT', missing: 'ZERO' }, { missing: 'BOUNDS' }];

test.for(COLUMNS)("every cell of models by %s is the leaderboard's own number", async (kind, { client }) => {
  await twoModels(client);

  for (const reading of READINGS) {
    const { columns, rows } = await matrixOf(client, kind, reading);

    expect(rows.map(({ model }) => model.name)).toEqual(['a', 'b']);
    for (const { evaluation, cells } of rows) {
      expect(cells).toHaveLength(columns.length);
      for (const [at, { slug, category, domain }] of columns.entries()) {
        const part = {
          CATEGORY: { category },
          DOMAIN: { category, domain: slug },
          SUBDOMAIN: { category, domain, subdomain: slug },
          CRITERION: { category, criterion: slug },
          DOMAIN_CRITERION: { category, domain, criterion: slug },
        }[kind];
        expect(cells[at]?.aggregate).toEqual(await scoreOf(client, evaluation.id, { ...part, ...reading }));
      }
    }
  }
});

test("columns stand in the benchmark's order, domains without questions too", async ({ client }) => {
  await twoModels(client);

  const domains = await matrixOf(client, 'DOMAIN');
  const subdomains = await matrixOf(client, 'SUBDOMAIN', { category: 'project-based-learning' });
  const criteria = await matrixOf(client, 'CRITERION');
  const all = await matrixOf(client, 'DOMAIN_CRITERION', { criterion: 'overall' });

  expect(domains.columns.map(({ slug }) => slug)).toEqual([
    ...['literature', 'education', 'finance', 'health', 'eecs', 'art', 'sports', 'philosophy'],
    ...['mathematics', 'statistics', 'physics', 'coding'],
  ]);
  expect(domains.rows[0]?.cells[1]).toEqual({ aggregate: null });
  expect(subdomains.columns.map(({ domain, slug }) => `${domain}/${slug}`)).toEqual([
    'finance/loans',
    'finance/taxes',
    'health/diet',
  ]);
  expect(criteria.columns.map(({ category, slug }) => `${category}/${slug}`)).toEqual([
    'situational-analysis/overall',
    'situational-analysis/text-quality',
    'project-based-learning/overall',
    'project-based-learning/text-quality',
    'multi-step-reasoning/overall',
    'multi-step-reasoning/final-answer-accuracy',
  ]);
  expect(all.columns.map(({ domain, slug }) => `${domain}/${slug}`)).toEqual([
    'literature/overall',
    'finance/overall',
    'health/overall',
    'mathematics/overall',
  ]);
});

test('a benchmark without evaluations has columns and no rows; an unknown category or criterion is refused', async ({
  api,
  client,
}) => {
  const empty = await matrixOf(client, 'CATEGORY');

  expect([empty.columns.length, empty.rows]).toEqual([3, []]);
  for (const part of ['category: "poetry"', 'criterion: "poetry"']) {
    const refused = await refusal(
      api,
      `{ matrix(benchmark: "mmie", columns: DOMAIN, ${part}) { columns { slug } } }`,
    );
    expect(refused).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('"poetry"') });
  }
});
