import { index, jsonb, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, key, primaryId } from './columns.ts';

export const judgeKind = pgEnum('judge_kind', ['DETECTOR', 'VLM', 'RULE', 'PEOPLE', 'IMPORTED']);

export const judges = pgTable(
  'judges',
  {
    id: primaryId(),
    key: key(),
    name: text().notNull(),
    kind: judgeKind().notNull(),
    /** sha256 over everything that can change a score: weights, prompt, preprocessing, thresholds, parser, decoding. */
    revision: text().notNull().unique(),
    manifest: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Slugs of the criteria it scores; null means every criterion asked. */
    criteria: text().array(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.name)],
);

export type JudgeRow = typeof judges.$inferSelect;
