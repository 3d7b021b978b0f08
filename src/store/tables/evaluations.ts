import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { GIVEN_OUTCOMES } from '../../benchmarks/benchmark.ts';
import { criteria, slices } from './benchmarks.ts';
import { count, createdAt, key, primaryId, sum, time, total } from './columns.ts';
import { judges } from './judges.ts';
import { runs } from './runs.ts';

export const evaluationStatus = pgEnum('evaluation_status', [
  'QUEUED',
  'RUNNING',
  'COMPLETED',
  'PARTIAL',
  'FAILED',
  'CANCELLED',
]);

/** Beside these it has `benchmark_key`, `model_key` and `judge_key`, which a trigger of the migration `bi_headlines` fills. */
export const evaluations = pgTable(
  'evaluations',
  {
    id: primaryId(),
    key: key(),
    runId: uuid()
      .notNull()
      .references(() => runs.id),
    judgeId: uuid()
      .notNull()
      .references(() => judges.id),
    status: evaluationStatus().notNull().default('QUEUED'),
    /** Responses that a full run of the benchmark has. */
    expected: integer().notNull(),
    /** Responses the run had when this evaluation began. */
    responses: integer().notNull(),
    /** Responses with a score or an outcome. */
    done: count(),
    /** Number of the last event; events of an evaluation count up from 1 without gaps. */
    seq: count(),
    idempotencyKey: text().unique(),
    /** Whether its scores were made elsewhere, so that no worker is asked. */
    isImport: boolean().notNull().default(false),
    /** Why the judge has no answer to some of it; null where it has one to all, and while it is open. */
    reason: text(),
    /** What a judge behind a server took, as far as that tells; null where it does not, or where there is none. */
    requests: sum(),
    tokens: sum(),
    promptTokens: sum(),
    cachedTokens: sum(),
    completionTokens: sum(),
    cost: doublePrecision(),
    createdAt: createdAt(),
    /** When a worker first took some of it up. */
    startedAt: time(),
    finishedAt: time(),
  },
  (table) => [index().on(table.runId), index().on(table.judgeId, table.status)],
);

/** With one that no score has: a value of an enum cannot be taken back. */
export const outcome = pgEnum('outcome', [...GIVEN_OUTCOMES, 'MISSING_RESPONSE']);

/**
 * What the judge said or saw, one row per call. No foreign key refers to the evaluation, nor from scores: each row
 * written would lock a share of the one row that every worker of the evaluation counts up, and keeping the lists of
 * sharers cost more than the rows. Whoever writes rows changes the evaluation in the same transaction.
 */
export const replies = pgTable(
  'replies',
  {
    id: primaryId(),
    evaluationId: uuid().notNull(),
    responseId: uuid().notNull(),
    /** Which call of several about one response; empty when there is one. */
    part: text().notNull().default(''),
    text: text(),
    /** Boxes, colours, probabilities. */
    evidence: jsonb().$type<Record<string, unknown>>(),
    /** Whether the judge saw only part of the response, or was cut off before it had said all. */
    isTruncated: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [unique().on(table.evaluationId, table.responseId, table.part)],
);

/** Append-only; partitioned by hash of the evaluation (the partitions are in the migration). */
export const scores = pgTable(
  'scores',
  {
    evaluationId: uuid().notNull(),
    questionId: uuid().notNull(),
    responseId: uuid().notNull(),
    criterionId: uuid().notNull(),
    sliceId: uuid().notNull(),
    outcome: outcome().notNull(),
    /** As strictly read; null unless SCORED. */
    value: doublePrecision(),
    /** As the published script reads it; null where the script leaves it out. */
    officialValue: doublePrecision(),
    reason: text(),
    createdAt: createdAt(),
  },
  (table) => [
    // The question comes first so that one index finds a question's scores and forbids a second score.
    primaryKey({ columns: [table.evaluationId, table.questionId, table.responseId, table.criterionId] }),
    // The worst and the best of a criterion, those alike in the order of the questions.
    index('scores_by_value').on(
      table.evaluationId,
      table.criterionId,
      table.value,
      table.questionId,
      table.responseId,
    ),
    // One number without bounds would make every sum that it enters say nothing. NaN is above Infinity here.
    // A column's full name would not be known in the partitions.
    check('scores_finite', sql`abs("value") < 'Infinity' and abs("official_value") < 'Infinity'`),
  ],
);

/**
 * Sums over the scores of one leaf slice and criterion, from which every aggregate and interval is computed.
 * Maintained by the transaction that writes the scores. For a question q with n_q values that add up to S_q:
 * `squares` = Σ S_q², `cross` = Σ S_q n_q, `sizes` = Σ n_q², `best` = Σ of each question's highest value, and `won` = Σ of
 * the place of each question's best value on its scale, 0 for the worst value there is and 1 for the best.
 */
export const rollups = pgTable(
  'rollups',
  {
    evaluationId: uuid()
      .notNull()
      .references(() => evaluations.id, { onDelete: 'cascade' }),
    sliceId: uuid()
      .notNull()
      .references(() => slices.id),
    /** Null in the row that pools all criteria, kept for benchmarks whose headline pools them. */
    criterionId: uuid().references(() => criteria.id),
    /** Scores a full run has here. */
    expected: integer().notNull(),
    /** Responses of the run here, scored or not. */
    responses: integer().notNull(),
    /** Questions a full run answers here. */
    expectedQuestions: count(),
    /** Questions that the run has a response to. */
    answeredQuestions: count(),
    /** Σ r_q², of the r_q responses to each of them. */
    responseSizes: total(),
    scored: count(),
    notApplicable: count(),
    unparseable: count(),
    outOfRange: count(),
    judgeError: count(),
    missingMedia: count(),
    n: count(),
    sum: total(),
    sumSquares: total(),
    questions: count(),
    squares: total(),
    cross: total(),
    sizes: total(),
    best: total(),
    /** Σ S_q r_q, of the r_q responses to each question that have scores. */
    responseCross: total(),
    won: total(),
    officialN: count(),
    officialSum: total(),
    officialSumSquares: total(),
    officialQuestions: count(),
    officialSquares: total(),
    officialCross: total(),
    officialSizes: total(),
    officialBest: total(),
    officialResponseCross: total(),
    officialWon: total(),
    /** Counts of strict values in 20 bins of equal width over the scale. */
    histogram: integer()
      .array()
      .notNull()
      .default([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  },
  (table) => [unique().on(table.evaluationId, table.sliceId, table.criterionId).nullsNotDistinct()],
);

export type EvaluationRow = typeof evaluations.$inferSelect;
export type ReplyRow = typeof replies.$inferSelect;
export type ScoreRow = typeof scores.$inferSelect;
