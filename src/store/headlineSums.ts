import { addUp, type PartSums, partsOf } from '../benchmarks/partSums.ts';
import type { Db } from './database.ts';
import { findRollups } from './rollupRows.ts';

/** An evaluation and what its benchmark's headline looks at. */
export interface HeadlineKey {
  evaluationId: string;
  benchmarkId: string;
  /** Null pools all criteria. */
  criterion: string | null;
}

/** The sums behind each evaluation's headline by category, in the order of the keys: two queries per benchmark. */
export async function findHeadlineSums(db: Db, keys: readonly HeadlineKey[]): Promise<PartSums[][]> {
  const groups = Map.groupBy(keys, ({ benchmarkId, criterion }) => `${benchmarkId} ${criterion}`);
  const found = new Map<string, PartSums[]>();
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const [{ benchmarkId, criterion }] = group as [HeadlineKey];
      const ids = [...new Set(group.map((key) => key.evaluationId))];
      const { layout, rollups } = await findRollups(db, benchmarkId, ids, criterion);
      const which = criterion === null ? null : { slug: criterion };
      const parts = partsOf(layout, { path: {}, criterion: which, level: 'category' });
      for (const [id, rows] of rollups) found.set(`${id} ${criterion}`, addUp(rows, parts));
    }),
  );
  return keys.map(({ evaluationId, criterion }) => found.get(`${evaluationId} ${criterion}`) ?? []);
}
