import { type SQL, sql } from 'drizzle-orm';
import type { SlicePath } from '../benchmarks/partSums.ts';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';

/** Every slice with the slugs of its category, domain and subdomain, and its category's position. */
export const leafPaths = (benchmark: SQL): SQL => sql`
  select s.id, s.key, s.category, s.domain, case when s.level = 'SUBDOMAIN' then s.slug end as subdomain, k.position
  from slices s join slices k on k.id = s.category_id where s.benchmark_id = ${benchmark}`;

/** The same as `leaves` in a `with`. */
export const leaves = (benchmarkId: string): SQL => sql`leaves as (${leafPaths(sql`${benchmarkId}`)})`;

/** Whether a path leads nowhere below the benchmark. */
export const isWhole = ({ category, domain, subdomain }: SlicePath): boolean =>
  !category && !domain && !subdomain;

/** The condition that a slice `l` lies under a path. */
export function under(path: SlicePath): SQL {
  const conditions = [
    path.category ? sql`l.category = ${path.category}` : sql`true`,
    path.domain ? sql`l.domain = ${path.domain}` : sql`true`,
    path.subdomain ? sql`l.subdomain = ${path.subdomain}` : sql`true`,
  ];
  return sql.join(conditions, sql` and `);
}

/** Throws NOT_FOUND for a path that leads to no slice. */
export async function refuseUnknownSlice(db: Db, benchmarkId: string, path: SlicePath): Promise<void> {
  if (isWhole(path)) return;
  const { rows } = await db.execute(sql`
    with ${leaves(benchmarkId)} select 1 from leaves l where ${under(path)} limit 1`);
  if (rows.length > 0) return;
  const asked = (['category', 'domain', 'subdomain'] as const)
    .filter((level) => path[level])
    .map((level) => `${level} "${path[level]}"`);
  throw new AppError(
    'NOT_FOUND',
    `The benchmark has no ${asked.join(', ')}; \`benchmark { slices { level slug } }\` lists them`,
  );
}
