import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { PublishedNumber } from '../benchmarks/publishedNumber.ts';
import type { Db } from './database.ts';
import { benchmarks, type PublishedResultRow, publishedResults } from './tables/index.ts';

const { benchmarkId, model, category, scorer, source, mean, percent, note } = publishedResults;

/** Writes published numbers, by the benchmark's slug. Repeating it changes nothing. */
export async function upsertPublishedResults(
  db: Db,
  numbers: Readonly<Record<string, readonly PublishedNumber[]>>,
): Promise<void> {
  const known = await db
    .select()
    .from(benchmarks)
    .where(inArray(benchmarks.slug, Object.keys(numbers)));
  const rows = known.flatMap(({ id, slug }) =>
    (numbers[slug] ?? []).map((number) => ({ ...number, benchmarkId: id })),
  );
  if (rows.length === 0) return;
  await db
    .insert(publishedResults)
    .values(rows)
    .onConflictDoUpdate({
      target: [benchmarkId, model, category, scorer, source],
      set: { mean: sql`excluded.mean`, percent: sql`excluded.percent`, note: sql`excluded.note` },
      setWhere: sql`(${mean}, ${percent}, ${note}) is distinct from (excluded.mean, excluded.percent, excluded.note)`,
    });
}

/** In the order of their sources. */
export async function findPublishedResults(db: Db, benchmark: string): Promise<PublishedResultRow[]> {
  return db
    .select()
    .from(publishedResults)
    .where(eq(benchmarkId, benchmark))
    .orderBy(asc(publishedResults.id));
}
