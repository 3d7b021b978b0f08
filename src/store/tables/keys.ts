import { pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, primaryId, time } from './columns.ts';

/** Who may fetch exports. A key itself is nowhere: only its sha256 is kept. */
export const apiKeys = pgTable('api_keys', {
  id: primaryId(),
  /** Says whose it is; unique, and not used again after it is revoked. */
  name: text().notNull().unique(),
  /** sha256 of the key, 64 hex digits. */
  digest: text().notNull(),
  createdAt: createdAt(),
  /** To the minute. */
  lastUsedAt: time(),
  revokedAt: time(),
});

/** What the server signs with, by what it is for. */
export const secrets = pgTable('secrets', {
  name: text().primaryKey(),
  value: text().notNull(),
  createdAt: createdAt(),
});

export type ApiKeyRow = typeof apiKeys.$inferSelect;
