import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

/** Replies and what the two readings make of them: the official value first. */
const REPLIES: readonly (readonly [string, number | null, number | null])[] = [
  ['### Score: 5', 5, 5],
  ['### Score (0-6)\n4', 0, 4],
  ['###Score: 3', null, 3],
  ['### Score: 9', null, null],
  ['I would rather not say.', null, null],
  ['### Score: 2.5', 2, 2.5],
  ['### Score: 6', 6, 6],
  ['## Final Score: 1', null, 1],
];

const DISAGREEING = REPLIES.filter(([, official, strict]) => official !== strict);

const CATEGORIES = ['situational-analysis', 'project-based-learning', 'multi-step-reasoning'];
const DOMAINS = ['literature', 'finance', 'physics'];

const ids = REPLIES.map((_, index) => `q${index}`);

async function mmie(client: Client, kept: readonly number[] = ids.map((_, index) => index)): Promise<string> {
  await addQuestions(
    client,
    'mmie',
    ids.map((externalId, index) => ({
      externalId,
      slices: [CATEGORIES[index % 3] as string, DOMAINS[index % 3] as string],
    })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'one', questions: ids });
  const replies = kept.map((index) => ({
    question: `q${index}`,
    criterion: 'overall',
    text: REPLIES[index]?.[0] as string,
  }));
  return importEvaluation(client, run, { name: 'mmie-score', criteria: ['overall'] }, { replies });
}

interface Mode {
  mode: string;
  score: { mean: number | null; sum: number; n: number } | null;
  categories: { slug: string; score: { mean: number | null; sum: number; n: number } }[];
}

async function modesOf(client: Client, evaluation: string): Promise<Mode[]> {
  const { node } = await client.query<{ node: { modes: Mode[] } }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation {
      modes { mode score { mean sum n } categories { slug score { mean sum n } } } } } }`,
    { id: evaluation },
  );
  return node.modes;
}

test('both readings of an evaluation are those of the leaderboard', async ({ client }) => {
  const evaluation = await mmie(client);

  const modes = await modesOf(client, evaluation);
  const { leaderboard } = await client.query<{
    leaderboard: {
      nodes: {
        official: object;
        strict: object;
        categories: { slug: string; official: object; strict: object }[];
      }[];
    };
  }>(`{ leaderboard(benchmark: "mmie") { nodes { official { mean sum n } strict { mean sum n }
    categories { slug official { mean sum n } strict { mean sum n } } } } }`);

  const [entry] = leaderboard.nodes;
  expect(modes).toEqual([
    {
      mode: 'OFFICIAL',
      score: entry?.official,
      categories: entry?.categories.map(({ slug, official }) => ({ slug, score: official })),
    },
    {
      mode: 'STRICT',
      score: entry?.strict,
      categories: entry?.categories.map(({ slug, strict }) => ({ slug, score: strict })),
    },
  ]);
  expect(modes.map(({ score }) => score)).toMatchObject([
    { sum: 13, n: 4 },
    { sum: 21.5, n: 6 },
  ]);
});

interface Disagreement {
  response: { question: { externalId: string } };
  criterion: { slug: string };
  outcome: string;
  value: number | null;
  officialValue: number | null;
  difference: number | null;
  reply: { text: string };
}

interface DisagreementPage {
  totalCount: number;
  outcomes: { outcome: string; count: number }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
  nodes: Disagreement[];
}

async function disagreementsOf(client: Client, evaluation: string, first: number, after?: string) {
  const { node } = await client.query<{ node: { disagreements: DisagreementPage } }>(
    `query ($id: ID!, $first: Int!, $after: String) { node(id: $id) { ... on Evaluation {
      disagreements(first: $first, after: $after) {
        totalCount outcomes { outcome count } pageInfo { hasNextPage endCursor }
        nodes { response { question { externalId } } criterion { slug } outcome value officialValue difference
          reply { text } reason } } } } }`,
    { id: evaluation, first, after },
  );
  return node.disagreements;
}

test('disagreements are the replies that the two readings take differently', async ({ client }) => {
  const evaluation = await mmie(client);

  const page = await disagreementsOf(client, evaluation, 20);

  expect(page.nodes.map(({ reply, officialValue, value }) => [reply.text, officialValue, value])).toEqual(
    DISAGREEING,
  );
  expect(page.nodes.map(({ difference }) => difference)).toEqual([-4, null, -0.5, null]);
  expect(page).toMatchObject({ totalCount: 4, outcomes: [{ outcome: 'SCORED', count: 4 }] });
});

test('pages of disagreements join without a gap', async ({ client }) => {
  const evaluation = await mmie(client);
  const whole = await disagreementsOf(client, evaluation, 100);
  const seen: Disagreement[] = [];

  for (let after: string | undefined, more = true; more; ) {
    const page = await disagreementsOf(client, evaluation, 1, after);
    seen.push(...page.nodes);
    ({ hasNextPage: more, endCursor: after } = page.pageInfo);
  }

  expect(seen).toEqual(whole.nodes);
});

test('without the disagreeing responses both readings give the same numbers', async ({ client }) => {
  const whole = await mmie(client);
  const { nodes } = await disagreementsOf(client, whole, 100);
  const disagreeing = new Set(nodes.map(({ response }) => response.question.externalId));
  const [before, beforeStrict] = await modesOf(client, whole);

  const rest = await mmie(
    client,
    ids.flatMap((id, index) => (disagreeing.has(id) ? [] : [index])),
  );

  expect(before?.score).not.toEqual(beforeStrict?.score);
  const [official, strict] = await modesOf(client, rest);
  expect(official?.score).toEqual(strict?.score);
  expect(official?.categories).toEqual(strict?.categories);
  expect((await disagreementsOf(client, rest, 100)).nodes).toEqual([]);
});

test("an EvalAlign reply without a digit is the script's 0 and nobody's score", async ({ client }) => {
  await addQuestions(client, 'evalalign', [
    { externalId: 'a', slices: ['alignment'], criteria: ['object', 'count'] },
    { externalId: 'f', slices: ['faithfulness'] },
  ]);
  const run = await aTextRun(client, { benchmark: 'evalalign', model: 'one', questions: ['a', 'f'] });
  const replies = [
    { question: 'a', criterion: 'object', text: '2, all there' },
    { question: 'a', criterion: 'count', text: 'two of three' },
    { question: 'f', criterion: 'face', text: '-1, no face' },
  ];
  const evaluation = await importEvaluation(client, run, { name: 'llava' }, { replies });

  const { nodes, outcomes } = await disagreementsOf(client, evaluation, 10);

  expect(nodes).toMatchObject([
    { criterion: { slug: 'count' }, outcome: 'UNPARSEABLE', value: null, officialValue: 0 },
  ]);
  expect(nodes[0]?.reply.text).toBe('two of three');
  expect(outcomes).toEqual([{ outcome: 'UNPARSEABLE', count: 1 }]);
  expect(await modesOf(client, evaluation)).toMatchObject([
    { mode: 'OFFICIAL', score: null },
    { mode: 'STRICT', score: null },
  ]);
});

async function scoresOf(client: Client, evaluation: string, filter: string) {
  const { node } = await client.query<{
    node: { scores: { totalCount: number; nodes: { response: { question: { externalId: string } } }[] } };
  }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(${filter}) {
      totalCount nodes { response { question { externalId } } outcome value } } } } }`,
    { id: evaluation },
  );
  const { totalCount, nodes } = node.scores;
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ response }) => response.question.externalId);
}

test('scores are found by outcome, value and place', async ({ client }) => {
  const evaluation = await mmie(client);

  expect(await scoresOf(client, evaluation, 'outcome: [UNPARSEABLE, OUT_OF_RANGE]')).toEqual(['q3', 'q4']);
  expect(await scoresOf(client, evaluation, 'max: 3')).toEqual(['q2', 'q5', 'q7']);
  expect(await scoresOf(client, evaluation, 'min: 4, max: 5')).toEqual(['q0', 'q1']);
  expect(await scoresOf(client, evaluation, 'domain: "finance"')).toEqual(['q1', 'q4', 'q7']);
  expect(await scoresOf(client, evaluation, 'category: "multi-step-reasoning", max: 2.5')).toEqual(['q5']);
  expect(await scoresOf(client, evaluation, 'criterion: "text-quality"')).toEqual([]);
});

test('filters that cannot be meant are refused', async ({ api, client }) => {
  const evaluation = await mmie(client);
  const query = (filter: string) =>
    `{ node(id: "${evaluation}") { ... on Evaluation { scores(${filter}) { totalCount nodes { value } } } } }`;

  const refused = await Promise.all(
    [
      'criterion: "taste"',
      'domain: "finances"',
      'outcome: [MISSING_RESPONSE]',
      'after: "x"',
      'first: 101',
    ].map((filter) => refusal(api, query(filter))),
  );

  expect(refused.map(({ code }) => code)).toEqual([
    'NOT_FOUND',
    'NOT_FOUND',
    'INVALID_INPUT',
    'INVALID_INPUT',
    'INVALID_INPUT',
  ]);
});
