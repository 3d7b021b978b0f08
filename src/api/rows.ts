import type { Aggregate, Part } from '../benchmarks/aggregate.ts';
import type { BenchmarkDefinition, MissingPolicy, Mode, Outcome, Segment } from '../benchmarks/benchmark.ts';
import type { Lacking } from '../benchmarks/lacking.ts';
import type { Column } from '../benchmarks/matrix.ts';
import type { QuestionPair } from '../benchmarks/pairing.ts';
import type { PartSums, SlicePath } from '../benchmarks/partSums.ts';
import type { View } from '../benchmarks/standing.ts';
import type { PairedDifference } from '../statistics/comparison.ts';
import type { Interval } from '../statistics/interval.ts';
import type { ValuePair } from '../store/comparisons.ts';
import type { SliceCoverage } from '../store/coverage.ts';
import type { Page } from '../store/pages.ts';
import type {
  BenchmarkRow,
  EvaluationRow,
  EventRow,
  ModelRow,
  QuestionRow,
  ReplyRow,
  ResponseRow,
  RunRow,
  ScoreRow,
  SliceRow,
  WorkerRow,
} from '../store/tables/index.ts';
import type { ChosenBoard } from './boards.ts';
import type { Spent } from './cost/meter.ts';

// What backs the GraphQL types that are no table of their own; codegen finds them by name.

/** A page and how to count all rows, which is only done when somebody asks. */
export interface Connection<Row> extends Page<Row> {
  /** Whether the page starts after a cursor, so that rows precede it. */
  after: boolean;
  /** How many rows were passed over before the page. */
  skip: number;
  count(): Promise<number>;
}
export type QuestionConnectionRow = Connection<QuestionRow>;
export type ModelConnectionRow = Connection<ModelRow>;
export type RunConnectionRow = Connection<RunRow>;
export type ResponseConnectionRow = Connection<ResponseRow>;
export type EvaluationConnectionRow = Connection<EvaluationRow>;

export interface ScoreConnectionRow extends Connection<ScoreRow> {
  responseCount(): Promise<number>;
}

export type DisagreementRow = ScoreRow;
export interface DisagreementConnectionRow extends Connection<ScoreRow> {
  outcomes(): Promise<{ outcome: Outcome; count: number }[]>;
}

export interface ModeSummaryRow {
  mode: Mode;
  score: Aggregate | null;
  categories: { slug: string; name: string; score: Aggregate }[];
}

export interface CriterionSummaryRow {
  criterionId: string;
  category: string;
  official: Aggregate;
  strict: Aggregate;
  histogram: number[];
}

export interface JudgementRow {
  evaluation: EvaluationRow;
  scores: ScoreRow[];
  replies: ReplyRow[];
}

export interface WorkersChangeRow {
  cursor: string;
  workers: WorkerRow[];
}

export interface ComparisonRow {
  benchmark: BenchmarkRow;
  mode: Mode;
  criterion: string | null;
  baseline: EvaluationRow;
  nodes: EvaluationComparisonRow[];
}

export interface EvaluationComparisonRow {
  evaluation: EvaluationRow;
  whole: PairedDifferenceRow | null;
  slices: { slice: SliceRow; difference: PairedDifferenceRow }[];
  /** At most so many of the questions that differ, the largest difference first. */
  largest(most: number): QuestionDifferenceRow[];
  /** Counted pairs of values; null where the runs differ. */
  valuePairs: (() => Promise<ValuePair[]>) | null;
}

export interface PairedDifferenceRow extends PairedDifference {
  onlyBaseline: number;
  onlyEvaluation: number;
  adjustedPValue: number | null;
  bootstrap(): Interval | null;
}

export interface QuestionDifferenceRow extends QuestionPair {
  /** Runs of the baseline and of the evaluation. */
  runs: { baseline: string; evaluation: string };
}

export type TextSegmentRow = Extract<Segment, { text: string }>;
export type ImageSegmentRow = Extract<Segment, { image: string }>;

export type MissingImageSegmentRow = Extract<Segment, { missingImage: string }>;

export type EvaluationEventRow = EventRow;
export type LeaderboardChangeRow = EventRow;

export type AggregateRow = Aggregate;

/** Whose numbers are shown side by side. */
export interface ShownByRow {
  judgeId: string | null;
  judgeChoice: ChosenBoard['judgeChoice'];
  otherJudges(): Promise<OtherJudgeRow[]>;
}

export interface OtherJudgeRow {
  judgeId: string;
  /** How many models it has evaluated, and how many of them are not shown. */
  models: number;
  more: number;
}

export interface LeaderboardRow extends ShownByRow {
  /** Slug. */
  benchmark: string;
  mode: Mode;
  missing: MissingPolicy;
  view: View;
  path: SlicePath;
  nodes: LeaderboardEntryRow[];
}

export interface LeaderboardEntryRow {
  rank: number | null;
  isComplete: boolean;
  lacking: Lacking;
  notComparable: string | null;
  evaluation: EvaluationRow;
  model: ModelRow;
  definition: BenchmarkDefinition;
  view: View;
  mode: Mode;
  /** By category slug. */
  parts: Record<Mode, ReadonlyMap<string, Part>>;
  official: Aggregate | null;
  strict: Aggregate | null;
  /** Sums by category and criterion, added up for all entries of the board at once. */
  criterionSums(): readonly PartSums[];
}

/** What shows evaluations side by side: by which judge, in which reading. */
export interface BoardQuery extends SlicePath {
  /** Slug. */
  benchmark: string;
  criterion?: string | null | undefined;
  /** A name or `name@revision`; none for the judge that the benchmark's board shows. */
  judge?: string | null | undefined;
  mode: Mode;
  missing: MissingPolicy;
}

export type LeaderboardOrder = 'RANK' | 'WORST' | 'MODEL' | 'NEWEST';

export interface LeaderboardQuery extends BoardQuery {
  rankIncomplete: boolean;
  orderBy?: LeaderboardOrder | null | undefined;
}

/** What one source says of one model by one scorer, as far as it says something of the category. */
export interface PublishedResultRow {
  model: string;
  scorer: string;
  source: string;
  note: string | null;
  /** Null for the whole benchmark. */
  category: string | null;
  mean: number | null;
  percent: number | null;
  percentOfScale: number | null;
  categories: { slug: string; mean: number; percent: number | null; percentOfScale: number | null }[];
}

export interface MatrixRow extends ShownByRow {
  /** Slug. */
  benchmark: string;
  mode: Mode;
  missing: MissingPolicy;
  columns: MatrixColumnRow[];
  rows: MatrixEntryRow[];
}

export type MatrixColumnRow = Column;

export interface MatrixEntryRow {
  model: ModelRow;
  evaluation: EvaluationRow;
  /** One for each column. */
  cells: { aggregate: Aggregate | null }[];
}

export type CoverageRow = SliceCoverage;

export type RateLimitRow = Spent;
