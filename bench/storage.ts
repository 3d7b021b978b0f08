import type { Warehouse } from './warehouse.ts';

/** What rows are called, and where they lie. */
const TABLES = {
  score: 'scores',
  reply: 'replies',
  response: 'responses',
  'rollup row': 'rollups',
  event: 'events',
  'job of a shard': 'pgboss.job_common',
} as const;

/** Bytes of a row with its share of the indexes, on disk, by what it is; one sentence. */
export async function storageNote({ database }: Warehouse): Promise<string> {
  const bytes = await Promise.all(
    Object.entries(TABLES).map(async ([what, table]) => {
      // A partitioned table has no size of its own.
      const { rows } = await database.pool.query<{ bytes: number }>(
        `select coalesce((select sum(pg_total_relation_size(relid)) from pg_partition_tree('${table}')),
           pg_total_relation_size('${table}'))::float8 / count(*) as bytes from ${table}`,
      );
      return `a ${what} ${Math.round(rows[0]?.bytes ?? Number.NaN)}`;
    }),
  );
  return `On disk, with indexes, in bytes: ${bytes.join(', ')}. The texts of replies and responses are a few words here.`;
}
