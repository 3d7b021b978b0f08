import { describe, expect } from 'vitest';
import type { RunningApi } from '../../src/api/main.ts';
import { aRun, installDemo, post, refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { anEvaluationOf, anOpenImport } from '../support/imported.ts';
import { wsErrors } from '../support/live.ts';

describe('a subscription over HTTP is told as the mistake it is', () => {
  const query = 'subscription { leaderboardChanged(benchmark: "geneval-demo") { cursor } }';
  const words = expect.stringMatching(/^Subscriptions go over WebSocket, .*graphql-transport-ws/);

  test.for([
    ['application/graphql-response+json', 400],
    ['application/json', 200],
    ['*/*', 200],
    ['multipart/mixed;subscriptionSpec=1.0, application/json', 200],
  ] as const)('by POST that accepts %s', async ([accept, status], { api, client }) => {
    await installDemo(client);

    const answer = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    });

    expect(answer.status).toBe(status);
    const body = (await answer.json()) as object;
    expect(body).toEqual({ errors: [{ message: words, extensions: { code: 'BAD_REQUEST' } }] });
  });

  test('by GET', async ({ api }) => {
    const answer = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'application/json', 'apollo-require-preflight': 'yes' },
    });

    expect(answer.status).toBe(405);
    expect(await answer.json()).toMatchObject({
      errors: [{ message: words, extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  test('but another operation of the same document is run', async ({ api }) => {
    const answer = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `${query.replace('subscription', 'subscription S')} query Q { __typename }`,
        operationName: 'Q',
      }),
    });

    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

test('a request that is too much is not called an error of syntax', async ({ api }) => {
  const page = 'first: 100';
  const dear = `{ runs(${page}) { nodes { responses(${page}) { nodes { question { slice { parent { name } } } } } } } }`;
  const long = `{ ${'benchmarks { slug } '.repeat(1000)} }`;
  const deep = `{ models { nodes ${'{ runs { nodes { model '.repeat(6)}{ name }${' } } }'.repeat(6)} } }`;

  for (const query of [dear, long, deep]) {
    const { status, errors } = await post(api, query);
    if (query === dear && !errors) continue;
    expect(status).toBe(400);
    expect(errors?.map(({ message }) => message).join()).toMatch(/limit|more than 3000 tokens/);
    expect(errors?.map(({ message }) => message).join()).not.toMatch(/syntax/i);
    expect((await wsErrors(api, query)).map(({ message }) => message)).toEqual(
      errors?.map(({ message }) => message),
    );
  }
});

test('a root that fails leaves the others their answers, and says which it was', async ({ api, client }) => {
  await aRun(client, { questions: 1 });

  const { status, data, errors } = await post(
    api,
    `{ leaderboard(benchmark: "nope") { nodes { rank } } benchmarks { slug } runs { nodes { model { name } } } }`,
  );

  expect(status).toBe(200);
  expect(data).toMatchObject({ leaderboard: null, runs: { nodes: [{ model: { name: 'painter' } }] } });
  expect(data.benchmarks.length).toBeGreaterThan(1);
  expect(errors).toMatchObject([{ path: ['leaderboard'], extensions: { code: 'NOT_FOUND' } }]);
});

test('a mutation that fails does not hide what the one before it did', async ({ api, client }) => {
  await installDemo(client);
  const create = (benchmark: string) =>
    `createRun(input: {benchmark: "${benchmark}", model: {name: "m"}}) { run { samplesPerQuestion } }`;

  const { data, errors } = await post(api, `mutation { a: ${create('geneval-demo')} b: ${create('nope')} }`);

  expect(data).toEqual({ a: { run: { samplesPerQuestion: expect.any(Number) } }, b: null });
  expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'NOT_FOUND' } }]);
});

describe('hasPreviousPage of a list', () => {
  const pages = async (api: RunningApi, evaluation: string, args: string) => {
    const { data } = await post(
      api,
      `query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(${args}) { nodes { value } pageInfo { hasPreviousPage } } } } }`,
      { id: evaluation },
    );
    return data.node.scores;
  };

  test.for([
    ['first: 3', 3, false],
    ['first: 3, skip: 0', 3, false],
    ['first: 3, skip: 1', 3, true],
    ['first: 3, skip: 4', 1, true],
    ['first: 3, skip: 5', 0, true],
    ['first: 3, skip: 500', 0, true],
    ['first: 0, skip: 2', 0, true],
    ['first: 3, skip: 2, outcome: [JUDGE_ERROR]', 0, false],
  ] as const)('%s', async ([args, rows, hasPreviousPage], { api, client }) => {
    const evaluation = await anEvaluationOf(client, 5);

    const shown = await pages(api, evaluation, args);

    expect(shown.nodes).toHaveLength(rows);
    expect(shown.pageInfo).toEqual({ hasPreviousPage });
  });
});

test('an import cannot be cancelled, and goes on', async ({ api, client }) => {
  const { evaluation } = await anOpenImport(client);

  const answer = await refusal(
    api,
    'mutation ($id: ID!) { cancelEvaluation(input: {evaluation: $id}) { evaluation { status } } }',
    { id: evaluation },
  );

  expect(answer).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('close it with closeImport'),
  });
  const { data } = await post(api, 'query ($id: ID!) { node(id: $id) { ... on Evaluation { status } } }', {
    id: evaluation,
  });
  expect(data.node.status).toBe('RUNNING');
});
