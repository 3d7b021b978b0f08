import { sql } from 'drizzle-orm';
import { addUp, type PartSums, partsOf } from '../benchmarks/partSums.ts';
import type { Db } from './database.ts';
import { findRollups } from './rollupRows.ts';
import { leaves } from './slicePaths.ts';

/** Sums of one criterion in one category of one evaluation, and how its strict values lie on its scale. */
export interface CriterionSums extends PartSums {
  criterionId: string;
  histogram: number[];
}

export interface CriterionKey {
  evaluationId: string;
  benchmarkId: string;
}

/** Every criterion of each evaluation by category, in the order of the keys: three queries per benchmark. */
export async function findCriterionSums(db: Db, keys: readonly CriterionKey[]): Promise<CriterionSums[][]> {
  const groups = Map.groupBy(keys, ({ benchmarkId }) => benchmarkId);
  const found = new Map<string, CriterionSums[]>();
  await Promise.all(
    [...groups].map(async ([benchmarkId, group]) => {
      const ids = [...new Set(group.map((key) => key.evaluationId))];
      const [{ layout, rollups }, histograms] = await Promise.all([
        findRollups(db, benchmarkId, ids),
        findHistograms(db, benchmarkId, ids),
      ]);
      const parts = partsOf(layout, { path: {}, criterion: 'each', level: 'category' });
      const byKey = new Map(histograms.map((row) => [keyOf(row.evaluationId, row), row]));
      for (const [id, rows] of rollups) {
        const sums = addUp(rows, parts).flatMap((row): CriterionSums[] => {
          const histogram = byKey.get(keyOf(id, row));
          return histogram
            ? [{ ...row, criterionId: histogram.criterionId, histogram: histogram.histogram }]
            : [];
        });
        found.set(id, sums);
      }
    }),
  );
  return keys.map(({ evaluationId }) => found.get(evaluationId) ?? []);
}

const keyOf = (evaluationId: string, row: { category: string; criterion: string | null }): string =>
  JSON.stringify([evaluationId, row.category, row.criterion]);

interface Histogram {
  evaluationId: string;
  category: string;
  criterion: string;
  criterionId: string;
  histogram: number[];
}

async function findHistograms(
  db: Db,
  benchmarkId: string,
  evaluationIds: readonly string[],
): Promise<Histogram[]> {
  const { rows } = await db.execute<Record<keyof Histogram, never>>(sql`
    with ${leaves(benchmarkId)},
    bins as (
      select r.evaluation_id, l.category, r.criterion_id, h.bin, sum(h.count)::int as count
      from rollups r join leaves l on l.id = r.slice_id
        cross join unnest(r.histogram) with ordinality as h(count, bin)
      where r.evaluation_id = any(${sql.param([...evaluationIds])}::uuid[]) and r.criterion_id is not null
      group by r.evaluation_id, l.category, r.criterion_id, h.bin
    )
    select b.evaluation_id as "evaluationId", b.category, c.slug as criterion, c.id as "criterionId",
      array_agg(b.count order by b.bin) as histogram
    from bins b join criteria c on c.id = b.criterion_id
    group by b.evaluation_id, b.category, c.id`);
  return rows;
}
