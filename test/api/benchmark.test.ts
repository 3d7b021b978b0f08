import { expect } from 'vitest';
import { aJudge, anEvaluation, aRun, post, refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

const JUDGES = `{ benchmarks { slug judges { name } } }`;
const EVALUATIONS = `query ($benchmark: String) {
  evaluations(benchmark: $benchmark) { totalCount nodes { run { benchmark { slug } } } }
}`;

test('a benchmark names the judges a leaderboard can show, the newest evaluation first', async ({
  api,
  client,
  database,
}) => {
  const run = await aRun(client, { questions: 1 });
  for (const name of ['early', 'late', 'unused']) await aJudge(database, name);
  await anEvaluation(client, run.id, 'early');
  await anEvaluation(client, run.id, 'late');
  const cancelled = await anEvaluation(client, run.id, 'unused');
  await client.query(
    'mutation ($input: CancelEvaluationInput!) { cancelEvaluation(input: $input) { evaluation { id } } }',
    {
      input: { evaluation: cancelled },
    },
  );

  const { data } = await post(api, JUDGES);

  const named = data.benchmarks.filter(({ judges }: { judges: unknown[] }) => judges.length > 0);
  expect(named).toEqual([{ slug: 'geneval-demo', judges: [{ name: 'late' }, { name: 'early' }] }]);
});

test('evaluations can be those of one benchmark', async ({ api, client, database }) => {
  await aJudge(database);
  const run = await aRun(client, { questions: 1 });
  await anEvaluation(client, run.id);
  await addQuestions(client, 'evalalign', [{ externalId: '1', slices: ['faithfulness'] }]);
  const other = await aTextRun(client, { benchmark: 'evalalign', model: 'painter', questions: ['1'] });
  await importEvaluation(client, other, { name: 'people' }, {});

  const one = await post(api, EVALUATIONS, { benchmark: 'evalalign' });
  const all = await post(api, EVALUATIONS);
  const refused = await refusal(api, EVALUATIONS, { benchmark: 'nonsense' });

  expect(one.data.evaluations).toEqual({
    totalCount: 1,
    nodes: [{ run: { benchmark: { slug: 'evalalign' } } }],
  });
  expect(all.data.evaluations.totalCount).toBe(2);
  expect(refused.code).toBe('NOT_FOUND');
});
