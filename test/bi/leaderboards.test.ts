import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { toGlobalId } from '../../src/core/ids.ts';
import { test } from '../support/fixtures.ts';
import { randomResults } from './results.ts';

const BOARD = `query ($benchmark: String!, $category: String, $judge: String, $mode: Mode) {
  leaderboard(benchmark: $benchmark, category: $category, judge: $judge, mode: $mode) {
    judge { revision }
    nodes { rank isComplete evaluation { id status } model { name }
      score { mean percent low high percentLow percentHigh n expected aggregation scale { min max } } } } }`;

interface Score {
  mean: number | null;
  percent: number | null;
  low: number | null;
  high: number | null;
  percentLow: number | null;
  percentHigh: number | null;
  n: number;
  expected: number;
  aggregation: string;
  scale: { min: number; max: number };
}

interface Entry {
  rank: number | null;
  isComplete: boolean;
  evaluation: { id: string; status: string };
  model: { name: string };
  score: Score | null;
}

interface Board {
  judge: { revision: string };
  nodes: Entry[];
}

interface Part {
  benchmark: string;
  category: string | null;
  judge_revision: string;
  judge: string;
}

async function apiBoard(client: Client, variables: Record<string, unknown>): Promise<Board> {
  return (await client.query<{ leaderboard: Board }>(BOARD, variables)).leaderboard;
}

const near = (value: number | null, digits = 9) => (value === null ? null : expect.closeTo(value, digits));

/** What the view must say of an entry of the API. */
function asRow({ rank, isComplete, model, evaluation, score }: Entry) {
  if (!score) return [];
  const { mean, percent, low, high, percentLow, percentHigh, n, expected, aggregation, scale } = score;
  return {
    ...{ evaluation: evaluation.id, status: evaluation.status, model: model.name, rank },
    ...{
      is_complete: isComplete,
      mean: near(mean),
      percent: near(percent),
      low: near(low),
      high: near(high),
      percent_low: near(percentLow, 6),
      percent_high: near(percentHigh, 6),
    },
    ...{ n, expected, aggregation, scale_min: near(scale.min), scale_max: near(scale.max) },
  };
}

const byEvaluation = (a: { evaluation: string }, b: { evaluation: string }) =>
  a.evaluation.localeCompare(b.evaluation);

test.for([11, 12])(
  'both leaderboards equal the API in every number, rank and part (seed %i)',
  {
    timeout: 240_000,
  },
  async (seed, { client, database }) => {
    await randomResults(client, seed);

    for (const mode of ['OFFICIAL', 'STRICT']) {
      const view = `bi_v1.leaderboard_${mode.toLowerCase()}`;
      const { rows: parts } = await database.pool.query<Part>(
        `select distinct benchmark, category, judge, judge_revision from ${view}`,
      );
      expect(parts.length).toBeGreaterThan(40);
      for (const { benchmark, category, judge, judge_revision } of parts) {
        const { rows } = await database.pool.query(
          `select e.evaluation_id, b.status, model, rank, is_complete, mean, percent, low, high, percent_low, percent_high, n, b.expected, aggregation,
           scale_min, scale_max
         from ${view} b join bi_v1.fact_evaluation e using (evaluation_key)
         where benchmark = $1 and category is not distinct from $2 and judge_revision = $3`,
          [benchmark, category, judge_revision],
        );
        const board = await apiBoard(client, {
          ...{ benchmark, category, mode },
          judge: `${judge}@${judge_revision}`,
        });

        const seen = rows.map(({ evaluation_id, ...row }) => ({
          evaluation: toGlobalId('Evaluation', evaluation_id),
          ...row,
        }));
        expect
          .soft(seen.toSorted(byEvaluation), `${mode} ${benchmark} ${category} ${judge}`)
          .toEqual(board.nodes.flatMap(asRow).toSorted(byEvaluation));
      }
    }
  },
);

test('the judge of the board is the one that the API shows unasked', {
  timeout: 120_000,
}, async ({ client, database }) => {
  await randomResults(client, 13);

  const { rows } = await database.pool.query<{ benchmark: string; revisions: string[] }>(
    `select benchmark, array_agg(distinct judge_revision) as revisions from bi_v1.leaderboard_strict
     where is_board_judge group by benchmark`,
  );

  expect(rows).toHaveLength(5);
  for (const { benchmark, revisions } of rows) {
    expect.soft(revisions, benchmark).toEqual([(await apiBoard(client, { benchmark })).judge.revision]);
  }
});
