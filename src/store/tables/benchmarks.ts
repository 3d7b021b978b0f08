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
import { createdAt, key, primaryId, time } from './columns.ts';
import { judges } from './judges.ts';

export const level = pgEnum('level', ['CATEGORY', 'DOMAIN', 'SUBDOMAIN']);

export const aggregation = pgEnum('aggregation', [
  'MEAN',
  'MEAN_RESPONSE_SUM',
  'MEAN_OF_CATEGORY_MEANS',
  'ANY_OF_N',
]);

export const benchmarks = pgTable('benchmarks', {
  id: primaryId(),
  key: key(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  description: text().notNull(),
  /** Responses per question that a full run has. */
  samplesPerQuestion: integer().notNull(),
  /**
   * sha256 over the definition and the published numbers that were written here. A migration after which definitions must be written again sets it
   * to null.
   */
  definitionDigest: text(),
  /** sha256 over the questions that are here; two runs compare only where it is equal. Null until there are any. */
  questionsDigest: text(),
  /** Null while questions are known from answers alone. */
  installedAt: time(),
  /** As the definition in `src/benchmarks` has it, for views that make the leaderboard's numbers in SQL. */
  headlineCriterion: text(),
  headlineAggregation: aggregation(),
  officialMeanDigits: integer(),
  officialPercentDigits: integer(),
  officialOfNone: doublePrecision(),
  /** Names of the judges that its published script asks, as the definition has them. */
  publishedJudges: text().array().notNull().default([]),
  /** Whom somebody chose for its board; null where the rule chooses. */
  pinnedJudgeId: uuid().references(() => judges.id),
  createdAt: createdAt(),
});

/**
 * A tree of three levels; questions hang on leaves. Beside these it has `category_id`, `category`, `domain_id` and
 * `domain`, which a trigger of the migration `bi` fills for the views.
 */
export const slices = pgTable(
  'slices',
  {
    id: primaryId(),
    key: key(),
    benchmarkId: uuid()
      .notNull()
      .references(() => benchmarks.id, { onDelete: 'cascade' }),
    parentId: uuid(),
    level: level().notNull(),
    slug: text().notNull(),
    name: text().notNull(),
    position: integer().notNull(),
    /** How a category becomes one number; null below. */
    aggregation: aggregation(),
    /** Questions that the category has as published; null below, and where nobody knows. */
    publishedQuestions: integer(),
  },
  (table) => [unique().on(table.benchmarkId, table.parentId, table.slug).nullsNotDistinct()],
);

export const criteria = pgTable(
  'criteria',
  {
    id: primaryId(),
    key: key(),
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
    /** Published questions that are asked it, where not all of their category are. */
    publishedQuestions: integer(),
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
    /** False while it is known from answers alone, which may be to but a part of the benchmark. */
    isInstalled: boolean().notNull().default(true),
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
