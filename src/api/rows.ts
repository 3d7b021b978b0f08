import type { Aggregate, Part } from '../benchmarks/aggregate.ts';
import type { BenchmarkDefinition, Mode, Outcome, Segment } from '../benchmarks/benchmark.ts';
import type { View } from '../benchmarks/standing.ts';
import type { Page } from '../store/pages.ts';
import type {
  BenchmarkRow,
  EvaluationRow,
  EventRow,
  JudgeRow,
  ModelRow,
  QuestionRow,
  ResponseRow,
  RunRow,
  ScoreRow,
} from '../store/tables/index.ts';

// What backs the GraphQL types that are no table of their own; codegen finds them by name.

/** A page and how to count all rows, which is only done when somebody asks. */
export interface Connection<Row> extends Page<Row> {
  /** Whether the page starts after a cursor, so that rows precede it. */
  after: boolean;
  count(): Promise<number>;
}
export type QuestionConnectionRow = Connection<QuestionRow>;
export type ModelConnectionRow = Connection<ModelRow>;
export type RunConnectionRow = Connection<RunRow>;
export type ResponseConnectionRow = Connection<ResponseRow>;
export type EvaluationConnectionRow = Connection<EvaluationRow>;

export type ScoreConnectionRow = Connection<ScoreRow>;

export type DisagreementRow = ScoreRow;
export interface DisagreementConnectionRow extends Connection<ScoreRow> {
  outcomes(): Promise<{ outcome: Outcome; count: number }[]>;
}

export interface ModeSummaryRow {
  mode: Mode;
  score: Aggregate | null;
  categories: { slug: string; name: string; score: Aggregate }[];
}

export type TextSegmentRow = Extract<Segment, { text: string }>;
export type ImageSegmentRow = Extract<Segment, { image: string }>;

export type MissingImageSegmentRow = Extract<Segment, { missingImage: string }>;

export type EvaluationEventRow = EventRow;
export type LeaderboardChangeRow = EventRow;

export type AggregateRow = Aggregate;

export interface LeaderboardRow {
  benchmark: BenchmarkRow;
  judge: JudgeRow | null;
  mode: Mode;
  nodes: LeaderboardEntryRow[];
}

export interface LeaderboardEntryRow {
  rank: number | null;
  evaluation: EvaluationRow;
  definition: BenchmarkDefinition;
  view: View;
  mode: Mode;
  /** By category slug. */
  parts: Record<Mode, ReadonlyMap<string, Part>>;
  official: Aggregate | null;
  strict: Aggregate | null;
}

/** What a leaderboard is asked for. */
export interface LeaderboardQuery {
  benchmark: BenchmarkRow;
  category?: string | null | undefined;
  domain?: string | null | undefined;
  subdomain?: string | null | undefined;
  criterion?: string | null | undefined;
  /** Null for the judge of the newest evaluation. */
  judgeId: string | null;
  mode: Mode;
  rankIncomplete: boolean;
}
