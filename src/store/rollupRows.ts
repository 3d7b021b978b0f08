import { type SQL, sql } from 'drizzle-orm';
import { type Layout, NUMBERS, type Rollups } from '../benchmarks/partSums.ts';
import type { Db } from './database.ts';
import { leafPaths } from './slicePaths.ts';
import { notScored, withoutResponse } from './unscored.ts';

/** A benchmark's layout and where in it each id is. */
export interface KnownLayout extends Layout {
  leafAt: ReadonlyMap<string, number>;
  criterionAt: ReadonlyMap<string, number>;
}

export async function findLayout(db: Db, benchmarkId: string): Promise<KnownLayout> {
  const { rows } = await db.execute<{ leaves: Named[]; criteria: Named[] }>(sql`
    select (
      select json_agg(json_build_object('id', l.id, 'category', l.category, 'domain', l.domain, 'subdomain', l.subdomain,
        'position', l.position) order by l.key)
      from (${leafPaths(sql`${benchmarkId}`)}) l
    ) as leaves, (
      select json_agg(json_build_object('id', id, 'slug', slug, 'position', position) order by key)
      from criteria where benchmark_id = ${benchmarkId}
    ) as criteria`);
  const [leaves, criteria] = [rows[0]?.leaves ?? [], rows[0]?.criteria ?? []];
  return {
    leaves: leaves as unknown as Layout['leaves'],
    criteria: criteria as unknown as Layout['criteria'],
    leafAt: placesOf(leaves),
    criterionAt: placesOf(criteria),
  };
}

interface Named {
  id: string;
}

const placesOf = (named: readonly Named[]): Map<string, number> =>
  new Map(named.map(({ id }, at) => [id, at]));

/** A rollup row as `packedRollups` packs it. */
export type Packed = readonly [slice: string, criterion: string | null, ...numbers: number[]];

/** Of criteria pooled these mean nothing: `addUp` takes them from the criteria. */
const DERIVED: Readonly<Record<string, SQL>> = {
  not_scored: sql.raw(notScored('u')),
  missing_response: sql.raw(withoutResponse('u')),
};

/**
 * The rows of one evaluation in one text, as a value of a select; of one criterion, where a slug is given. Nothing is
 * joined or added up here: how many rows there are is what the planner cannot know, and no plan depends on it.
 */
export function packedRollups(evaluationId: SQL, criterion: string | null = null): SQL<Packed[] | null> {
  const numbers = NUMBERS.map((name) => DERIVED[name] ?? sql`u.${sql.identifier(name)}`);
  const some =
    criterion === null
      ? sql``
      : sql`and u.criterion_id = any(array(select id from criteria where slug = ${criterion}))`;
  return sql`(
    select json_agg(json_build_array(u.slice_id, u.criterion_id, ${sql.join(numbers, sql`, `)}))
    from rollups u where u.evaluation_id = ${evaluationId} ${some})`;
}

/** Null when a row is about something that came after the layout. */
export function readPacked(packed: readonly Packed[], samples: number, layout: KnownLayout): Rollups | null {
  const columns = layout.criteria.length + 1;
  const rowOf = new Int32Array(layout.leaves.length * columns).fill(-1);
  const numbers = new Float64Array(packed.length * NUMBERS.length);
  for (const [row, [slice, criterion, ...own]] of packed.entries()) {
    const leaf = layout.leafAt.get(slice);
    const at = criterion === null ? columns - 1 : layout.criterionAt.get(criterion);
    if (leaf === undefined || at === undefined) return null;
    rowOf[leaf * columns + at] = row;
    numbers.set(own, row * NUMBERS.length);
  }
  return { samples, rowOf, numbers };
}

/** The rollups of evaluations of one benchmark, of all criteria or of one. */
export async function findRollups(
  db: Db,
  benchmarkId: string,
  evaluationIds: readonly string[],
  criterion: string | null = null,
): Promise<{ layout: KnownLayout; rollups: Map<string, Rollups> }> {
  const { rows } = await db.execute<{ id: string; samples: number; packed: Packed[] | null }>(sql`
    select e.id, r.samples_per_question as samples, ${packedRollups(sql`e.id`, criterion)} as packed
    from evaluations e join runs r on r.id = e.run_id
    where e.id = any(${sql.param([...evaluationIds])}::uuid[])`);
  // Afterwards, so that it has whatever the rows are about.
  const layout = await findLayout(db, benchmarkId);
  const rollups = new Map<string, Rollups>();
  for (const { id, samples, packed } of rows) {
    const found = readPacked(packed ?? [], samples, layout);
    if (!found) throw new Error(`rollups of ${id} are about slices of another benchmark`);
    rollups.set(id, found);
  }
  return { layout, rollups };
}
