import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { serveApi } from '../../src/api/main.ts';
import { type Client, openClient } from '../../src/cli/client/client.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';
import { RECKON_UNEQUAL_SAMPLES, statementsOf } from '../support/migrations.ts';

const QUESTIONS = ['q1', 'q2', 'q3'];

interface Board {
  leaderboard: {
    nodes: {
      categories: { official: { mean: number; n: number } | null; strict: { mean: number } | null }[];
    }[];
  };
}

const readBoard = (client: Client): Promise<Board> =>
  client.query(
    `{ leaderboard(benchmark: "evalalign") { nodes { categories { official { mean n } strict { mean } } } } }`,
  );

async function anEvaluation(client: Client): Promise<void> {
  const slices = ['alignment'];
  await addQuestions(
    client,
    'evalalign',
    QUESTIONS.map((externalId) => ({ externalId, slices, criteria: ['object'] })),
  );
  const run = await aTextRun(client, { benchmark: 'evalalign', model: 'm', questions: QUESTIONS });
  const replies = QUESTIONS.map((question) => ({ question, criterion: 'object', text: '2' }));
  await importEvaluation(client, run, { name: 'j' }, { replies });
}

test('the database takes no number without bounds as a score, whoever writes it', async ({
  client,
  database,
}) => {
  await anEvaluation(client);

  for (const column of ['value', 'official_value'])
    for (const number of ['Infinity', '-Infinity', 'NaN'])
      await expect(
        database.db.execute(sql.raw(`update scores set ${column} = '${number}'`)),
      ).rejects.toMatchObject({ cause: { constraint: 'scores_finite' } });
});

test('numbers without bounds that were stored once are no scores after the migration', async ({
  client,
  database,
  config,
  databaseUrl,
  log,
}) => {
  await anEvaluation(client);
  const name = sql.raw('scores_finite');
  await database.db.execute(sql`alter table scores drop constraint ${name}`);
  const ofQuestion = (externalId: string) =>
    sql`question_id = (select id from questions where external_id = ${externalId})`;
  await database.db.execute(sql`update scores set official_value = 'Infinity' where ${ofQuestion('q1')}`);
  await database.db.execute(
    sql`update scores set value = 'NaN', official_value = 'NaN' where ${ofQuestion('q2')}`,
  );
  await database.db.execute(sql`
    update rollups set sum = 'NaN', sum_squares = 'NaN', squares = 'NaN', "cross" = 'NaN', best = 'NaN',
      official_sum = 'Infinity', official_sum_squares = 'Infinity', official_squares = 'Infinity', official_cross = 'Infinity'
    where n > 0`);

  for (const statement of [...statementsOf('finite_scores'), ...RECKON_UNEQUAL_SAMPLES])
    await database.db.execute(sql.raw(statement));

  expect(await findFaults(database.db)).toEqual([]);
  const restarted = await serveApi(config, databaseUrl, log);
  const { leaderboard } = await readBoard(openClient({ apiUrl: restarted.url }));
  await restarted.close();
  const shown = leaderboard.nodes.flatMap(({ categories }) => categories).find(({ official }) => official);
  expect(shown).toMatchObject({
    official: { mean: expect.any(Number) },
    strict: { mean: expect.any(Number) },
  });
  const { rows } = await database.db.execute<{ outcome: string }>(
    sql`select outcome from scores order by outcome::text`,
  );
  expect(rows.map(({ outcome }) => outcome)).toEqual(['JUDGE_ERROR', 'SCORED', 'SCORED']);
});
