import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { runCli } from '../cli/runCli.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

const MADE = ['cobalt', 'amber', 'basalt', 'amber', 'cobalt'];

/** Five runs of three models with an evaluation each; the mean of a model is its place in the alphabet. */
async function fiveRuns(client: Client) {
  const questions = Array.from({ length: 30 }, (_, index) => `q${index}`);
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({ externalId, slices: ['situational-analysis'] })),
  );
  const made: { model: string; run: string; evaluation: string }[] = [];
  for (const [seed, model] of MADE.entries()) {
    const run = await aTextRun(client, { benchmark: 'mmie', model, settings: { seed }, questions });
    const scores = questions.map((question, index) => ({
      ...{ question, criterion: 'overall' },
      value: 2 * ['amber', 'basalt', 'cobalt'].indexOf(model) + (index % 2),
    }));
    const judge = { name: 'j', criteria: ['overall'] };
    made.push({ model, run, evaluation: await importEvaluation(client, run, judge, { scores }) });
  }
  return made;
}

test('runs and evaluations come newest, oldest or by model, in pages that join', async ({ client }) => {
  const made = await fiveRuns(client);
  const read = async (list: 'runs' | 'evaluations', order: string) => {
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const answer: {
        list: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      } = await client.query(
        `query ($after: String, $order: ListOrder) { list: ${list}(first: 2, after: $after, order: $order) {
            nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after, order },
      );
      ids.push(...answer.list.nodes.map(({ id }) => id));
      if (!answer.list.pageInfo.hasNextPage) return ids;
      after = answer.list.pageInfo.endCursor;
    }
  };

  for (const [list, key] of [
    ['runs', 'run'],
    ['evaluations', 'evaluation'],
  ] as const) {
    const oldest = made.map((each) => each[key]);
    const byModel = [3, 1, 2, 4, 0].map((at) => oldest[at]);
    expect(await read(list, 'OLDEST')).toEqual(oldest);
    expect(await read(list, 'NEWEST')).toEqual(oldest.toReversed());
    expect(await read(list, 'MODEL')).toEqual(byModel);
  }
});

test('a board comes best, worst or newest first or by model, with the same ranks', async ({
  api,
  client,
}) => {
  await fiveRuns(client);
  const board = async (...words: string[]) => {
    const { out } = await runCli(
      ['leaderboard', '--benchmark', 'mmie', '--judge', 'j', '--rank-incomplete', ...words, '--json'],
      { env: { ASSAY_URL: api.url } },
    );
    return (JSON.parse(out) as { rank: number; model: { name: string } }[]).map(
      ({ rank, model }) => `${rank} ${model.name}`,
    );
  };

  const best = await board();
  expect(best).toEqual(['1 cobalt', '1 cobalt', '3 basalt', '4 amber', '4 amber']);
  expect(await board('--order', 'worst')).toEqual(best.toReversed());
  expect(await board('--order', 'model')).toEqual(['4 amber', '4 amber', '3 basalt', '1 cobalt', '1 cobalt']);
  expect(await board('--order', 'newest')).toEqual([
    '1 cobalt',
    '4 amber',
    '3 basalt',
    '4 amber',
    '1 cobalt',
  ]);
});

test('the commands that list take the order', async ({ api, client }) => {
  await fiveRuns(client);

  for (const list of ['runs', 'evaluations']) {
    const { out } = await runCli([list, 'list', '--order', 'model', '--json'], {
      env: { ASSAY_URL: api.url },
    });
    const models = (JSON.parse(out) as { model?: { name: string }; run?: { model: { name: string } } }[]).map(
      ({ model, run }) => (model ?? run?.model)?.name,
    );
    expect(models).toEqual(MADE.toSorted());
  }
});
