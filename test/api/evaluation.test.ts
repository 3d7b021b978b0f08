import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { aJudge, anEvaluation, aRun, refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';
import { collect, connect } from '../support/live.ts';

interface Summary {
  category: string;
  criterion: { slug: string };
  strict: { mean: number | null; n: number; expected: number; low: number | null; high: number | null };
  histogram: number[];
}

async function summariesOf(client: Client, evaluation: string): Promise<Summary[]> {
  const { node } = await client.query<{ node: { criteria: Summary[] } }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { criteria {
      category criterion { slug } strict { mean n expected low high } histogram } } } }`,
    { id: evaluation },
  );
  return node.criteria;
}

/** Two categories that share the names of their criteria and not the criteria. */
async function stories(client: Client): Promise<{ run: string; questions: string[] }> {
  const questions = ['a', 'b', 'c'];
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId, index) => ({
      externalId,
      slices: index < 2 ? ['situational-analysis', 'literature'] : ['multi-step-reasoning', 'physics'],
    })),
  );
  return { questions, run: await aTextRun(client, { benchmark: 'mmie', model: 'one', questions }) };
}

test('every criterion says by category how its values lie on the scale', async ({ client }) => {
  const { run } = await stories(client);
  const scores = [
    { question: 'a', criterion: 'overall', value: 0 },
    { question: 'b', criterion: 'overall', value: 6 },
    { question: 'c', criterion: 'overall', value: 3 },
  ];
  const evaluation = await importEvaluation(client, run, { name: 'hand', criteria: ['overall'] }, { scores });

  const summaries = await summariesOf(client, evaluation);

  const filled = summaries.map(({ category, histogram, strict }) => ({
    ...{ category, n: strict.n, mean: strict.mean },
    bins: histogram.flatMap((count, bin) => (count > 0 ? [[bin, count]] : [])),
  }));
  expect(filled).toEqual([
    {
      ...{ category: 'situational-analysis', n: 2, mean: 3 },
      bins: [
        [0, 1],
        [19, 1],
      ],
    },
    { category: 'multi-step-reasoning', n: 1, mean: 3, bins: [[10, 1]] },
  ]);
  expect(summaries.map(({ histogram }) => histogram.length)).toEqual([20, 20]);
});

test('an event carries the numbers that stand when it is sent, and the last one those of the end', async ({
  api,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 20 });
  const evaluation = await anEvaluation(client, run.id);
  const connection = connect(api);
  const watching = collect(
    connection.iterate(
      `subscription ($id: ID!) { evaluationProgress(evaluation: $id) { seq done
        evaluation { done status modes { mode score { mean n } } criteria { histogram } } } }`,
      { id: evaluation },
    ),
  );

  await scoreToEnd(
    database,
    queue,
    scripted(judge.revision, ({ sampleIndex }) => sampleIndex % 2),
    evaluation,
    log,
  );
  const events = (await watching).map(({ data }) => data.evaluationProgress);
  await connection.end();

  expect(events.length).toBeGreaterThan(2);
  for (const event of events) expect(event.evaluation.done).toBeGreaterThanOrEqual(event.done);
  const last = events.at(-1).evaluation;
  expect(last).toMatchObject({ status: 'PARTIAL', done: 80 });
  expect(last.modes[1]).toMatchObject({ mode: 'STRICT', score: { mean: 0.5, n: 80 } });
  const inBin = (bin: number) =>
    last.criteria.reduce((sum: number, { histogram }: Summary) => sum + (histogram[bin] ?? 0), 0);
  expect([inBin(0), inBin(19)]).toEqual([40, 40]);
});

test("an evaluation's own cursor leads to what changes after it was read, and to nothing else", async ({
  api,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 20 });
  const evaluation = await anEvaluation(client, run.id);
  const cursorNow = async () => {
    const { node } = await client.query<{ node: { cursor: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Evaluation { cursor } } }',
      { id: evaluation },
    );
    return node.cursor;
  };
  const subscription = `subscription ($id: ID!, $after: String) {
    evaluationProgress(evaluation: $id, after: $after) { seq status } }`;
  const before = await cursorNow();

  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
  const connection = connect(api);
  const after = await collect(connection.iterate(subscription, { id: evaluation, after: before }));
  const atTheEnd = await collect(
    connection.iterate(subscription, { id: evaluation, after: await cursorNow() }),
  );
  await connection.end();

  expect(after[0]?.data.evaluationProgress.seq).toBe(2);
  expect(after.at(-1)?.data.evaluationProgress.status).toBe('PARTIAL');
  expect(atTheEnd).toEqual([]);
});

test('a long list of scores opens anywhere', async ({ api, client, database, queue, log }) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 30 });
  const evaluation = await anEvaluation(client, run.id);
  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
  const page = async (args: string) => {
    const { node } = await client.query<{
      node: { scores: { nodes: { response: { id: string } }[]; pageInfo: { endCursor: string } } };
    }>(
      `query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(${args}) {
        nodes { response { id } } pageInfo { endCursor } } } } }`,
      { id: evaluation },
    );
    return { ids: node.scores.nodes.map(({ response }) => response.id), end: node.scores.pageInfo.endCursor };
  };
  const first = await page('first: 100');

  const fromTheTop = await page('first: 5, skip: 90');
  const fromCursor = await page(`first: 3, after: "${(await page('first: 40')).end}", skip: 50`);

  expect(first.ids.slice(90, 95)).toEqual(fromTheTop.ids);
  expect(first.ids.slice(90, 93)).toEqual(fromCursor.ids);
  const refused = await refusal(
    api,
    `{ node(id: "${evaluation}") { ... on Evaluation { scores(skip: -1) { nodes { value } } } } }`,
  );
  expect(refused).toMatchObject({ code: 'INVALID_INPUT', message: 'skip: -1 is below 0' });
});
