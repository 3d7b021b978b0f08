import { expect } from 'vitest';
import { aJudge, anEvaluation, aRun } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';

const JUDGEMENTS = `query ($run: ID!) { node(id: $run) { ... on Run { responses(first: 3) { nodes {
  judgements {
    evaluation { id judge { name revision } }
    scores { value outcome reason criterion { slug } }
    replies { text isTruncated }
  } } } } } }`;

interface Judgement {
  evaluation: { id: string; judge: { name: string; revision: string } };
  scores: { value: number | null; outcome: string; reason: string | null }[];
  replies: { text: string }[];
}

test('a response has the scores of every judge revision side by side, the newest evaluation first', async ({
  client,
  database,
  queue,
  log,
}) => {
  const run = await aRun(client, { questions: 2, samples: 1 });
  const older = await aJudge(database, 'scripted', '1');
  const first = await anEvaluation(client, run.id);
  await scoreToEnd(database, queue, scripted(older.revision), first, log);
  const newer = await aJudge(database, 'scripted', '2');
  const second = await anEvaluation(client, run.id);
  const unread = () => ({ outcome: 'UNPARSEABLE' as const, reason: 'no number in it' });
  await scoreToEnd(database, queue, scripted(newer.revision, unread), second, log);

  const { node } = await client.query<{ node: { responses: { nodes: { judgements: Judgement[] }[] } } }>(
    JUDGEMENTS,
    { run: run.id },
  );

  for (const { judgements } of node.responses.nodes) {
    expect(judgements.map(({ evaluation }) => evaluation.judge.revision)).toEqual([
      newer.revision,
      older.revision,
    ]);
    expect(judgements.map(({ scores }) => scores)).toMatchObject([
      [{ value: null, outcome: 'UNPARSEABLE', reason: 'no number in it' }],
      [{ value: 1, outcome: 'SCORED', reason: null }],
    ]);
    expect(judgements.map(({ replies }) => replies.map(({ text }) => text))).toEqual([['said'], ['said']]);
  }
});

test('an evaluation that has not come to a response says nothing about it', async ({ client, database }) => {
  const run = await aRun(client, { questions: 1, samples: 1 });
  await aJudge(database);
  await anEvaluation(client, run.id);

  const { node } = await client.query<{ node: { responses: { nodes: { judgements: Judgement[] }[] } } }>(
    JUDGEMENTS,
    { run: run.id },
  );

  expect(node.responses.nodes).toEqual([{ judgements: [] }]);
});
