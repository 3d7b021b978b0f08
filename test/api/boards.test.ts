import pg from 'pg';
import { describe, expect } from 'vitest';
import { type RunningApi, serveApi } from '../../src/api/main.ts';
import { openClient } from '../../src/cli/client/client.ts';
import { anMmieBoard, anMmieEvaluation, QUESTIONS } from '../support/boards.ts';
import { post, refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

let asked = 0;

/** Never the same text twice, so that no kept answer holds. */
async function board(api: RunningApi, slice = ''): Promise<Record<string, number>> {
  const query = `query asked${asked++} { leaderboard(benchmark: "mmie", criterion: "overall" ${slice}) {
    nodes { model { name } score { sum } } } }`;
  const { data, text } = await post(api, query);
  if (!data?.leaderboard) throw new Error(text);
  const nodes: { model: { name: string }; score: { sum: number } | null }[] = data.leaderboard.nodes;
  return Object.fromEntries(nodes.map(({ model, score }) => [model.name, score?.sum ?? 0]));
}

async function sql(databaseUrl: string, ...statements: string[]): Promise<void> {
  const other = new pg.Client({ connectionString: databaseUrl });
  await other.connect();
  for (const statement of statements) await other.query(statement);
  await other.end();
}

describe('a board once shown', () => {
  test('answers for any slice without looking at the rollups', async ({ api, client, databaseUrl }) => {
    await anMmieBoard(client);
    await board(api);
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('begin');
    await other.query('lock table rollups in access exclusive mode');

    const finance = await board(api, 'domain: "finance"');
    const [loans, taxes] = [await board(api, 'subdomain: "loans"'), await board(api, 'subdomain: "taxes"')];
    await other.end();

    expect(finance['amber']).toBeGreaterThan(0);
    expect(finance['amber']).toBe((loans['amber'] ?? 0) + (taxes['amber'] ?? 0));
  });

  test('shows what another server wrote the moment before', async ({
    api,
    client,
    config,
    databaseUrl,
    log,
  }) => {
    await anMmieBoard(client);
    await using elsewhere = await serveApi(config, databaseUrl, log).then((other) =>
      Object.assign(other, { [Symbol.asyncDispose]: other.close }),
    );
    const writer = openClient({ apiUrl: elsewhere.url });

    for (const model of ['ebony', 'flint', 'garnet']) {
      await board(api);
      await anMmieEvaluation(writer, { model, says: () => 3 });

      expect(await board(api)).toMatchObject({ [model]: 3 * QUESTIONS.length });
    }
  });

  test('reads again only what changed', async ({ api, client, databaseUrl }) => {
    await anMmieBoard(client);
    const { amber } = await board(api);
    // Behind the program's back, so that nothing tells of it.
    await sql(
      databaseUrl,
      `update rollups r set sum = 1000 from evaluations e join runs u on u.id = e.run_id join models m on m.id = u.model_id
       where r.evaluation_id = e.id and m.name = 'amber'`,
    );
    await anMmieEvaluation(client, { model: 'ebony', says: () => 2 });

    expect(await board(api)).toMatchObject({ amber, ebony: 2 * QUESTIONS.length });
  });

  test('shows slices that came after it', async ({ api, client }) => {
    await anMmieBoard(client);
    await board(api);
    expect(await refusal(api, BY_SUBDOMAIN)).toMatchObject({ code: 'NOT_FOUND' });

    const added = [{ externalId: 'new', slices: ['project-based-learning', 'finance', 'pensions'] }];
    await addQuestions(client, 'mmie', added);
    expect((await post(api, BY_SUBDOMAIN)).data.leaderboard.nodes.length).toBeGreaterThan(0);

    const run = await aTextRun(client, { benchmark: 'mmie', model: 'ebony', questions: ['new'] });
    const replies = [{ question: 'new', criterion: 'overall', text: '### Score: 5' }];
    await importEvaluation(
      client,
      run,
      { name: 'judge', criteria: ['overall', 'text-quality'] },
      { replies },
    );

    expect(await board(api, 'subdomain: "pensions"')).toMatchObject({ ebony: 5, amber: 0 });
  });

  test('follows what a full run is when questions are installed later', async ({ api, client }) => {
    await anMmieBoard(client);
    const standings = async () => {
      const { data } = await post(api, '{ leaderboard(benchmark: "mmie") { nodes { rank notComparable } } }');
      return data.leaderboard.nodes.map(
        ({ rank, notComparable }: Record<string, unknown>) => `${rank} ${notComparable}`,
      );
    };
    const before = await standings();

    await addQuestions(client, 'mmie', [{ externalId: 'new', slices: ['situational-analysis'] }]);

    expect(before.filter((standing: string) => standing.endsWith(' null'))).toHaveLength(3);
    expect((await standings()).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'null 1 question missing'),
      'null 5 questions missing, 1 score that the judge failed on',
    ]);
  });

  test('is read anew after a look that failed', async ({ api, client, databaseUrl }) => {
    await anMmieBoard(client);
    const before = await board(api);
    await sql(databaseUrl, 'alter table events rename to gone');
    await expect(board(api)).rejects.toThrow();
    await sql(databaseUrl, 'alter table gone rename to events');

    expect(await board(api)).toEqual(before);
  });
});

const BY_SUBDOMAIN =
  '{ leaderboard(benchmark: "mmie", subdomain: "pensions", criterion: "overall") { nodes { model { name } } } }';
