import { inArray } from 'drizzle-orm';
import type { Db } from './database.ts';
import { inKeyOrder } from './pages.ts';
import { type MediaRow, media } from './tables/index.ts';

export async function insertMedia(db: Db, row: Omit<MediaRow, 'createdAt'>): Promise<void> {
  await db.insert(media).values(row).onConflictDoNothing();
}

export async function findMedia(db: Db, digests: readonly string[]): Promise<(MediaRow | null)[]> {
  if (digests.length === 0) return [];
  return inKeyOrder(
    digests,
    await db
      .select()
      .from(media)
      .where(inArray(media.digest, [...digests])),
    (row) => row.digest,
  );
}
