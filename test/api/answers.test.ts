import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect } from 'vitest';
import { type RunningApi, serveApi } from '../../src/api/main.ts';
import { type Client, openClient } from '../../src/cli/client/client.ts';
import { aRun, externalId, post } from '../support/builders.ts';
import { test as base } from '../support/fixtures.ts';

const test = base.extend<{ elsewhere: Client }>({
  /** A client of another server on the same database. */
  elsewhere: async ({ api: _, config, databaseUrl, log }, use) => {
    const other = await serveApi(config, databaseUrl, log);
    await use(openClient({ apiUrl: other.url }));
    await other.close();
  },
});

/** The longest that an answer may live on after the commit that outdated it. */
const MOST_STALE_MS = 100;

const BOARD = '{ leaderboard(benchmark: "geneval-demo") { nodes { model { name } score { n sum } } } }';

/** An evaluation to import into; the way to add one score to it, a commit each. */
async function anImport(client: Client, model = 'painter') {
  const run = await aRun(client, { model, samples: 1, questions: 60 });
  const { openImport } = await client.query<{ openImport: { evaluation: { id: string } } }>(
    'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
    { input: { run: run.id, judge: { name: 'elsewhere' } } },
  );
  const evaluation = openImport.evaluation.id;
  return {
    addScore: (question: number, value = 1) =>
      client.query('mutation ($input: ImportScoresInput!) { importScores(input: $input) { added } }', {
        input: {
          evaluation,
          scores: [{ question: externalId(question), criterion: 'correct', value }],
        },
      }),
  };
}

interface Row {
  model: { name: string };
  score: { n: number; sum: number };
}

async function board(api: RunningApi, query = BOARD): Promise<Row[]> {
  const { data, text } = await post(api, query);
  if (!data?.leaderboard) throw new Error(text);
  return data.leaderboard.nodes;
}

async function seen(api: RunningApi): Promise<number | undefined> {
  return (await board(api))[0]?.score.n;
}

/** Runs `work` while another session holds what `lock` takes, and lets go after it. */
async function meanwhile<T>(databaseUrl: string, lock: string, work: () => Promise<T>): Promise<T> {
  const other = new pg.Client({ connectionString: databaseUrl });
  await other.connect();
  try {
    await other.query('begin');
    await other.query(lock);
    return await work();
  } finally {
    await other.query('rollback');
    await other.end();
  }
}

describe('a leaderboard asked for again', () => {
  test('is answered without looking at the rollups', async ({ api, client, databaseUrl }) => {
    const { addScore } = await anImport(client);
    await addScore(0);
    await seen(api);
    const first = await seen(api);

    const again = await meanwhile(databaseUrl, 'lock table rollups in access exclusive mode', () =>
      seen(api),
    );

    expect([first, again]).toEqual([1, 1]);
  });

  test('shows every commit of its benchmark that is older than 100 ms', async ({ api, elsewhere }) => {
    const { addScore } = await anImport(elsewhere);

    for (let question = 0; question < 12; question++) {
      await addScore(question);
      await sleep(MOST_STALE_MS);

      expect(await seen(api)).toBe(question + 1);
      expect(await seen(api)).toBe(question + 1);
    }
  });

  test('shows at once what was written through the same server', async ({ api, client }) => {
    const { addScore } = await anImport(client);
    await addScore(0);
    await seen(api);
    await addScore(1);

    expect(await seen(api)).toBe(2);
  });

  test('shows it also while a transaction that began before has not ended', async ({
    api,
    elsewhere,
    databaseUrl,
  }) => {
    const { addScore } = await anImport(elsewhere);
    await addScore(0);
    await seen(api);

    const after = await meanwhile(
      databaseUrl,
      "insert into models values (gen_random_uuid(), 'x', 'INTERLEAVED')",
      async () => {
        await seen(api);
        await addScore(1);
        await sleep(MOST_STALE_MS);
        return seen(api);
      },
    );

    expect(after).toBe(2);
  });

  test('shows it also after a rest', async ({ api, elsewhere }) => {
    const { addScore } = await anImport(elsewhere);
    await addScore(0);
    await seen(api);
    await sleep(2500);
    await addScore(1);
    await sleep(MOST_STALE_MS);

    expect(await seen(api)).toBe(2);
  });

  test('by a judge’s name shows the newest revision of that name', async ({ api, elsewhere }) => {
    const { addScore } = await anImport(elsewhere);
    await addScore(0);
    const named = BOARD.replace(')', ', judge: "elsewhere")').replace(
      '{ nodes',
      '{ judge { manifest } nodes',
    );
    const manifest = async () => (await post(api, named)).data?.leaderboard.judge.manifest;
    await manifest();
    const run = await aRun(elsewhere, { model: 'second', samples: 1 });
    await elsewhere.query(
      'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
      {
        input: { run: run.id, judge: { name: 'elsewhere', manifest: { weights: 'newer' } } },
      },
    );
    await sleep(MOST_STALE_MS);

    expect(await manifest()).toEqual({ weights: 'newer' });
  });

  test('in another benchmark is told apart', async ({ api, client }) => {
    const { addScore } = await anImport(client);
    await addScore(0);
    await seen(api);

    expect(await board(api, BOARD.replace('geneval-demo', 'story-demo'))).toEqual([]);
    expect(await seen(api)).toBe(1);
  });
});

test('a hundred who ask at once are answered alike', async ({ api, client }) => {
  const { addScore } = await anImport(client);
  await addScore(0);

  const answers = await Promise.all(Array.from({ length: 100 }, () => seen(api)));

  expect(new Set(answers)).toEqual(new Set([1]));
});

describe('nothing is kept', () => {
  test('of what events do not announce', async ({ api, client }) => {
    const query = `{ models(first: 9) { nodes { name } } ${BOARD.slice(1)}`;
    const names = async () =>
      ((await post(api, query)).data?.models.nodes ?? []).map(({ name }: { name: string }) => name);
    await anImport(client);
    await names();
    await aRun(client, { model: 'newcomer', samples: 1, questions: 1 });

    expect(await names()).toEqual(['newcomer', 'painter']);
  });

  test('of an answer that says what is wrong', async ({ api, client }) => {
    const query = BOARD.replace(')', ', judge: "elsewhere")');
    const refused = await post(api, query);
    await anImport(client);

    expect(refused.text).toContain('There is no judge');
    expect(await board(api, query)).toHaveLength(1);
  });
});
