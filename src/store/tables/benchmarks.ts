import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Segment } from '../../benchmarks/benchmark.ts';
import { createdAt, primaryId, time } from './columns.ts';

export const level = pgEnum('level', ['CATEGORY', 'DOMAIN', 'SUBDOMAIN']);

export const benchmarks = pgTable('benchmarks', {
  id: primaryId(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  description: text().notNull(),
  /** Responses per question that a full run has. */
  samplesPerQuestion: integer().notNull(),
  /** sha256 over the installed questions; two runs compare only where it is equal. Null until installed. */
  questionsDigest: text(),
  installedAt: time(),
  createdAt: createdAt(),
});

/** A tree of three levels; questions hang on leaves. */
export const slices = pgTable(
  'slices',
  {
    id: primaryId(),
    benchmarkId: uuid()
      .notNull()
      .references(() => benchmarks.id, { onDelete: 'cascade' }),
    parentId: uuid(),
    level: level().notNull(),
    slug: text().notNull(),
    name: text().notNull(),
    position: integer().notNull(),
  },
  (table) => [unique().on(table.benchmarkId, table.parentId, table.slug).nullsNotDistinct()],
);

export const criteria = pgTable(
  'criteria',
  {
    id: primaryId(),
    benchmarkId: uuid()
      .notNull()
      .references(() => benchmarks.id, { onDelete: 'cascade' }),
    /** Null when it applies to every category. */
    categoryId: uuid().references(() => slices.id, { onDelete: 'cascade' }),
    slug: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    scaleMin: doublePrecision().notNull(),
    scaleMax: doublePrecision().notNull(),
    higherIsBetter: boolean().notNull(),
    position: integer().notNull(),
  },
  (table) => [unique().on(table.benchmarkId, table.categoryId, table.slug).nullsNotDistinct()],
);

export const questions = pgTable(
  'questions',
  {
    id: primaryId(),
    benchmarkId: uuid()
      .notNull()
      .references(() => benchmarks.id, { onDelete: 'cascade' }),
    sliceId: uuid()
      .notNull()
      .references(() => slices.id),
    externalId: text().notNull(),
    /** Order in the benchmark's file. */
    position: integer().notNull(),
    content: jsonb().$type<readonly Segment[]>().notNull(),
    reference: jsonb().$type<unknown>(),
    /** Criteria asked of this question, by slug; null means all of its category. */
    criteria: text().array(),
    /** sha256 over everything above that a file gives. */
    digest: text().notNull(),
  },
  (table) => [
    unique().on(table.benchmarkId, table.externalId),
    index().on(table.benchmarkId, table.id),
    index().on(table.sliceId),
  ],
);

export type BenchmarkRow = typeof benchmarks.$inferSelect;
export type SliceRow = typeof slices.$inferSelect;
export type CriterionRow = typeof criteria.$inferSelect;
export type QuestionRow = typeof questions.$inferSelect;
