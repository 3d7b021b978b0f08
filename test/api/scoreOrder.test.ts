import { expect } from 'vitest';
import { addResponses } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, importEvaluation } from '../support/imported.ts';

interface Page {
  totalCount: number;
  responseCount: number;
  pageInfo: { endCursor: string | null };
  nodes: {
    response: { sampleIndex: number; question: { externalId: string } };
    criterion: { slug: string };
  }[];
}

test('samples stand in the order of their indices however they came, page by page, and answers are counted beside scores', async ({
  client,
}) => {
  const questions = ['q0', 'q1'];
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({ externalId, slices: ['situational-analysis'] })),
  );
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    { input: { benchmark: 'mmie', model: { name: 'm' }, samplesPerQuestion: 12 } },
  );
  const run = createRun.run.id;
  // As a folder lists names: 0, 1, 10, 11, 2.
  const listed = Array.from({ length: 12 }, (_, index) => String(index)).toSorted();
  for (const index of listed) {
    const content = [{ text: 'x' }];
    const sampleIndex = Number(index);
    await addResponses(
      client,
      run,
      questions.map((question) => ({ question, sampleIndex, content })),
    );
  }
  const criteria = ['overall', 'text-quality'];
  const scores = listed.flatMap((index) =>
    questions.flatMap((question) =>
      criteria.map((criterion) => ({ question, sampleIndex: Number(index), criterion, value: 1 })),
    ),
  );
  const evaluation = await importEvaluation(client, run, { name: 'j', criteria }, { scores });
  const ask = async (args: string): Promise<Page> => {
    const { node } = await client.query<{ node: { scores: Page } }>(
      `query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(${args}) { totalCount responseCount
        pageInfo { endCursor } nodes { response { sampleIndex question { externalId } } criterion { slug } } } } } }`,
      { id: evaluation },
    );
    return node.scores;
  };
  const keys = ({ nodes }: Page) =>
    nodes.map(({ response, criterion }) => [
      ...[response.question.externalId, response.sampleIndex, criterion.slug],
    ]);

  const whole = await ask('first: 100');
  const walked = [];
  for (let after: string | null = null; ; ) {
    const page: Page = await ask(`first: 7 ${after ? `after: "${after}"` : ''}`);
    walked.push(...keys(page));
    after = page.pageInfo.endCursor;
    if (after === null) break;
  }

  const inOrder = questions.flatMap((question) =>
    Array.from({ length: 12 }, (_, index) =>
      criteria.map((criterion) => [question, index, criterion]),
    ).flat(),
  );
  expect(keys(whole)).toEqual(inOrder);
  expect(walked).toEqual(inOrder);
  expect(keys(await ask('first: 2, skip: 45'))).toEqual(inOrder.slice(45, 47));
  expect(whole).toMatchObject({ totalCount: 48, responseCount: 24 });
  expect(await ask('criterion: "overall", max: 0')).toMatchObject({ totalCount: 0, responseCount: 0 });
});
