import { asc, eq, sql } from 'drizzle-orm';
import type { PublishedNumber } from '../benchmarks/publishedNumber.ts';
import type { Db } from './database.ts';
import { type PublishedResultRow, publishedResults } from './tables/index.ts';

const { benchmarkId, model, category, scorer, source, mean, percent, note } = publishedResults;

/** Writes published numbers of a benchmark. Repeating it changes nothing. */
export async function upsertPublishedResults(
  db: Db,
  benchmark: string,
  numbers: readonly PublishedNumber[],
): Promise<void> {
  if (numbers.length === 0) return;
  const rows = numbers.map((number) => ({ ...number, benchmarkId: benchmark }));
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
