import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, type ImportedScore, importEvaluation } from '../support/imported.ts';
import { RECKON_UNEQUAL_SAMPLES } from '../support/migrations.ts';

const SKILLS = ['object', 'count', 'color'];
/** What 119 pictures were given for three skills together; the last of them is there a second time, with 4. */
const SUMS = [0, 1, 5, 6].flatMap((sum) => Array<number>(15).fill(sum));
const PICTURES = [...SUMS, ...Array<number>(30).fill(3), ...Array<number>(28).fill(4), 2];

const SCORE = `{ leaderboard(benchmark: "evalalign", category: "alignment") { nodes {
  score { mean low high n expected aggregation } any: aggregate(aggregation: ANY_OF_N) { n expected } } } }`;

/** A sum as the answers to three skills, at most 2 each. */
const answers = (sum: number): number[] => SKILLS.map((_, at) => Math.max(0, Math.min(2, sum - 2 * at)));

const stored = async ({ db }: Database) =>
  (await db.execute(sql`select * from rollups order by evaluation_id, slice_id, criterion_id`)).rows;

test('119 pictures, one of them twice, are 119 questions: on the board, in SQL, and after the migration', async ({
  client,
  database,
}) => {
  const questions = PICTURES.map((_, at) => String(at));
  await addQuestions(
    client,
    'evalalign',
    questions.map((externalId) => ({ externalId, slices: ['alignment'], criteria: SKILLS })),
  );
  const twice = String(PICTURES.length - 1);
  const run = await aTextRun(client, {
    ...{ benchmark: 'evalalign', model: 'm', questions, samples: 2 },
    answers: (question) => (question === twice ? 2 : 1),
  });
  const given = [...PICTURES.map((sum, at) => [at, 0, sum] as const), [PICTURES.length - 1, 1, 4] as const];
  const scores = given.flatMap(([at, sampleIndex, sum]) =>
    answers(sum).map((value, skill): ImportedScore => {
      return { question: String(at), sampleIndex, criterion: SKILLS[skill] ?? '', value };
    }),
  );
  await importEvaluation(client, run, { name: 'j' }, { scores });

  const { leaderboard } = await client.query<{ leaderboard: { nodes: unknown[] } }>(SCORE);
  const { rows } = await database.db.execute(sql`
    select n, expected, mean, low, high from bi_v1.leaderboard_strict where category = 'alignment'`);

  // NumPy and SciPy: 3.2333333333333334 2.897130848430862 3.5695358182358046
  const numbers = {
    ...{ n: 120, expected: 238, mean: expect.closeTo(3.2333333333333334, 12) },
    ...{ low: expect.closeTo(2.897130848430862, 9), high: expect.closeTo(3.5695358182358046, 9) },
  };
  expect(leaderboard.nodes).toMatchObject([{ score: numbers, any: { n: 119, expected: 119 } }]);
  expect(rows).toEqual([numbers]);

  const before = await stored(database);
  await database.db.execute(sql`update rollups set response_sizes = 0, response_cross = 0, won = 0,
    official_response_cross = 0, official_won = 0`);
  expect(await findFaults(database.db)).not.toEqual([]);
  for (const statement of RECKON_UNEQUAL_SAMPLES) await database.db.execute(sql.raw(statement));
  expect(await stored(database)).toEqual(before);
  expect(await findFaults(database.db)).toEqual([]);
});
