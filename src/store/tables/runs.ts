import { bigint, index, integer, jsonb, pgEnum, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Segment } from '../../benchmarks/benchmark.ts';
import { benchmarks, questions } from './benchmarks.ts';
import { createdAt, key, primaryId } from './columns.ts';

export const modelKind = pgEnum('model_kind', ['INTERLEAVED', 'INTEGRATED', 'TEXT_TO_IMAGE']);

export const models = pgTable('models', {
  id: primaryId(),
  key: key(),
  name: text().notNull().unique(),
  kind: modelKind().notNull(),
  createdAt: createdAt(),
});

export const runs = pgTable(
  'runs',
  {
    id: primaryId(),
    benchmarkId: uuid()
      .notNull()
      .references(() => benchmarks.id),
    modelId: uuid()
      .notNull()
      .references(() => models.id),
    /** What made the responses: seed, prompt rewriting, best-of-n and the like. */
    settings: jsonb().$type<Record<string, unknown>>().notNull(),
    samplesPerQuestion: integer().notNull(),
    /** Repeating a createRun with the same key gives the same run. */
    idempotencyKey: text().unique(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.benchmarkId, table.modelId)],
);

export const responses = pgTable(
  'responses',
  {
    id: primaryId(),
    runId: uuid()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    questionId: uuid()
      .notNull()
      .references(() => questions.id),
    /** 0-based among the responses to one question. */
    sampleIndex: integer().notNull(),
    content: jsonb().$type<readonly Segment[]>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique().on(table.runId, table.questionId, table.sampleIndex)],
);

/** Pictures, stored once under their sha256; the bytes are in the media folder. */
export const media = pgTable('media', {
  digest: text().primaryKey(),
  mediaType: text().notNull(),
  bytes: bigint({ mode: 'number' }).notNull(),
  width: integer().notNull(),
  height: integer().notNull(),
  createdAt: createdAt(),
});

export type ModelRow = typeof models.$inferSelect;
export type RunRow = typeof runs.$inferSelect;
export type ResponseRow = typeof responses.$inferSelect;
export type MediaRow = typeof media.$inferSelect;
