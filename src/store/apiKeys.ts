import { randomBytes, timingSafeEqual } from 'node:crypto';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { sha256 } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Db } from './database.ts';
import { type ApiKeyRow, apiKeys } from './tables/index.ts';

/** The row's id and 32 random bytes: found by the one, proved by the other. */
const KEY = /^assay_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/** Makes a key, which is given back here and can be had nowhere else. Throws CONFLICT for a name that is taken. */
export async function insertApiKey(db: Db, name: string): Promise<{ key: string; row: ApiKeyRow }> {
  const id = newId();
  const key = `assay_${id.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
  const [row] = await db
    .insert(apiKeys)
    .values({ id, name, digest: sha256(key) })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new AppError('CONFLICT', `There is a key "${name}" already; take another name`);
  return { key, row };
}

/** Oldest first, revoked ones included. */
export async function findApiKeys(db: Db): Promise<ApiKeyRow[]> {
  return db.select().from(apiKeys).orderBy(asc(apiKeys.id));
}

/** The row of a key that may be used, or null; which of its parts is wrong cannot be told from the time it takes. */
export async function findUsableApiKey(db: Db, key: string): Promise<ApiKeyRow | null> {
  const [, hex] = KEY.exec(key) ?? [];
  if (!hex) return null;
  const row = await findApiKeyById(db, hex);
  const isRight = timingSafeEqual(Buffer.from(sha256(key)), Buffer.from(row?.digest ?? sha256('')));
  return row && isRight && row.revokedAt === null ? row : null;
}

/** Revoked or not; by the 32 hex digits of its id. */
export async function findApiKeyById(db: Db, hex: string): Promise<ApiKeyRow | null> {
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, id));
  return row ?? null;
}

/** Notes that a key was used, at most once a minute. */
export async function touchApiKey(db: Db, id: string): Promise<void> {
  await db.execute(sql`update ${apiKeys} set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`);
}

/** Throws NOT_FOUND for a name that has no key in use. */
export async function revokeApiKey(db: Db, name: string): Promise<ApiKeyRow> {
  const [row] = await db
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKeys.name, name), isNull(apiKeys.revokedAt)))
    .returning();
  if (!row)
    throw new AppError('NOT_FOUND', `There is no key "${name}" in use; \`assay keys list\` shows all`);
  return row;
}
