import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test as pure } from 'vitest';
import { isLarger } from '../../src/api/cost/answer.ts';
import type { RequestLimits } from '../../src/core/config.ts';
import type { Database } from '../../src/store/database.ts';
import { type Answer, aJudge, anEvaluation, aRun, post } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { connect } from '../support/live.ts';

const limitedTo = (own: Partial<RequestLimits>) =>
  test.extend({
    config: async ({ config }, use) => use({ ...config, limits: { ...config.limits, ...own } }),
  });

const RUNS = '{ runs { nodes { id } } }';

/** Holds the table of runs, so that whoever reads it waits until `work` is done. */
async function holding<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  const client = await database.pool.connect();
  try {
    await client.query('begin; lock table runs in access exclusive mode');
    return await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Statements of the API that wait for the table. */
async function waiting(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name = 'assay api' and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}

async function until(database: Database, count: number): Promise<void> {
  for (let tries = 0; (await waiting(database)) !== count; tries++) {
    if (tries > 200) throw new Error(`not ${count} statements wait but ${await waiting(database)}`);
    await sleep(20);
  }
}

describe('a query that takes too long', () => {
  const limited = limitedTo({ queryMs: 1000 });

  limited(
    'is ended in one error, its statements too, over HTTP and WebSocket alike',
    async ({ api, database }) => {
      const aliases = `{ ${Array.from({ length: 9 }, (_, at) => `a${at}: ${RUNS.slice(1, -1)}`).join(' ')} }`;
      const socket = connect(api);
      const start = performance.now();

      const [http, ws] = await holding(database, async () => {
        const answers = Promise.all([post(api, aliases), socket.iterate(aliases).next()]);
        const answered = await answers;
        expect(await waiting(database)).toBe(0);
        return answered;
      });

      expect(performance.now() - start).toBeLessThan(5000);
      expect(http.status).toBe(200);
      expect(http.data).toBeNull();
      expect(http.errors).toEqual([
        {
          message: 'The request took longer than 1 s and was ended; ask for less at a time',
          extensions: { code: 'TIMEOUT' },
        },
      ]);
      expect(ws.value).toEqual({ data: null, errors: http.errors });
      expect((await post(api, aliases)).errors).toBeUndefined();
      await socket.end();
    },
  );

  limited('does not end a write, which has ten times as long', async ({ api, client, database }) => {
    await aRun(client, { questions: 1 });
    const query = `mutation { createRun(input: { benchmark: "geneval-demo", model: { name: "late" } }) { run { id } } }`;
    const answer = await holding(database, async () => {
      const writing = post(api, query);
      await sleep(1500);
      return { writing };
    });

    expect((await answer.writing).errors).toBeUndefined();
  });
});

describe('a client that leaves', () => {
  test('takes its statements with it, over HTTP and WebSocket, and by taking an operation back', async ({
    api,
    database,
  }) => {
    await holding(database, async () => {
      const leaving = new AbortController();
      const asked = fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: RUNS }),
        signal: leaving.signal,
      }).catch(() => null);
      await until(database, 1);
      leaving.abort();
      await until(database, 0);
      await asked;

      const staying = connect(api);
      const taken = staying.iterate(RUNS);
      const first = taken.next();
      await until(database, 1);
      await taken.return?.();
      await until(database, 0);
      await first;

      const parting = connect(api);
      const last = parting
        .iterate(RUNS)
        .next()
        .catch(() => null);
      await until(database, 1);
      (await parting.socket).terminate();
      await until(database, 0);
      await last;
      await staying.end();
    });

    expect((await post(api, RUNS)).errors).toBeUndefined();
  });

  test('does not take a board with it that another waits for', async ({ api, client, database }) => {
    await aRun(client, { questions: 1 });
    const leaving = new AbortController();
    const board = (name: string, signal: AbortSignal | null) =>
      fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `query ${name} { leaderboard(benchmark: "geneval-demo") { nodes { rank } } }`,
        }),
        signal,
      });
    const other = await holding(database, async () => {
      const asked = board('A', leaving.signal).catch(() => null);
      await until(database, 1);
      const waits = board('B', null);
      await sleep(100);
      leaving.abort();
      await asked;
      await sleep(100);
      expect(await waiting(database)).toBe(1);
      return { waits };
    });

    expect(await (await other.waits).json()).toEqual({ data: { leaderboard: { nodes: [] } } });
  });

  test('does not take back a write', async ({ api, client, database }) => {
    await aRun(client, { questions: 1 });
    const leaving = new AbortController();
    const query = `mutation { createRun(input: { benchmark: "geneval-demo", model: { name: "kept" } }) { run { id } } }`;
    await holding(database, async () => {
      const asked = fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
        signal: leaving.signal,
      }).catch(() => null);
      await until(database, 1);
      leaving.abort();
      await asked;
      await sleep(200);
      expect(await waiting(database)).toBe(1);
    });
    const names = async () => (await client.query<Names>('{ models { nodes { name } } }')).models.nodes;

    for (let tries = 0; tries < 50 && (await names()).length < 2; tries++) await sleep(50);
    expect((await names()).map(({ name }) => name)).toContain('kept');
  });
});

interface Names {
  models: { nodes: { name: string }[] };
}

describe('a query that reads or brings too much', () => {
  limitedTo({ rows: 40 })('of rows is ended, and says so', async ({ api, client }) => {
    await aRun(client, { questions: 20, samples: 1 });
    const read = (first: number) =>
      post(api, `{ runs { nodes { responses(first: ${first}) { nodes { id question { externalId } } } } } }`);

    expect((await read(10)).errors).toBeUndefined();
    expect((await read(20)).errors).toEqual([
      {
        message: 'The request reads more than 40 rows; ask for less at a time',
        extensions: { code: 'TOO_LARGE' },
      },
    ]);
  });

  limitedTo({ answerBytes: 20_000 })(
    'of bytes is answered by that, over HTTP, WebSocket and by subscription',
    async ({ api, client, database }) => {
      const run = await aRun(client, { questions: 20, samples: 4 });
      await aJudge(database);
      const evaluation = await anEvaluation(client, run.id);
      const responses =
        'responses(first: 80) { nodes { id question { externalId content { ... on TextSegment { text } } } } }';
      const query = `{ runs(first: 1) { nodes { a: ${responses} b: ${responses} c: ${responses} } } }`;
      const error = {
        message:
          'The answer is larger than 20000 bytes; ask for smaller pages, or for fewer fields at a time',
        extensions: { code: 'TOO_LARGE' },
      };
      const socket = connect(api);

      const http: Answer = await post(api, query);
      const ws = await socket.iterate(query).next();
      const event = await socket
        .iterate(
          `subscription ($id: ID!) { evaluationProgress(evaluation: $id) { evaluation { run {
        a: ${responses} b: ${responses} c: ${responses} } } } }`,
          { id: evaluation },
        )
        .next();

      expect(http.errors).toEqual([error]);
      expect(http.data).toBeNull();
      expect(ws.value).toEqual({ data: null, errors: [error] });
      expect(event.value).toEqual({ data: null, errors: [error] });
      await socket.end();
    },
  );

  pure('its size is known about as well as JSON would tell, and never looked at further than needed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const size = JSON.stringify(value).length;
        expect(isLarger(value, size * 2 + 8)).toBe(false);
        expect(isLarger(value, size / 4 - 8)).toBe(true);
      }),
    );
  });
});
