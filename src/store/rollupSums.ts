import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { type PartSums, packedSums, readPacked } from './packedSums.ts';
import { outcomeCounts } from './rollupOutcomes.ts';
import { isWhole, leafPaths, refuseUnknownSlice, type SlicePath, under } from './slicePaths.ts';

export interface SumsQuery {
  benchmarkId: string;
  evaluationIds: readonly string[];
  /** Only slices under it. */
  path: SlicePath;
  /** Only this one; null is the row that pools all of them; `each` tells them apart. */
  criterion: { slug: string } | 'each' | null;
  /** Down to which level slices are told apart. */
  level: 'category' | 'domain' | 'subdomain';
}

/**
 * Rollups added up, in the benchmark's order of categories and criteria. Costs as many rows as there are leaf slices,
 * however many scores.
 */
export async function findPartSums(db: Db, query: SumsQuery): Promise<PartSums[]> {
  const { benchmarkId, evaluationIds, path, criterion, level } = query;
  await refuseUnknownSlice(db, benchmarkId, path);
  if (evaluationIds.length === 0) return [];
  const shown = sql`
    select e.id, r.samples_per_question from evaluations e join runs r on r.id = e.run_id
    where e.id = any(${sql.param([...evaluationIds])}::uuid[])`;
  const wanted = criterion === null || criterion === 'each' ? criterion : { slug: sql`${criterion.slug}` };
  const parts = {
    benchmark: sql`${benchmarkId}`,
    under: isWhole(path) ? null : under(path),
    criterion: wanted,
    level,
  };
  const { rows } = await db.execute<{ packed: unknown[] }>(sql`
    with shown as (${shown}), ${sumsByPart(parts)}
    select ${packedSums} as packed from sums s order by s.position, s.rank`);
  return rows.map(({ packed }) => readPacked(packed));
}

/**
 * `sums` in a `with`, after a `shown` of evaluations (`id`, `samples_per_question`). The keys of the rollups are found
 * first, so that their index brings what is wanted and nothing else: the planner cannot know how few evaluations, slices
 * and criteria that is.
 */
export function sumsByPart(of: {
  benchmark: SQL;
  /** Of slices `l`; null for all. */
  under: SQL | null;
  criterion: { slug: SQL } | 'each' | null;
  level: SumsQuery['level'];
}): SQL {
  const ids = {
    domain: of.level === 'category' ? sql`null::uuid` : sql`s.domain_id`,
    subdomain:
      of.level === 'subdomain' ? sql`case when s.level = 'SUBDOMAIN' then s.id end` : sql`null::uuid`,
    criterion: of.criterion === 'each' ? sql`r.criterion_id` : sql`null::uuid`,
  };
  const inPart = of.under
    ? sql`r.slice_id = any(array(select l.id from (${leafPaths(of.benchmark)}) l where ${of.under}))`
    : sql`true`;
  // Grouped by ids, which compare faster than names.
  return sql`
    sums as materialized (
      select k.slug as category, d.slug as domain, x.slug as subdomain, c.slug as criterion, k.position, c.position as rank, t.*
      from (
        select r.evaluation_id, s.category_id, ${ids.domain} as domain_id, ${ids.subdomain} as subdomain_id,
          ${ids.criterion} as criterion_id, ${totals}
        from shown u join rollups r on r.evaluation_id = u.id join slices s on s.id = r.slice_id
        where r.evaluation_id = any(array(select id from shown)) and ${inPart} and ${wanted(of)}
        group by 1, 2, 3, 4, 5
      ) t join slices k on k.id = t.category_id left join slices d on d.id = t.domain_id
        left join slices x on x.id = t.subdomain_id left join criteria c on c.id = t.criterion_id
    )`;
}

function wanted({
  criterion,
  benchmark,
}: Pick<Parameters<typeof sumsByPart>[0], 'criterion' | 'benchmark'>): SQL {
  if (criterion === null) return sql`r.criterion_id is null`;
  if (criterion === 'each') return sql`r.criterion_id is not null`;
  return sql`r.criterion_id = any(array(
    select id from criteria where benchmark_id = ${benchmark} and slug = ${criterion.slug}))`;
}

// What the responses of a pooled row are asked for is in the rows of its criteria.
const totals = sql`
  sum(r.expected)::int as expected, sum(r.responses)::int as responses, ${outcomeCounts},
  sum(case when r.criterion_id is not null then r.responses else (
    select coalesce(sum(x.responses), 0) from rollups x
    where x.evaluation_id = r.evaluation_id and x.slice_id = r.slice_id and x.criterion_id is not null) end)::int as asked,
  max(u.samples_per_question)::int as samples,
  sum(r.n)::int as n, sum(r.sum) as sum, sum(r.questions)::int as questions, sum(r.squares) as squares,
  sum(r."cross") as "cross", sum(r.sizes) as sizes, sum(r.best) as best,
  sum(r.official_n)::int as official_n, sum(r.official_sum) as official_sum, sum(r.official_questions)::int as official_questions,
  sum(r.official_squares) as official_squares, sum(r.official_cross) as official_cross, sum(r.official_sizes) as official_sizes,
  sum(r.official_best) as official_best`;
