import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import type { PartSums } from './packedSums.ts';
import { findPartSums } from './rollupSums.ts';
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

/** Every criterion of each evaluation by category, in the order of the keys: two queries per benchmark. */
export async function findCriterionSums(db: Db, keys: readonly CriterionKey[]): Promise<CriterionSums[][]> {
  const groups = Map.groupBy(keys, ({ benchmarkId }) => benchmarkId);
  const found = await Promise.all(
    [...groups].map(([benchmarkId, group]) =>
      findOfBenchmark(db, benchmarkId, [...new Set(group.map((key) => key.evaluationId))]),
    ),
  );
  const sums = Map.groupBy(found.flat(), (row) => row.evaluationId);
  return keys.map((key) => sums.get(key.evaluationId) ?? []);
}

async function findOfBenchmark(db: Db, benchmarkId: string, evaluationIds: readonly string[]) {
  const [sums, histograms] = await Promise.all([
    findPartSums(db, { benchmarkId, evaluationIds, path: {}, criterion: 'each', level: 'category' }),
    findHistograms(db, benchmarkId, evaluationIds),
  ]);
  const byKey = new Map(histograms.map((row) => [keyOf(row), row]));
  return sums.flatMap((row): CriterionSums[] => {
    const found = byKey.get(keyOf(row));
    return found ? [{ ...row, criterionId: found.criterionId, histogram: found.histogram }] : [];
  });
}

const keyOf = (row: { evaluationId: string; category: string; criterion: string | null }): string =>
  JSON.stringify([row.evaluationId, row.category, row.criterion]);

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
