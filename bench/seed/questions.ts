import { AppError } from '../../src/core/errors.ts';
import { findBenchmarkBySlug, findSlices, LEVELS } from '../../src/store/benchmarks.ts';
import type { Database } from '../../src/store/database.ts';
import { slices } from '../../src/store/tables/index.ts';
import { type Epoch, idOf } from './ids.ts';
import type { Leaf } from './shape.ts';

/** The slices that a benchmark lacks and all of its questions; the benchmark's id. */
export async function insertQuestions(
  { db, pool }: Database,
  slug: string,
  leaves: readonly Leaf[],
  epoch: Epoch,
): Promise<string> {
  const { id, questionsDigest } = await findBenchmarkBySlug(db, slug);
  if (questionsDigest)
    throw new AppError('CONFLICT', `${slug} has questions already: seed a database without any`);
  const leafIds: string[] = [];
  for (const { path } of leaves) leafIds.push(await openLeaf(db, id, path));
  await pool.query(
    `insert into questions (id, benchmark_id, slice_id, external_id, position, content, digest)
     select ${idOf('$3::bigint + position', 'external_id')}, $1, slice_id, external_id, position,
       jsonb_build_array(jsonb_build_object('text', 'Invented question ' || external_id)),
       encode(sha256(external_id::bytea), 'hex')
     from (
       select slice_id, prefix || '-' || n as external_id, row_number() over (order by leaf, n) - 1 as position
       from unnest($2::uuid[], $4::text[], $5::int[]) with ordinality as l(slice_id, prefix, size, leaf)
         cross join generate_series(1, size) as n
     ) q`,
    [
      id,
      leafIds,
      epoch.questions,
      leaves.map(({ path }) => path.map((slice) => slice.slug).join('/')),
      leaves.map(({ questions }) => questions),
    ],
  );
  await pool.query(
    `update benchmarks set installed_at = now(), questions_digest = (
       select encode(sha256(string_agg(digest, '' order by external_id collate "C")::bytea), 'hex')
       from questions where benchmark_id = $1) where id = $1`,
    [id],
  );
  return id;
}

async function openLeaf(db: Database['db'], benchmarkId: string, path: Leaf['path']): Promise<string> {
  const known = await findSlices(db, benchmarkId);
  let parentId: string | null = null;
  for (const [depth, { slug, name }] of path.entries()) {
    const found = known.find((slice) => slice.parentId === parentId && slice.slug === slug);
    if (found) {
      parentId = found.id;
      continue;
    }
    const level = LEVELS[depth] ?? 'SUBDOMAIN';
    const row: typeof slices.$inferInsert = {
      benchmarkId,
      parentId,
      level,
      slug,
      name,
      position: known.length,
    };
    parentId = (await db.insert(slices).values(row).returning())[0]?.id ?? null;
  }
  return parentId as string;
}
