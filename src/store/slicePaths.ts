import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';

/** A part of a benchmark, by slugs. */
export interface SlicePath {
  category?: string | null | undefined;
  domain?: string | null | undefined;
  subdomain?: string | null | undefined;
}

/** Every slice as `l` in a `with`, with the slugs of its category, domain and subdomain. */
export function leaves(benchmarkId: string): SQL {
  return sql`recursive leaves as (
    select id, slug as category, null::text as domain, null::text as subdomain, position
    from slices where benchmark_id = ${benchmarkId} and parent_id is null
    union all
    select s.id, l.category, coalesce(l.domain, s.slug), case when l.domain is null then null else s.slug end, l.position
    from slices s join leaves l on s.parent_id = l.id
  )`;
}

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
