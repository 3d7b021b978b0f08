import { eq, inArray } from 'drizzle-orm';
import type { Db } from './database.ts';
import { inKeyOrder, type Page, type PageArgs, pageOf } from './pages.ts';
import { type ModelRow, models } from './tables/index.ts';

export async function findModels(db: Db, ids: readonly string[]): Promise<(ModelRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(models)
      .where(inArray(models.id, [...ids])),
    (row) => row.id,
  );
}

export async function findModelByName(db: Db, name: string): Promise<ModelRow | null> {
  const [found] = await db.select().from(models).where(eq(models.name, name));
  return found ?? null;
}

export async function findModelPage(db: Db, args: PageArgs): Promise<Page<ModelRow>> {
  const page = pageOf(models.id, args, 'newest');
  return page.cut(await db.select().from(models).where(page.where()).orderBy(page.orderBy).limit(page.limit));
}

export async function countModels(db: Db): Promise<number> {
  return db.$count(models);
}
