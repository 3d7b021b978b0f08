import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, type ImportedQuestion, importEvaluation } from '../support/imported.ts';

const MMIE: readonly ImportedQuestion[] = [
  ...['SA-1', 'SA-2', 'SA-3'].map((externalId) => ({
    externalId,
    slices: ['situational-analysis', 'literature'],
  })),
  ...['PBL-1', 'PBL-2', 'PBL-3', 'PBL-4'].map((externalId) => ({
    externalId,
    slices: ['project-based-learning', 'finance'],
  })),
];
const EVALALIGN: readonly ImportedQuestion[] = [
  { externalId: 'alignment/1', slices: ['alignment'], criteria: ['object', 'count'] },
  { externalId: 'alignment/2', slices: ['alignment'], criteria: ['object'] },
  { externalId: 'alignment/3', slices: ['alignment'], criteria: [] },
  { externalId: 'faithfulness/1', slices: ['faithfulness'], criteria: ['body', 'object'] },
  { externalId: 'faithfulness/2', slices: ['faithfulness'], criteria: ['body', 'object'] },
];

const LEADERBOARD = `query ($benchmark: String!, $category: String, $domain: String, $criterion: String,
  $mode: Mode, $missing: MissingPolicy, $rankIncomplete: Boolean) {
  leaderboard(benchmark: $benchmark, category: $category, domain: $domain, criterion: $criterion, mode: $mode,
    missing: $missing, rankIncomplete: $rankIncomplete) { missing nodes {
      rank isComplete kind model { name } score { ...Numbers } official { ...Numbers } strict { ...Numbers }
      categories { slug official { ...Numbers } strict { ...Numbers } }
      criteria { slug name category score { ...Numbers } official { ...Numbers } strict { ...Numbers } }
    } } }
  fragment Numbers on Aggregate { mean percent sum low high n expected aggregation scale { min max }
    outcomes { outcome count } }`;

interface Numbers {
  mean: number | null;
  percent: number | null;
  sum: number;
  low: number | null;
  high: number | null;
  n: number;
  expected: number;
  scale: { min: number; max: number };
}

interface Entry {
  rank: number | null;
  isComplete: boolean;
  model: { name: string };
  score: Numbers | null;
  official: Numbers | null;
  strict: Numbers | null;
  categories: { slug: string; official: Numbers; strict: Numbers }[];
  criteria: { slug: string; name: string; category: string; official: Numbers; strict: Numbers }[];
}

async function boardOf(client: Client, variables: Record<string, unknown>): Promise<Entry[]> {
  const data = await client.query<{ leaderboard: { nodes: Entry[] } }>(LEADERBOARD, variables);
  return data.leaderboard.nodes;
}

/** One model's replies to MMIE, by question; null is a judge that failed. */
async function mmie(client: Client, model: string, replies: Record<string, string | null>): Promise<void> {
  await addQuestions(client, 'mmie', MMIE);
  const questions = Object.keys(replies);
  const run = await aTextRun(client, { benchmark: 'mmie', model, questions });
  await importEvaluation(
    client,
    run,
    { name: 'mmie-score', criteria: ['overall'] },
    {
      replies: questions.map((question) => ({
        question,
        criterion: 'overall',
        text: replies[question] ?? null,
      })),
    },
  );
}

async function evalalign(client: Client, model: string, replies: Record<string, string>): Promise<void> {
  await addQuestions(client, 'evalalign', EVALALIGN);
  const given = Object.entries(replies).map(([place, text]) => {
    const [dimension, id, criterion = ''] = place.split('/');
    return { question: `${dimension}/${id}`, criterion, text };
  });
  const asked = new Set(given.map(({ question }) => question.split('/')[0]));
  const questions = EVALALIGN.map(({ externalId }) => externalId).filter((id) => asked.has(id.split('/')[0]));
  const run = await aTextRun(client, { benchmark: 'evalalign', model, questions });
  await importEvaluation(client, run, { name: 'evalalign' }, { replies: given });
}

const said = (values: Record<string, number | string>) =>
  Object.fromEntries(
    Object.entries(values).map(([question, value]) => [
      question,
      typeof value === 'number' ? `### Score\n${value}` : value,
    ]),
  );

const WHOLE = said({ 'SA-1': 5, 'SA-2': 2, 'SA-3': 3, 'PBL-1': 6, 'PBL-2': 5, 'PBL-3': 5, 'PBL-4': 6 });

describe('a rank', () => {
  test('is given where nothing is missing in what is looked at', async ({ client }) => {
    await mmie(client, 'whole', WHOLE);
    await mmie(client, 'finance only', said({ 'PBL-1': 1, 'PBL-2': 0, 'PBL-3': 1, 'PBL-4': 0 }));

    const all = await boardOf(client, { benchmark: 'mmie' });
    const finance = await boardOf(client, { benchmark: 'mmie', domain: 'finance' });
    const forced = await boardOf(client, { benchmark: 'mmie', rankIncomplete: true });

    const short = (nodes: Entry[]) => nodes.map((node) => [node.model.name, node.isComplete, node.rank]);
    expect(short(all)).toEqual([
      ['whole', true, 1],
      ['finance only', false, null],
    ]);
    expect(short(finance)).toEqual([
      ['whole', true, 1],
      ['finance only', true, 2],
    ]);
    expect(short(forced)).toEqual([
      ['whole', true, 1],
      ['finance only', false, 2],
    ]);
  });

  test("is EvalAlign's in the one dimension that was judged", async ({ client }) => {
    await evalalign(client, 'm', {
      'alignment/1/object': '2',
      'alignment/1/count': '1',
      'alignment/2/object': '0',
    });

    const views = [{ category: 'alignment' }, { category: 'faithfulness' }, {}];
    const found = await Promise.all(
      views.map((view) => boardOf(client, { benchmark: 'evalalign', ...view })),
    );

    expect(found.map(([entry]) => [entry?.isComplete, entry?.rank])).toEqual([
      [true, 1],
      [false, null],
      [false, null],
    ]);
  });

  test('outlives a reply that cannot be read, and not a judge that failed', async ({ client }) => {
    await mmie(client, 'unreadable', { ...WHOLE, 'SA-1': 'none' });
    await mmie(client, 'failed', { ...WHOLE, 'SA-1': null });

    const nodes = await boardOf(client, { benchmark: 'mmie' });

    const of = (name: string) => nodes.find(({ model }) => model.name === name);
    expect(of('unreadable')).toMatchObject({ isComplete: true, rank: 1 });
    expect(of('failed')).toMatchObject({ isComplete: false, rank: null });
  });
});

describe('the official reading', () => {
  test("prints MMIE's digits, with the interval as it is", async ({ client }) => {
    await mmie(client, 'm', WHOLE);

    const [entry] = await boardOf(client, { benchmark: 'mmie', mode: 'OFFICIAL' });

    // 32 / 7 = 4.571428…; 10 / 3 = 3.3333…
    expect(entry?.score).toMatchObject({ sum: 32, n: 7, mean: 4.571, percent: 76.18 });
    expect(entry?.categories).toMatchObject([
      { slug: 'situational-analysis', official: { mean: 3.333, percent: 55.55 } },
      { slug: 'project-based-learning', official: { mean: 5.5, percent: 91.67 } },
    ]);
    expect(entry?.strict).toMatchObject({ mean: 32 / 7, percent: (32 / 42) * 100 });
    expect(entry?.official?.low).toBe(entry?.strict?.low);
    expect(entry?.criteria).toMatchObject([
      { slug: 'overall', category: 'situational-analysis', official: { mean: 3.333 } },
      { slug: 'overall', category: 'project-based-learning', official: { mean: 5.5 } },
    ]);
  });

  test("keeps EvalAlign's doubles, its 0 for no digit, and its 0 for a skill that never applied", async ({
    client,
  }) => {
    await evalalign(client, 'm', {
      'alignment/1/object': '2, all',
      'alignment/1/count': 'I cannot tell',
      'alignment/2/object': '2',
      'faithfulness/1/body': '-1',
      'faithfulness/2/body': '-1',
      'faithfulness/1/object': '3',
      'faithfulness/2/object': '0',
    });

    const [entry] = await boardOf(client, { benchmark: 'evalalign' });

    expect(entry?.score).toBeNull();
    expect(entry?.categories).toMatchObject([
      { slug: 'faithfulness', official: { sum: 3, n: 2, mean: 1.5 }, strict: { mean: 1.5 } },
      { slug: 'alignment', official: { sum: 4, n: 3, expected: 3, mean: 4 / 3, scale: { min: 0, max: 2 } } },
    ]);
    // Three questions of three pictures; the one that cannot be read is taken to be worth what the others are.
    expect(entry?.categories[1]?.strict).toMatchObject({ sum: 4, n: 3, mean: 2 });
    expect(
      entry?.criteria.map(({ category, slug, official: { mean, sum, n } }) => [category, slug, mean, sum, n]),
    ).toEqual([
      ['faithfulness', 'body', 0, 0, 0],
      ['faithfulness', 'object', 1.5, 3, 2],
      ['alignment', 'object', 2, 4, 2],
      ['alignment', 'count', 0, 0, 1],
    ]);
  });
});

describe('values that are missing', () => {
  const holes = { ...said({ 'SA-1': 6, 'SA-2': 4, 'PBL-1': 2, 'PBL-2': 4 }), 'PBL-3': 'none', 'PBL-4': null };

  test('are dropped, or count as 0, or give the worst and best that could be', async ({ client }) => {
    await mmie(client, 'm', holes);

    const [drop, zero, bounds] = await Promise.all(
      ['DROP', 'ZERO', 'BOUNDS'].map(
        async (missing) => (await boardOf(client, { benchmark: 'mmie', missing }))[0],
      ),
    );

    // Four values that add up to 16; three of the seven are missing: one reply, one judge, one response.
    expect(drop?.strict).toMatchObject({ mean: 4, n: 4, expected: 7 });
    expect(zero?.strict).toMatchObject({ mean: 16 / 7, sum: 16, n: 7, expected: 7 });
    expect(bounds?.strict).toMatchObject({ mean: 4, n: 4, low: 16 / 7, high: (16 + 18) / 7 });
    for (const entry of [drop, zero, bounds]) {
      expect(entry?.official).toEqual(drop?.official);
      expect(entry?.strict).toMatchObject({
        outcomes: [
          { outcome: 'SCORED', count: 4 },
          { outcome: 'UNPARSEABLE', count: 1 },
          { outcome: 'JUDGE_ERROR', count: 1 },
          { outcome: 'MISSING_RESPONSE', count: 1 },
        ],
      });
    }
  });

  test('are dropped where no policy is named, and ranks under BOUNDS are those of DROP', async ({
    client,
  }) => {
    await mmie(client, 'a', { ...WHOLE, 'SA-1': 'none' });
    await mmie(client, 'b', WHOLE);

    const [unnamed, bounds] = await Promise.all([
      boardOf(client, { benchmark: 'mmie' }),
      boardOf(client, { benchmark: 'mmie', missing: 'BOUNDS' }),
    ]);

    expect(unnamed[1]?.strict).toMatchObject({ mean: 27 / 6, n: 6 });
    expect(bounds.map(({ rank }) => rank)).toEqual(unnamed.map(({ rank }) => rank));
  });
});

describe('criteria', () => {
  test('are those of the slice looked at, each equal to a leaderboard of its own', async ({ client }) => {
    await evalalign(client, 'm', {
      'alignment/1/object': '2',
      'alignment/1/count': '1',
      'alignment/2/object': '0',
      'faithfulness/1/object': '3',
      'faithfulness/2/object': '1',
    });

    const [entry] = await boardOf(client, { benchmark: 'evalalign', category: 'alignment' });

    expect(entry?.criteria.map(({ slug, name }) => [slug, name])).toEqual([
      ['object', 'Object'],
      ['count', 'Count'],
    ]);
    for (const { slug, category, official, strict } of entry?.criteria ?? []) {
      const [own] = await boardOf(client, { benchmark: 'evalalign', category, criterion: slug });
      expect(own).toMatchObject({ official, strict });
    }
  });
});

test('a mean over two scales is refused', async ({ api, client }) => {
  await evalalign(client, 'm', { 'alignment/2/object': '2', 'faithfulness/1/object': '3' });

  const refused = await refusal(
    api,
    '{ leaderboard(benchmark: "evalalign", criterion: "object") { nodes { rank } } }',
  );

  expect(refused).toMatchObject({
    code: 'INVALID_INPUT',
    message: 'evalalign has different scales here; name a category or a criterion',
  });
});
