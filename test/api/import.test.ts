import { describe, expect } from 'vitest';
import { MMIE_PARSER } from '../../src/benchmarks/mmie/parse.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { test } from '../support/fixtures.ts';

const LEADERBOARD = `query ($benchmark: String!) { leaderboard(benchmark: $benchmark) { nodes {
  rank model { name } evaluation { status } official { mean sum n } strict { mean n expected outcomes { outcome count } }
  categories { slug official { mean sum n } } } } }`;

interface Row {
  official: { mean: number | null } | null;
  strict: { mean: number | null } | null;
  categories: Row[];
}

interface Shown {
  leaderboard: { nodes: { rank: number | null; [field: string]: unknown }[] };
}

async function mutate<Payload>(
  client: Client,
  name: string,
  type: string,
  fields: string,
  input: object,
): Promise<Payload> {
  const data = await client.query<Record<string, Payload>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
  return data[name] as Payload;
}

/** A run of one response to each question, and an open import of it. */
async function anImport(
  client: Client,
  benchmark: string,
  questions: { externalId: string; category: string; criteria?: string[] }[],
) {
  await mutate(client, 'addQuestions', 'AddQuestionsInput', 'added', {
    benchmark,
    questions: questions.map(({ externalId, category, criteria }) => ({
      externalId,
      slices: [{ slug: category }],
      content: [{ text: externalId }],
      ...(criteria && { criteria }),
    })),
  });
  const { run } = await mutate<{ run: { id: string } }>(client, 'createRun', 'CreateRunInput', 'run { id }', {
    benchmark,
    model: { name: 'm' },
    idempotencyKey: 'm',
  });
  await addResponses(client, run.id, questions);
  return { run: run.id, evaluation: await openImport(client, run.id) };
}

const addResponses = (client: Client, run: string, questions: { externalId: string }[]) =>
  mutate(client, 'addResponses', 'AddResponsesInput', 'added', {
    run,
    responses: questions.map(({ externalId }) => ({
      question: externalId,
      content: [{ missingImage: `${externalId}.png` }],
    })),
  });

const openImport = async (
  client: Client,
  run: string,
  criteria?: string[],
  manifest: object = { weights: '1' },
): Promise<string> =>
  (
    await mutate<{ evaluation: { id: string } }>(
      client,
      'openImport',
      'OpenImportInput',
      'evaluation { id }',
      {
        run,
        judge: { name: 'somebody', manifest, ...(criteria && { criteria }) },
      },
    )
  ).evaluation.id;

const importReplies = (client: Client, evaluation: string, replies: object[]) =>
  mutate<{ added: number; evaluation: { done: number } }>(
    client,
    'importReplies',
    'ImportRepliesInput',
    'added evaluation { done }',
    {
      evaluation,
      replies,
    },
  );

const closeImport = (client: Client, evaluation: string) =>
  mutate<{ evaluation: { status: string } }>(
    client,
    'closeImport',
    'CloseImportInput',
    'evaluation { status }',
    { evaluation },
  );

test('MMIE replies are read in both ways, and importing them again changes nothing', async ({
  client,
  database,
}) => {
  const questions = ['SA-1', 'SA-2', 'PBL-1', 'MSR-1'].map((externalId) => ({
    externalId,
    category:
      { S: 'situational-analysis', P: 'project-based-learning', M: 'multi-step-reasoning' }[
        externalId[0] ?? ''
      ] ?? '',
  }));
  const { run } = await anImport(client, 'mmie', questions);
  const evaluation = await openImport(client, run, ['overall']);
  const texts = ['### Score\n5', '### Score (0-6)\n4', '### Score\n4.5', 'nothing to see'];
  const replies = questions.map(({ externalId }, index) => ({
    question: externalId,
    criterion: 'overall',
    text: texts[index],
  }));

  const first = await importReplies(client, evaluation, replies);
  await closeImport(client, evaluation);
  const again = await importReplies(client, evaluation, replies);

  expect(first).toEqual({ added: 4, evaluation: { done: 4 } });
  expect(again.added).toBe(0);
  const { leaderboard } = await client.query<Shown>(LEADERBOARD, { benchmark: 'mmie' });
  expect(leaderboard.nodes).toMatchObject([
    {
      evaluation: { status: 'COMPLETED' },
      official: { sum: 9, n: 3, mean: 3 },
      strict: {
        n: 3,
        expected: 4,
        outcomes: [
          { outcome: 'SCORED', count: 3 },
          { outcome: 'UNPARSEABLE', count: 1 },
        ],
      },
    },
  ]);
  expect(await findFaults(database.db)).toEqual([]);
});

test('another reply, and the same score twice otherwise in one call, are refused', async ({ client }) => {
  const { run } = await anImport(client, 'mmie', [{ externalId: 'SA-1', category: 'situational-analysis' }]);
  const evaluation = await openImport(client, run, ['overall']);
  const reply = { question: 'SA-1', criterion: 'overall', text: '### Score\n5' };
  await importReplies(client, evaluation, [reply]);
  const score = { question: 'SA-1', criterion: 'text-quality', value: 1 };

  await expect(
    importReplies(client, evaluation, [{ ...reply, text: '### Score\n5\nindeed' }]),
  ).rejects.toThrow('the judge\'s "### Score\\n5" is there, "### Score\\n5\\nindeed" was given');
  await expect(importReplies(client, evaluation, [{ ...reply, text: null }])).rejects.toThrow(
    '5 is there, JUDGE_ERROR was given',
  );
  await expect(
    mutate(client, 'importScores', 'ImportScoresInput', 'added', {
      evaluation,
      scores: [score, { ...score, value: 0 }],
    }),
  ).rejects.toThrow('criterion text-quality: 1 is there, 0 was given');
  expect((await importReplies(client, evaluation, [reply])).added).toBe(0);
});

test("EvalAlign's second dimension joins the evaluation of the first, and each has its own number", async ({
  client,
  database,
}) => {
  const alignment = [
    { externalId: 'alignment/1', category: 'alignment', criteria: ['object', 'count'] },
    { externalId: 'alignment/2', category: 'alignment', criteria: ['object'] },
    { externalId: 'alignment/3', category: 'alignment', criteria: [] },
  ];
  const { run, evaluation } = await anImport(client, 'evalalign', alignment);
  await importReplies(client, evaluation, [
    { question: 'alignment/1', criterion: 'object', text: '2, all' },
    { question: 'alignment/1', criterion: 'count', text: 'none' },
    { question: 'alignment/2', criterion: 'object', text: '1, some' },
  ]);
  await closeImport(client, evaluation);

  const faithfulness = [
    {
      externalId: 'faithfulness/1',
      category: 'faithfulness',
      criteria: ['body', 'hand', 'face', 'object', 'common'],
    },
  ];
  const joined = await anImport(client, 'evalalign', faithfulness);
  await importReplies(
    client,
    joined.evaluation,
    ['3', '-1', '4', '2', '0'].map((text, index) => ({
      question: 'faithfulness/1',
      criterion: faithfulness[0]?.criteria[index],
      text,
    })),
  );
  const closed = await closeImport(client, joined.evaluation);

  expect(joined).toEqual({ run, evaluation });
  expect(closed.evaluation.status).toBe('COMPLETED');
  const { leaderboard } = await client.query<Shown>(LEADERBOARD, { benchmark: 'evalalign' });
  expect(leaderboard.nodes).toMatchObject([
    {
      rank: null,
      official: null,
      categories: [
        { slug: 'faithfulness', official: { sum: 9, n: 4, mean: 2.25 } },
        { slug: 'alignment', official: { sum: 3, n: 3, mean: 1 } },
      ],
    },
  ]);
  expect(await findFaults(database.db)).toEqual([]);
});

describe('what an import refuses, changing nothing', () => {
  const cases = [
    [{ question: 'SA-9', criterion: 'overall', value: 3 }, 'no response to question SA-9'],
    [{ question: 'SA-1', criterion: 'beauty', value: 3 }, 'has no such criterion'],
    [{ question: 'SA-1', criterion: 'overall', value: 7 }, '7 is outside the scale 0 to 6'],
    [{ question: 'SA-1', criterion: 'overall' }, 'give a value, or the outcome'],
    [{ question: 'SA-1', criterion: 'overall', outcome: 'SCORED' }, 'SCORED goes with a value'],
    [
      { question: 'SA-1', criterion: 'overall', value: 1, outcome: 'JUDGE_ERROR' },
      'JUDGE_ERROR goes without a value',
    ],
  ] as const;
  test.for(cases)('%j', async ([score, words], { client, database }) => {
    const { evaluation } = await anImport(client, 'mmie', [
      { externalId: 'SA-1', category: 'situational-analysis' },
    ]);

    const importing = mutate(client, 'importScores', 'ImportScoresInput', 'added', {
      evaluation,
      scores: [{ question: 'SA-1', criterion: 'text-quality', value: 1 }, score],
    });

    await expect(importing).rejects.toThrow(words);
    const { rows } = await database.pool.query('select count(*) as n from scores');
    expect(rows).toEqual([{ n: 0 }]);
  });
});

test('a question that is there with other content is refused by name', async ({ client }) => {
  await anImport(client, 'mmie', [{ externalId: 'SA-1', category: 'situational-analysis' }]);

  const adding = mutate(client, 'addQuestions', 'AddQuestionsInput', 'added', {
    benchmark: 'mmie',
    questions: [
      { externalId: 'SA-1', slices: [{ slug: 'situational-analysis' }], content: [{ text: 'another' }] },
    ],
  });

  await expect(adding).rejects.toThrow('Question SA-1 is there with other content');
});

test('replies are not added to those that an older parser read', async ({ client }) => {
  const { run } = await anImport(client, 'mmie', [{ externalId: 'SA-1', category: 'situational-analysis' }]);
  const older = await openImport(client, run, ['overall'], { parser: 'assay-mmie/1' });
  const reply = { question: 'SA-1', criterion: 'overall', text: '### Score\n5' };

  await expect(importReplies(client, older, [reply])).rejects.toThrow(
    /read by assay-mmie\/1, this server reads by assay-mmie\/\d+; open an import/,
  );
  const present = await openImport(client, run, ['overall'], { parser: MMIE_PARSER });
  expect(await importReplies(client, present, [reply])).toMatchObject({ added: 1 });
});

test.for([
  ['mmie', 'SA-1', 'situational-analysis', 'overall', `### Score\n${'9'.repeat(400)}`],
  ['evalalign', 'a-1', 'alignment', 'object', '9'.repeat(400)],
  ['evalalign', 'f-1', 'faithfulness', 'hand', `-${'9'.repeat(400)}`],
  ['evalalign', 'f-1', 'faithfulness', 'hand', '9'.repeat(200)],
] as const)(
  'a reply to %s %s that is a number beyond all bounds leaves the board as it was',
  async ([benchmark, externalId, category, criterion, text], { client }) => {
    const { evaluation } = await anImport(client, benchmark, [{ externalId, category }]);

    await importReplies(client, evaluation, [{ question: externalId, criterion, text }]);
    await closeImport(client, evaluation);

    const { leaderboard } = await client.query<{ leaderboard: { nodes: Row[] } }>(LEADERBOARD, { benchmark });
    const rows = leaderboard.nodes.flatMap((row) => [row, ...row.categories]);
    expect(rows.length).toBeGreaterThan(1);
    // A mean of nothing is 0 to some scripts.
    for (const { official, strict } of rows)
      expect([official?.mean || null, strict?.mean ?? null]).toEqual([null, null]);
  },
);
