import type { Db } from './database.ts';
import { findCategorySums } from './leaderboard.ts';
import type { PartSums } from './packedSums.ts';

/** An evaluation and what its benchmark's headline looks at. */
export interface HeadlineKey {
  evaluationId: string;
  benchmarkId: string;
  /** Null pools all criteria. */
  criterion: string | null;
}

/** The sums behind each evaluation's headline by category, in the order of the keys: one query per benchmark. */
export async function findHeadlineSums(db: Db, keys: readonly HeadlineKey[]): Promise<PartSums[][]> {
  const groups = Map.groupBy(keys, ({ benchmarkId, criterion }) => `${benchmarkId} ${criterion}`);
  const found = await Promise.all(
    [...groups.values()].map((group) => {
      const [{ benchmarkId, criterion }] = group as [HeadlineKey];
      const ids = [...new Set(group.map((key) => key.evaluationId))];
      return findCategorySums(db, benchmarkId, ids, {}, criterion);
    }),
  );
  const sums = Map.groupBy(found.flat(), (row) => row.evaluationId);
  return keys.map((key) => sums.get(key.evaluationId) ?? []);
}
