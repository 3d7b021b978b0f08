import { describe, expect } from 'vitest';
import type { RunningApi } from '../../src/api/main.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { createRandom } from '../../src/painter/random.ts';
import type { Database } from '../../src/store/database.ts';
import type { Queue } from '../../src/store/queue.ts';
import type { ShardResponse } from '../../src/store/shards.ts';
import {
  aJudge,
  anEvaluation,
  aRun,
  installDemo,
  post,
  type RunOptions,
  refusal,
} from '../support/builders.ts';
import { test as base } from '../support/fixtures.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';

type Says = Parameters<typeof scripted>[1];

interface Warehouse {
  client: Client;
  database: Database;
  queue: Queue;
  log: Parameters<typeof scoreToEnd>[4];
}

const test = base.extend<{ warehouse: Warehouse }>({
  warehouse: async ({ client, database, queue, log }, use) => use({ client, database, queue, log }),
});

/** A run that a scripted judge has scored; the evaluation's id. */
async function scored(
  { client, database, queue, log }: Warehouse,
  says: Says,
  options: RunOptions = {},
  revision = '1',
) {
  const judge = await aJudge(database, 'scripted', revision);
  const run = await aRun(client, options);
  const evaluation = await anEvaluation(client, run.id, `scripted@${judge.revision}`);
  await scoreToEnd(database, queue, scripted(judge.revision, says), evaluation, log);
  return { evaluation, judge };
}

const AGGREGATE = '{ mean percent sum low high n expected aggregation scale { min max } }';

/** The shape that the issue promises. */
const BOARD = `{ mode judge { name revision } nodes { rank model { name } evaluation { id }
  score ${AGGREGATE} official ${AGGREGATE} strict ${AGGREGATE}
  categories { slug name score ${AGGREGATE} official ${AGGREGATE} strict ${AGGREGATE} } } }`;

async function board(api: RunningApi, args = '') {
  const { data, text } = await post(
    api,
    `{ leaderboard(benchmark: "geneval-demo"${args && `, ${args}`}) ${BOARD} }`,
  );
  if (!data?.leaderboard) throw new Error(text);
  return data.leaderboard;
}

/** The demo's six tasks, ten questions each, in the order of its questions. */
const TASKS = ['single_object', 'two_object', 'counting', 'colors', 'position', 'color_attr'];
const taskOf = ({ externalId }: Pick<ShardResponse, 'externalId'>) => Math.floor(Number(externalId) / 10);

describe('a leaderboard row', () => {
  test('has the numbers that a plain recomputation gives', async ({ api, warehouse }) => {
    const random = createRandom(7);
    const values = new Map<string, number>();
    await scored(warehouse, (response) => {
      const value = Number(random.chance(0.2 + 0.1 * taskOf(response)));
      values.set(`${response.externalId}/${response.sampleIndex}`, value);
      return value;
    });

    const { nodes, mode, judge } = await board(api);

    const means = TASKS.map((_, task) => {
      const own = [...values].filter(([key]) => taskOf({ externalId: key.slice(0, 5) }) === task);
      return own.reduce((sum, [, value]) => sum + value, 0) / own.length;
    });
    const mean = means.reduce((sum, value) => sum + value) / 6;
    const total = [...values.values()].reduce((sum, value) => sum + value);
    expect({ mode, judge: judge.name, rows: nodes.length }).toEqual({
      mode: 'STRICT',
      judge: 'scripted',
      rows: 1,
    });
    const [row] = nodes;
    expect(row.rank).toBe(1);
    expect(row.score).toEqual({
      mean: expect.closeTo(mean, 12),
      percent: expect.closeTo(100 * mean, 10),
      sum: total,
      low: expect.any(Number),
      high: expect.any(Number),
      n: 240,
      expected: 240,
      aggregation: 'MEAN_OF_CATEGORY_MEANS',
      scale: { min: 0, max: 1 },
    });
    expect(row.strict).toEqual(row.score);
    expect(row.official.mean).toBeCloseTo(mean, 4);
    expect(row.score.low).toBeGreaterThan(0);
    expect(row.score.low).toBeLessThan(mean);
    expect(row.score.high).toBeGreaterThan(mean);
    expect(row.categories.map(({ slug }: { slug: string }) => slug)).toEqual(TASKS);
    for (const [task, { score }] of row.categories.entries()) {
      expect(score).toMatchObject({
        mean: expect.closeTo(means[task] as number, 12),
        n: 40,
        expected: 40,
        aggregation: 'MEAN',
      });
      expect(score.low).toBeLessThanOrEqual(score.mean);
      expect(score.high).toBeGreaterThanOrEqual(score.mean);
    }
  });

  test('has the share of pictures and of prompts with any right one, under other aggregations', async ({
    api,
    warehouse,
  }) => {
    // Of every third question the first sample is right, and of every second task all are.
    await scored(warehouse, (response) =>
      Number(
        taskOf(response) % 2 === 0 || (Number(response.externalId) % 3 === 0 && response.sampleIndex === 0),
      ),
    );

    const { data } = await post(
      api,
      `{ leaderboard(benchmark: "geneval-demo") { nodes {
        mean: aggregate(aggregation: MEAN) ${AGGREGATE} any: aggregate(aggregation: ANY_OF_N) ${AGGREGATE} } } }`,
    );

    const odd = [1, 3, 5].flatMap((task) => Array.from({ length: 10 }, (_, index) => 10 * task + index));
    const lucky = odd.filter((question) => question % 3 === 0).length;
    const [{ mean, any }] = data.leaderboard.nodes;
    expect(mean).toMatchObject({
      mean: expect.closeTo((120 + lucky) / 240, 12),
      n: 240,
      aggregation: 'MEAN',
    });
    expect(any).toMatchObject({
      mean: expect.closeTo((30 + lucky) / 60, 12),
      n: 60,
      aggregation: 'ANY_OF_N',
    });
    expect(any.low).toBeLessThan(any.mean);
    expect(any.high).toBeGreaterThan(any.mean);
  });

  test('shows both readings, and ranks by the one asked for', async ({ api, warehouse }) => {
    // A script that reads what a careful person does not: one model gains by it.
    await scored(
      warehouse,
      ({ sampleIndex }) =>
        sampleIndex === 0 ? { outcome: 'UNPARSEABLE', value: null, officialValue: 1 } : 0,
      {
        model: 'gains',
      },
    );
    await scored(warehouse, ({ sampleIndex }) => Number(sampleIndex === 1), { model: 'plain' });

    const [strict, official] = [await board(api), await board(api, 'mode: OFFICIAL')];

    const seen = ({
      nodes,
    }: {
      nodes: {
        model: { name: string };
        strict: { mean: number };
        official: { mean: number };
        score: { mean: number };
      }[];
    }) => nodes.map((row) => [row.model.name, row.score.mean, row.strict.mean, row.official.mean]);
    expect(seen(strict)).toEqual([
      ['plain', 0.25, 0.25, 0.25],
      ['gains', 0, 0, 0.25],
    ]);
    expect(seen(official).toSorted()).toEqual([
      ['gains', 0.25, 0, 0.25],
      ['plain', 0.25, 0.25, 0.25],
    ]);
    expect(strict.nodes[1].strict).toMatchObject({ n: 180, expected: 240 });
    expect(strict.nodes[1].official).toMatchObject({ n: 240, expected: 240 });
  });
});

describe('ranks', () => {
  test('are equal where the data cannot tell models apart', async ({ api, warehouse }) => {
    const every = (step: number) => (response: ShardResponse) =>
      Number((Number(response.externalId) * 4 + response.sampleIndex) % step !== 0);
    await scored(warehouse, every(2), { model: 'half' });
    await scored(warehouse, every(10), { model: 'most' });
    await scored(warehouse, every(11), { model: 'as many' });

    const { nodes } = await board(api);

    const ranks = Object.fromEntries(
      nodes.map(({ model, rank }: { model: { name: string }; rank: number }) => [model.name, rank]),
    );
    expect(ranks).toEqual({ most: 1, 'as many': 1, half: 3 });
    expect(nodes.at(-1).model.name).toBe('half');
  });

  test('leave out what is incomplete unless asked for', async ({ api, warehouse }) => {
    await scored(warehouse, ({ sampleIndex }) => Number(sampleIndex > 0), { model: 'whole' });
    await scored(warehouse, () => 1, { model: 'part', questions: 30 });

    const [asIs, all] = [await board(api), await board(api, 'rankIncomplete: true')];

    const seen = ({
      nodes,
    }: {
      nodes: { model: { name: string }; rank: number | null; score: { n: number; expected: number } }[];
    }) => nodes.map(({ model, rank, score }) => [model.name, rank, score.n, score.expected]);
    expect(seen(asIs)).toEqual([
      ['whole', 1, 240, 240],
      ['part', null, 120, 240],
    ]);
    expect(seen(all).map(([name]) => name)).toEqual(['part', 'whole']);
    expect(seen(all).every(([, rank]) => rank !== null)).toBe(true);
  });

  test('are of the newest evaluation of each model and settings', async ({ api, warehouse }) => {
    const older = await scored(warehouse, () => 0, { model: 'm', settings: { seed: 1 } });
    const newer = await scored(warehouse, () => 1, { model: 'm', settings: { seed: 1 } });
    const other = await scored(warehouse, () => 1, { model: 'm', settings: { seed: 2 } });

    const { nodes } = await board(api);

    const shown = nodes.map(({ evaluation }: { evaluation: { id: string } }) => evaluation.id);
    expect(shown.toSorted()).toEqual([newer.evaluation, other.evaluation].toSorted());
    expect(shown).not.toContain(older.evaluation);
  });
});

describe('a leaderboard', () => {
  test('shows one judge revision, the newest unless another is asked for', async ({ api, warehouse }) => {
    const one = await scored(warehouse, () => 0, { model: 'm' }, '1');
    const two = await scored(warehouse, () => 1, { model: 'm' }, '2');

    const boards = [
      await board(api),
      await board(api, 'judge: "scripted"'),
      await board(api, `judge: "scripted@${one.judge.revision.slice(0, 10)}"`),
      await board(api, `judge: "scripted@${two.judge.revision}"`),
    ];

    expect(boards.map(({ judge, nodes }) => [judge.revision, nodes.length, nodes[0].score.mean])).toEqual([
      [two.judge.revision, 1, 1],
      [two.judge.revision, 1, 1],
      [one.judge.revision, 1, 0],
      [two.judge.revision, 1, 1],
    ]);
  });

  test('keeps showing the judge before one whose every try failed', async ({ api, warehouse }) => {
    const good = await scored(warehouse, () => 1, { model: 'm' }, '1');
    await scored(warehouse, () => ({ outcome: 'JUDGE_ERROR', reason: 'broken' }), { model: 'm' }, '2');

    const { judge, nodes } = await board(api);

    expect(judge.revision).toBe(good.judge.revision);
    expect(nodes).toMatchObject([{ rank: 1, score: { mean: 1 } }]);
  });

  test('of a category is of that category alone', async ({ api, warehouse }) => {
    await scored(warehouse, (response) => Number(taskOf(response) === 2), { model: 'counts' });

    const { nodes } = await board(api, 'category: "counting"');

    expect(nodes).toMatchObject([
      {
        rank: 1,
        score: { mean: 1, n: 40, expected: 40, aggregation: 'MEAN' },
        categories: [{ slug: 'counting' }],
      },
    ]);
    expect(nodes[0].categories.length).toBe(1);
  });

  test.for([
    ['category: "nope"', 'NOT_FOUND', 'category "nope"'],
    ['domain: "nope"', 'NOT_FOUND', 'domain "nope"'],
    ['category: "counting", domain: "nope"', 'NOT_FOUND', 'category "counting", domain "nope"'],
    ['criterion: "nope"', 'NOT_FOUND', 'it has correct'],
    ['judge: "nope"', 'NOT_FOUND', '"nope"'],
    ['judge: "nope@xyz"', 'NOT_FOUND', '"nope@xyz"'],
  ])(
    'asked for %s, which there is not, says so, also while nothing is evaluated',
    async ([args, code, words], { api, client }) => {
      await installDemo(client);

      const answer = await refusal(api, `{ leaderboard(benchmark: "geneval-demo", ${args}) ${BOARD} }`);

      expect(answer).toMatchObject({ code, message: expect.stringContaining(words as string) });
    },
  );

  test('of a benchmark there is not names those there are', async ({ api }) => {
    const answer = await refusal(api, `{ leaderboard(benchmark: "nope") ${BOARD} }`);

    expect(answer).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/"nope".*geneval-demo/),
    });
  });

  test('of a benchmark nobody was scored on is empty', async ({ api }) => {
    const { data } = await post(
      api,
      `{ leaderboard(benchmark: "mmie", domain: "finance", criterion: "text-image-coherence") {
        nodes { rank model { name } score { percent low high n expected } } } }`,
    );

    expect(data).toEqual({ leaderboard: { nodes: [] } });
  });
});
