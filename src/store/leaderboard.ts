import { eq, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { type Packed, packedRollups } from './rollupRows.ts';
import { type EvaluationRow, evaluations, type ModelRow, models, runs } from './tables/index.ts';

/** One row of what is shown side by side. */
export interface ShownEvaluation {
  evaluation: EvaluationRow;
  model: ModelRow;
  /** Responses per question of a full run. */
  samples: number;
  /** Its rollups; null where the reader has them as of the same `seq`. */
  packed: Packed[] | null;
}

export interface ShownQuery {
  /** Slug. */
  benchmark: string;
  judgeId: string;
  /** Evaluations whose rollups the reader has, by id, as they were at this `seq`. */
  known: ReadonlyMap<string, number>;
}

/**
 * Of every model and settings the newest evaluation by a judge, cancelled and failed ones left out, with its rollups:
 * one statement, which sees all of them at one moment. One still being scored shows only where none is closed, so that
 * scoring again does not take a result off the board meanwhile.
 */
export async function findShown(
  db: Db,
  { benchmark, judgeId, known }: ShownQuery,
): Promise<ShownEvaluation[]> {
  const statement = prepared(db, 'shown', (name) => shownStatement(db, name));
  const rows = await statement.execute({
    ...{ benchmark, judge: judgeId },
    ...{ ids: [...known.keys()], seqs: [...known.values()] },
  });
  return rows.map(({ isKnown, packed, ...row }) => ({ ...row, packed: isKnown ? null : (packed ?? []) }));
}

function shownStatement(db: Db, name: string) {
  const shown = db.$with('shown', {}).as(sql`
    select distinct on (r.model_id, r.settings) e.id
    from benchmarks b join runs r on r.benchmark_id = b.id join evaluations e on e.run_id = r.id
    where b.slug = ${sql.placeholder('benchmark')} and e.status not in ('CANCELLED', 'FAILED')
      and e.judge_id = ${sql.placeholder('judge')}::uuid
    order by r.model_id, r.settings, e.status in ('QUEUED', 'RUNNING'), e.id desc`);
  return db
    .with(shown)
    .select({
      evaluation: evaluations,
      model: models,
      samples: runs.samplesPerQuestion,
      isKnown: sql<boolean>`k.id is not null`,
      packed: sql<Packed[] | null>`case when k.id is null then ${packedRollups(sql`${evaluations.id}`)} end`,
    })
    .from(evaluations)
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .innerJoin(models, eq(models.id, runs.modelId))
    .leftJoin(
      sql`unnest(${sql.placeholder('ids')}::uuid[], ${sql.placeholder('seqs')}::int[]) as k(id, seq)`,
      sql`k.id = ${evaluations.id} and k.seq = ${evaluations.seq}`,
    )
    .where(sql`${evaluations.id} in (select id from shown)`)
    .prepare(name);
}
