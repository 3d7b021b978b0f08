import { openImport } from '../../src/store/imports.ts';
import { findRuns } from '../../src/store/runs.ts';
import type { EvaluationRow } from '../../src/store/tables/index.ts';
import type { Warehouse } from '../warehouse.ts';

/** A score as an importer names it, and as the row it becomes. */
export interface GivenScore {
  question: string;
  sampleIndex: number;
  criterion: string;
  outcome: string;
  value: number | null;
  row: { question_id: string; response_id: string; criterion_id: string; slice_id: string };
}

/** All scores of the newest evaluation, question by question as an evaluator writes them. */
export async function givenScores({ database: { pool } }: Warehouse): Promise<GivenScore[]> {
  const { rows } = await pool.query<Omit<GivenScore, 'row'> & GivenScore['row']>(`
    select q.external_id as question, r.sample_index as "sampleIndex", c.slug as criterion, s.outcome, s.value,
      s.question_id, s.response_id, s.criterion_id, s.slice_id
    from scores s join questions q on q.id = s.question_id join responses r on r.id = s.response_id
      join criteria c on c.id = s.criterion_id
    where s.evaluation_id = (select id from evaluations where not is_import order by id desc limit 1)
    order by q.position, r.sample_index, c.position`);
  return rows.map(({ question_id, response_id, criterion_id, slice_id, ...score }) => ({
    ...score,
    row: { question_id, response_id, criterion_id, slice_id },
  }));
}

let judges = 0;

/** An import of the seeded run by a judge that has not scored it yet. */
export async function nextImport({ database: { db, pool } }: Warehouse): Promise<EvaluationRow> {
  const { rows } = await pool.query<{ id: string }>(
    'select run_id as id from evaluations where not is_import order by id desc limit 1',
  );
  const [run] = await findRuns(db, [rows[0]?.id ?? '']);
  if (!run) throw new Error('there is no run to import scores of');
  judges += 1;
  const judge = { name: `bench ${judges}`, kind: 'IMPORTED' as const, manifest: {}, criteria: null };
  return openImport(db, run, judge);
}
