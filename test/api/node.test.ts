import { expect } from 'vitest';
import { aJudge, anEvaluation, aRun, post, refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { aDemoWorker } from '../support/worker.ts';

/** A global id of every type there is. */
const IDS = `{
  benchmark(slug: "geneval-demo") { id questions(first: 1) { nodes { id } } }
  models { nodes { id } }
  runs { nodes { id responses(first: 1) { nodes { id } } } }
  judges { id }
  evaluations { nodes { id } }
  workers { id }
}`;

test('every type with a global id is found by it, alone or among others', async ({
  api,
  client,
  config,
  database,
  databaseUrl,
  log,
}) => {
  await using _ = await aDemoWorker(config, databaseUrl, log);
  await aJudge(database);
  const run = await aRun(client, { questions: 1 });
  await anEvaluation(client, run.id);
  const { data: all } = await post(api, IDS);
  const ids: Record<string, string> = {
    Benchmark: all.benchmark.id,
    Question: all.benchmark.questions.nodes[0].id,
    Model: all.models.nodes[0].id,
    Run: all.runs.nodes[0].id,
    Response: all.runs.nodes[0].responses.nodes[0].id,
    Judge: all.judges[0].id,
    Evaluation: all.evaluations.nodes[0].id,
    Worker: all.workers[0].id,
  };

  const one = await Promise.all(
    Object.values(ids).map((id) => post(api, 'query ($id: ID!) { node(id: $id) { __typename id } }', { id })),
  );
  const nobody = Buffer.from('Run:01a20c80-db57-702a-b129-b5b6e2251378').toString('base64url');
  const { data } = await post(api, 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
    ids: [...Object.values(ids), nobody, 'nonsense', ids['Run']],
  });

  const expected = Object.entries(ids).map(([__typename, id]) => ({ __typename, id }));
  expect(one.map((answer) => answer.data.node)).toEqual(expected);
  expect(data.nodes).toEqual([...expected, null, null, { __typename: 'Run', id: ids['Run'] }]);
});

test('at most a hundred are found at once', async ({ api }) => {
  const answer = await refusal(api, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: Array(101).fill('x'),
  });

  expect(answer).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('101') });
});

test('a connection is walked page by page, every row once, in a stable order', async ({ api, client }) => {
  const run = await aRun(client, { questions: 60 });
  const seen: string[] = [];
  const sizes: number[] = [];
  let page = { hasNextPage: true, hasPreviousPage: false, endCursor: null as string | null };

  while (page.hasNextPage) {
    const { data } = await post(
      api,
      `query ($run: ID!, $after: String) { node(id: $run) { ... on Run { responses(first: 100, after: $after) {
        totalCount edges { cursor node { id } } nodes { id }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`,
      { run: run.id, after: page.endCursor },
    );
    const { edges, nodes, pageInfo, totalCount } = data.node.responses;
    expect(totalCount).toBe(240);
    expect(edges.map(({ node }: { node: unknown }) => node)).toEqual(nodes);
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0].cursor, edges.at(-1).cursor]);
    expect(pageInfo.hasPreviousPage).toBe(seen.length > 0);
    seen.push(...nodes.map(({ id }: { id: string }) => id));
    sizes.push(nodes.length);
    page = pageInfo;
  }

  expect(sizes).toEqual([100, 100, 40]);
  expect(new Set(seen).size).toBe(240);
});

test('a page of none has a count and nothing else', async ({ api, client }) => {
  await aRun(client, { questions: 1 });

  const { data } = await post(
    api,
    '{ runs(first: 0) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }',
  );

  expect(data.runs).toEqual({ totalCount: 1, nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });
});
