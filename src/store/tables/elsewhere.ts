import { doublePrecision, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { benchmarks, criteria } from './benchmarks.ts';
import { createdAt, primaryId } from './columns.ts';
import { responses } from './runs.ts';

/** Numbers quoted from a paper or page, with their source; never mixed up with what was measured here. */
export const publishedResults = pgTable(
  'published_results',
  {
    id: primaryId(),
    benchmarkId: uuid()
      .notNull()
      .references(() => benchmarks.id, { onDelete: 'cascade' }),
    /** The model's name as published. */
    model: text().notNull(),
    /** Slug of the category; null for the whole benchmark. */
    category: text(),
    /** Who scored, as published: a judge, a detector, people. */
    scorer: text().notNull(),
    /** In units of the benchmark's scale. */
    mean: doublePrecision().notNull(),
    /** As printed, where the source prints percent. */
    percent: doublePrecision(),
    source: text().notNull(),
    note: text(),
  },
  (table) => [
    unique()
      .on(table.benchmarkId, table.model, table.category, table.scorer, table.source)
      .nullsNotDistinct(),
  ],
);

/** What one person said of one criterion of one response. */
export const annotations = pgTable(
  'annotations',
  {
    id: primaryId(),
    responseId: uuid()
      .notNull()
      .references(() => responses.id, { onDelete: 'cascade' }),
    criterionId: uuid()
      .notNull()
      .references(() => criteria.id),
    /** Tells the people who annotated one response apart. */
    annotator: text().notNull(),
    /** In units of the criterion's scale; null when the person gave no usable answer. */
    value: doublePrecision(),
    /** The person's answers as they were given. */
    answers: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique().on(table.responseId, table.criterionId, table.annotator)],
);

export type PublishedResultRow = typeof publishedResults.$inferSelect;
