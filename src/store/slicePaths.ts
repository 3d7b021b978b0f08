import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';

/** A part of a benchmark, by slugs. */
export interface SlicePath {
  category?: string | null | undefined;
  domain?: string | null | undefined;
  subdomain?: string | null | undefined;
}

/**
 * Every slice with the slugs of its category, domain and subdomain, and its category's position. There are three levels,
 * so two joins reach the top, and cost less than a recursion.
 */
export const leafPaths = (benchmark: SQL): SQL => sql`
  select s.id, coalesce(g.slug, p.slug, s.slug) as category,
    case when g.id is not null then p.slug when p.id is not null then s.slug end as domain,
    case when g.id is not null then s.slug end as subdomain, coalesce(g.position, p.position, s.position) as position
  from slices s left join slices p on p.id = s.parent_id left join slices g on g.id = p.parent_id
  where s.benchmark_id = ${benchmark}`;

/** The same as `leaves` in a `with`. */
export const leaves = (benchmarkId: string): SQL => sql`leaves as (${leafPaths(sql`${benchmarkId}`)})`;

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
  if (!path.category && !path.domain && !path.subdomain) return;
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
