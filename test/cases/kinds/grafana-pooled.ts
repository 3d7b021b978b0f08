import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { asGrafanaSends, readDashboard } from '../../bi/guides.ts';
import { test } from '../../support/fixtures.ts';
import { addQuestions, aTextRun, type ImportedScore, importEvaluation } from '../../support/imported.ts';

/** Questions with what is asked of each, and the values given: task means differ in how many scores they are of. */
const RESULTS = {
  geneval: [
    { category: 'counting', criteria: ['correct'], values: [1, 0, 0] },
    { category: 'colors', criteria: ['correct'], values: [1] },
  ],
  evalalign: [
    { category: 'faithfulness', criteria: ['body', 'face'], values: [4, 3] },
    { category: 'alignment', criteria: ['object', 'style'], values: [1, 2] },
  ],
};

const BOARD = `query ($benchmark: String!, $category: String) {
  leaderboard(benchmark: $benchmark, category: $category) { nodes { score { percent } } } }`;

export function declare(folder: string): void {
  test('the trend of a dashboard has the numbers of the board', async ({ client, database }) => {
    const [, title = ''] = (await readFile(join(folder, 'input.txt'), 'utf8')).match(/'([^']+)' panel/) ?? [];
    const panel = (await readDashboard()).panels.find((each) => each.title === title);
    for (const [benchmark, parts] of Object.entries(RESULTS)) {
      const questions = parts.flatMap(({ category, criteria, values }) =>
        values.map((value, at) => ({
          ...{ externalId: `${category}/${at}`, slices: [category], value },
          ...(benchmark === 'evalalign' && { criteria }),
        })),
      );
      await addQuestions(
        client,
        benchmark,
        questions.map(({ value: _, ...question }) => question),
      );
      const ids = questions.map(({ externalId }) => externalId);
      const run = await aTextRun(client, { benchmark, model: 'm', questions: ids });
      const scores = parts.flatMap(({ category, criteria, values }) =>
        values.flatMap((value, at) =>
          criteria.map((criterion): ImportedScore => ({ question: `${category}/${at}`, criterion, value })),
        ),
      );
      await importEvaluation(client, run, { name: 'j' }, { scores });
      const boards = benchmark === 'geneval' ? [null] : parts.map(({ category }) => category);
      const shown = await Promise.all(
        boards.map(async (category) => {
          const { leaderboard } = await client.query<Board>(BOARD, { benchmark, category });
          return leaderboard.nodes[0]?.score?.percent;
        }),
      );

      const { rows: judges } = await database.pool.query('select judge_key from bi_v1.dim_judge');
      const sql = asGrafanaSends(panel?.targets[0]?.rawSql ?? '', { benchmark, judge: judges[0].judge_key });
      const { rows } = await database.pool.query<{ percent: number }>(sql);

      expect(rows.map(({ percent }) => percent).toSorted()).toEqual(
        shown.toSorted().map((percent) => expect.closeTo(percent ?? Number.NaN, 9)),
      );
    }
  });
}

interface Board {
  leaderboard: { nodes: { score: { percent: number } | null }[] };
}
