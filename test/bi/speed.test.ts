import { expect } from 'vitest';
import { seedScores } from '../../bench/seed.ts';
import { test } from '../support/fixtures.ts';
import { aReader } from './reader.ts';

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** Rows of scores that a statement looks at. */
const scoresRead = (plan: Plan): number =>
  (plan['Relation Name']?.startsWith('scores_') === true
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0) + (plan.Plans ?? []).reduce((sum, inner) => sum + scoresRead(inner), 0);

test('a filter by model reads the scores of that model alone, however many dimensions are joined', {
  timeout: 120_000,
}, async ({ database }) => {
  const { scores, models } = await seedScores(database, { scores: 30_000, models: 30 });
  await using reader = await aReader(database);
  // So few scores are as well read whole.
  await reader.session.query('set enable_seqscan = off');
  const model = `model = (select max(model) from bi_v1.dim_model)`;
  const joined = (names: readonly string[]) =>
    names.map((name) => `join bi_v1.dim_${name} using (${name}_key)`);

  for (const statement of [
    `bi_v1.fact_score where model_key = (select max(model_key) from bi_v1.dim_model)`,
    `bi_v1.fact_score join bi_v1.dim_model using (model_key) where ${model}`,
    `bi_v1.fact_score ${joined(['criterion', 'slice', 'judge', 'date', 'model']).join(' ')} where ${model}`,
  ]) {
    const { rows } = await reader.session.query(
      `explain (analyze, format json) select avg(value) from ${statement}`,
    );
    expect.soft(scoresRead(rows[0]['QUERY PLAN'][0].Plan), statement).toBeLessThan((2 * scores) / models);
  }
});
