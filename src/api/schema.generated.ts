// Written by `npm run codegen` from schema/*.graphql.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { BenchmarkRow, SliceRow, CriterionRow, QuestionRow, EvaluationRow, JudgeRow, MediaRow, ModelRow, ResponseRow, RunRow, ScoreRow, ReplyRow, WorkerRow } from '../store/tables/index.ts';
import type { TextSegmentRow, ImageSegmentRow, MissingImageSegmentRow, QuestionConnectionRow, ComparisonRow, EvaluationComparisonRow, PairedDifferenceRow, QuestionDifferenceRow, CoverageRow, ModeSummaryRow, DisagreementRow, DisagreementConnectionRow, EvaluationEventRow, CriterionSummaryRow, EvaluationConnectionRow, OtherJudgeRow, AggregateRow, LeaderboardRow, LeaderboardEntryRow, LeaderboardChangeRow, MatrixRow, MatrixColumnRow, MatrixEntryRow, ModelConnectionRow, PublishedResultRow, RateLimitRow, JudgementRow, ResponseConnectionRow, RunConnectionRow, ScoreConnectionRow, WorkersChangeRow } from './rows.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant, as RFC 3339 text in UTC. */
  DateTime: { input: Date; output: Date; }
  /** Any JSON object. */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
};

/** Reads. Page sizes are 0 to 100. */
export type Query = {
  /** All benchmarks this server knows, by slug. */
  benchmarks?: Maybe<Array<Benchmark>>;
  /** One benchmark, null when there is none of that slug. */
  benchmark?: Maybe<Benchmark>;
  /**
   * Evaluations of one benchmark against a baseline, on the questions that both answered: what a difference is, and
   * whether it is more than chance. It reads the scores of these evaluations, so it costs as much as they are large.
   */
  compare?: Maybe<Comparison>;
  /** What one evaluation has of every slice and criterion, categories first and each slice with those above it counted too. */
  coverage?: Maybe<Array<Coverage>>;
  /** Evaluations, newest first unless another order is asked for. */
  evaluations?: Maybe<EvaluationConnection>;
  /** Judges by name, newest revision first. */
  judges?: Maybe<Array<Judge>>;
  /**
   * Models ranked on a benchmark, or on a slice or criterion of it. Computed from rollups alone, so it costs the same
   * however many scores there are. It shows one judge revision, and of every model and settings the newest evaluation.
   */
  leaderboard?: Maybe<Leaderboard>;
  /**
   * The numbers of a heat map, models by parts of a benchmark, computed from rollups alone. It shows what a leaderboard
   * of each part shows: one judge revision, and of every model and settings the newest evaluation.
   */
  matrix?: Maybe<Matrix>;
  /** Models with runs, newest first. */
  models?: Maybe<ModelConnection>;
  /** The object with this id, of whatever type. */
  node?: Maybe<Node>;
  /** The objects with these ids, in their order, null where there is none. At most 100. */
  nodes?: Maybe<Array<Maybe<Node>>>;
  /** Results quoted from papers and pages, best first, those without one number last. */
  publishedResults?: Maybe<Array<PublishedResult>>;
  /**
   * What this query costs, and what is left to whoever asks. A query whose cost is above the limit is refused before it
   * runs. It counts the objects that may come back, from page sizes and variables, so a smaller `first` makes it cheaper.
   */
  rateLimit?: Maybe<RateLimit>;
  /** Runs, newest first unless another order is asked for. */
  runs?: Maybe<RunConnection>;
  /** Workers seen in the last day, newest first. */
  workers?: Maybe<Array<Worker>>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryBenchmarkArgs = {
  slug: Scalars['String']['input'];
};


/** Reads. Page sizes are 0 to 100. */
export type QueryCompareArgs = {
  evaluations: Array<Scalars['ID']['input']>;
  baseline?: InputMaybe<Scalars['ID']['input']>;
  category?: InputMaybe<Scalars['String']['input']>;
  domain?: InputMaybe<Scalars['String']['input']>;
  subdomain?: InputMaybe<Scalars['String']['input']>;
  criterion?: InputMaybe<Scalars['String']['input']>;
  mode?: InputMaybe<Mode>;
  by?: InputMaybe<Level>;
  test?: InputMaybe<PairedTest>;
  seed?: InputMaybe<Scalars['Int']['input']>;
  allowDifferentJudges?: InputMaybe<Scalars['Boolean']['input']>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryCoverageArgs = {
  evaluation: Scalars['ID']['input'];
};


/** Reads. Page sizes are 0 to 100. */
export type QueryEvaluationsArgs = {
  benchmark?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<EvaluationStatus>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  run?: InputMaybe<Scalars['ID']['input']>;
  order?: InputMaybe<ListOrder>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryLeaderboardArgs = {
  benchmark: Scalars['String']['input'];
  category?: InputMaybe<Scalars['String']['input']>;
  domain?: InputMaybe<Scalars['String']['input']>;
  subdomain?: InputMaybe<Scalars['String']['input']>;
  criterion?: InputMaybe<Scalars['String']['input']>;
  judge?: InputMaybe<Scalars['String']['input']>;
  mode?: InputMaybe<Mode>;
  missing?: InputMaybe<MissingPolicy>;
  rankIncomplete?: InputMaybe<Scalars['Boolean']['input']>;
  orderBy?: InputMaybe<LeaderboardOrder>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryMatrixArgs = {
  benchmark: Scalars['String']['input'];
  rows?: InputMaybe<MatrixRows>;
  columns: MatrixColumns;
  category?: InputMaybe<Scalars['String']['input']>;
  criterion?: InputMaybe<Scalars['String']['input']>;
  judge?: InputMaybe<Scalars['String']['input']>;
  mode?: InputMaybe<Mode>;
  missing?: InputMaybe<MissingPolicy>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryModelsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Reads. Page sizes are 0 to 100. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryPublishedResultsArgs = {
  benchmark: Scalars['String']['input'];
  category?: InputMaybe<Scalars['String']['input']>;
};


/** Reads. Page sizes are 0 to 100. */
export type QueryRunsArgs = {
  benchmark?: InputMaybe<Scalars['String']['input']>;
  model?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  order?: InputMaybe<ListOrder>;
};

/** Writes. Each takes one input and returns what it changed. */
export type Mutation = {
  /**
   * Installs the questions of a benchmark from its published files. The same files again change nothing;
   * other content than the published is refused.
   */
  installBenchmark?: Maybe<InstallBenchmarkPayload>;
  /**
   * Pins the judge that the board of a benchmark shows unless another is asked for, or lets the benchmark's rule choose
   * again. Boards that are watched live follow at once. The same again changes nothing.
   */
  pinBenchmarkJudge?: Maybe<PinBenchmarkJudgePayload>;
  /** Queues a judge's pass over a run. */
  startEvaluation?: Maybe<StartEvaluationPayload>;
  /** Stops an evaluation; scores already written stay. */
  cancelEvaluation?: Maybe<CancelEvaluationPayload>;
  /**
   * Makes an address that opens one export without a key, for a while: what programs read that take an address and no header.
   * It takes an API key (`authorization: Bearer <key>`): the link is of that key, and ends when the key is revoked.
   */
  createExportLink?: Maybe<CreateExportLinkPayload>;
  /**
   * Adds questions to a benchmark whose questions come with its data, all or none. One that is there with the same
   * content is left alone; with other content the call is refused. Slices below a category are made as they are named.
   * At most 1,000 in one call.
   */
  addQuestions?: Maybe<AddQuestionsPayload>;
  /**
   * Begins, or goes on with, an evaluation whose scores were made elsewhere. The same run and judge is the same
   * evaluation; responses that the run got since are counted in.
   */
  openImport?: Maybe<OpenImportPayload>;
  /**
   * Adds what a judge said, which is read here by the benchmark's parser, in both readings. A reply that is there is left
   * alone; where another is there the call is refused, as for `importScores`. At most 2,000 in one call.
   */
  importReplies?: Maybe<ImportPayload>;
  /**
   * Adds scores made elsewhere, all or none. One that is there is left alone; where another value, outcome or reason is
   * there the call is refused with CONFLICT: a second rater is a judge of its own, and corrected scores are another
   * revision, so open an import with another judge name or manifest. At most 2,000 in one call.
   */
  importScores?: Maybe<ImportPayload>;
  /** Closes an import: the evaluation becomes COMPLETED, or PARTIAL where scores are missing. */
  closeImport?: Maybe<CloseImportPayload>;
  /**
   * Adds responses to a run, all or none. One that is there with the same content is left alone;
   * with other content the call is refused. At most 1,000 in one call.
   */
  addResponses?: Maybe<AddResponsesPayload>;
  /** Makes an empty run, and the model if it is new. */
  createRun?: Maybe<CreateRunPayload>;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationInstallBenchmarkArgs = {
  input: InstallBenchmarkInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationPinBenchmarkJudgeArgs = {
  input: PinBenchmarkJudgeInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationStartEvaluationArgs = {
  input: StartEvaluationInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationCancelEvaluationArgs = {
  input: CancelEvaluationInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationCreateExportLinkArgs = {
  input: CreateExportLinkInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationAddQuestionsArgs = {
  input: AddQuestionsInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationOpenImportArgs = {
  input: OpenImportInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationImportRepliesArgs = {
  input: ImportRepliesInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationImportScoresArgs = {
  input: ImportScoresInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationCloseImportArgs = {
  input: CloseImportInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationAddResponsesArgs = {
  input: AddResponsesInput;
};


/** Writes. Each takes one input and returns what it changed. */
export type MutationCreateRunArgs = {
  input: CreateRunInput;
};

/** A set of questions with criteria and an aggregation. */
export type Benchmark = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Short name used in queries and commands. */
  slug: Scalars['String']['output'];
  /** Name for people. */
  name: Scalars['String']['output'];
  /** What it measures and where it comes from. */
  description: Scalars['String']['output'];
  /** Responses per question that a full run has. */
  samplesPerQuestion: Scalars['Int']['output'];
  /** Whether its own questions are here; false while some are known from answers or results alone. */
  isInstalled: Scalars['Boolean']['output'];
  /** sha256 over the questions that are here; runs compare only where it is equal. */
  questionsDigest?: Maybe<Scalars['String']['output']>;
  /** Number of questions that are here. */
  questionCount: Scalars['Int']['output'];
  /** The slices, parents before children. */
  slices: Array<Slice>;
  /** The criteria, in the benchmark's order. */
  criteria: Array<Criterion>;
  /** Judges whose evaluations of it a leaderboard can show, the one that it shows unless another is asked for first. */
  judges: Array<Judge>;
  /** The judge that its board shows unless another is asked for; null while nothing is evaluated. */
  judge?: Maybe<Judge>;
  /** Why its board shows this judge; null while nothing is evaluated. */
  judgeChoice?: Maybe<JudgeChoice>;
  /** The questions, in the benchmark's order. */
  questions: QuestionConnection;
  /** Runs of this benchmark, newest first. */
  runs: RunConnection;
};


/** A set of questions with criteria and an aggregation. */
export type BenchmarkQuestionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** A set of questions with criteria and an aggregation. */
export type BenchmarkRunsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Depth of a slice in its tree. */
export type Level =
  /** Top level: MMIE's three, GenEval's six tasks, EvalAlign's two dimensions. */
  | 'CATEGORY'
  /** Below a category: MMIE's twelve fields. */
  | 'DOMAIN'
  /** Below a domain. */
  | 'SUBDOMAIN';

/** A part of a benchmark: a category, a domain or a subdomain. */
export type Slice = {
  /** Unique among its siblings. */
  slug: Scalars['String']['output'];
  /** Name for people. */
  name: Scalars['String']['output'];
  /** Depth in the tree. */
  level: Level;
  /** The slice it is part of; null for a category. */
  parent?: Maybe<Slice>;
};

/** One aspect that is scored. */
export type Criterion = {
  /** Unique within its category. */
  slug: Scalars['String']['output'];
  /** Name for people. */
  name: Scalars['String']['output'];
  /** What is judged. */
  description: Scalars['String']['output'];
  /** The category it applies to; null when it applies to all. */
  category?: Maybe<Slice>;
  /** Lowest and highest value. */
  scale: Scale;
  /** Whether more is better. */
  higherIsBetter: Scalars['Boolean']['output'];
};

/** Lowest and highest value. */
export type Scale = {
  /** Lowest value. */
  min: Scalars['Float']['output'];
  /** Highest value. */
  max: Scalars['Float']['output'];
};

/** One item of a benchmark. */
export type Question = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Its id in the benchmark's own files. */
  externalId: Scalars['String']['output'];
  /** Interleaved text and pictures, as the model sees them. */
  content: Array<Segment>;
  /** What the benchmark's files say beside it: GenEval's rule, a reference answer. */
  reference?: Maybe<Scalars['JSONObject']['output']>;
  /** The leaf slice it belongs to. */
  slice: Slice;
  /** Whether it is the benchmark's own, which every full run answers; false where it is known from answers or results alone. */
  isInstalled: Scalars['Boolean']['output'];
};

/** One piece of interleaved content. */
export type Segment = TextSegment | ImageSegment | MissingImageSegment;

/** A piece of text. */
export type TextSegment = {
  /** The text. */
  text: Scalars['String']['output'];
};

/** A picture. */
export type ImageSegment = {
  /** The picture. */
  image: Media;
};

/** A picture that a file names and that is not stored here. */
export type MissingImageSegment = {
  /** The path the file gives. */
  path: Scalars['String']['output'];
};

/** Questions of a benchmark. */
export type QuestionConnection = {
  /** The page's rows with their cursors. */
  edges: Array<QuestionEdge>;
  /** The page's rows. */
  nodes: Array<Question>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A question in a connection. */
export type QuestionEdge = {
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Question;
};

/** What to install. */
export type InstallBenchmarkInput = {
  /** Slug of the benchmark. */
  benchmark: Scalars['String']['input'];
  /** Its published files; none for a benchmark that ships with the program. */
  files?: InputMaybe<Array<BenchmarkFileInput>>;
};

/** A published file of a benchmark. */
export type BenchmarkFileInput = {
  /** File name as published. */
  name: Scalars['String']['input'];
  /** The file's text, byte for byte. */
  text: Scalars['String']['input'];
};

/** What installing changed. */
export type InstallBenchmarkPayload = {
  /** The benchmark. */
  benchmark: Benchmark;
  /** Questions added; 0 when they were there. */
  installed: Scalars['Int']['output'];
};

/** Which judge to pin. */
export type PinBenchmarkJudgeInput = {
  /** Slug of the benchmark. */
  benchmark: Scalars['String']['input'];
  /**
   * A judge that has evaluated it: a name, which means its newest revision there, or `name@revision`. That revision is pinned.
   * Null lets the rule choose.
   */
  judge?: InputMaybe<Scalars['String']['input']>;
};

/** What pinning changed. */
export type PinBenchmarkJudgePayload = {
  /** The benchmark, whose `judge` and `judgeChoice` are those its board now shows. */
  benchmark: Benchmark;
};

/** How a p-value is found. All are two-sided. */
export type PairedTest =
  /**
   * Student's t on the questions' differences; over category means, on the mean of theirs with degrees of freedom by
   * Welch and Satterthwaite.
   */
  | 'PAIRED_T'
  /** Wilcoxon's signed ranks of the questions' differences, all questions alike. */
  | 'WILCOXON'
  /** McNemar's exact test, for one yes-or-no answer a question, all questions alike. */
  | 'MCNEMAR'
  /**
   * Exact test of the signs alone. Taken where the differences do not vary, or there is one question, so that Student's t
   * says nothing.
   */
  | 'SIGN';

/** Evaluations against a baseline. */
export type Comparison = {
  /** The benchmark of all of them. */
  benchmark: Benchmark;
  /** Which reading is compared. */
  mode: Mode;
  /** Slug of the criterion compared; null where all criteria are pooled. */
  criterion?: Maybe<Scalars['String']['output']>;
  /** The evaluation that the others are compared with. */
  baseline: Evaluation;
  /** The others, in the order given. */
  nodes: Array<EvaluationComparison>;
};

/** One evaluation against the baseline. */
export type EvaluationComparison = {
  /** The evaluation. */
  evaluation: Evaluation;
  /** On everything asked for; null where the benchmark must not be one number. */
  whole?: Maybe<PairedDifference>;
  /** The same by slice, in the benchmark's order. */
  slices: Array<SliceDifference>;
  /** The questions where the two differ most, largest first; questions without a difference are left out. */
  largestDifferences: Array<QuestionDifference>;
  /** How far two judges agree on the same responses; null where the runs differ. */
  agreement?: Maybe<Agreement>;
};


/** One evaluation against the baseline. */
export type EvaluationComparisonLargestDifferencesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One slice of a comparison. */
export type SliceDifference = {
  /** The slice. */
  slice: Slice;
  /** The difference on it. */
  difference: PairedDifference;
};

/**
 * A difference on the questions that both answered. A question counts once with the mean of its samples: questions are
 * independent, pictures of one question are not. Values are in units of the scale.
 */
export type PairedDifference = {
  /** Questions that both answered. */
  n: Scalars['Int']['output'];
  /** Questions that only the baseline answered, left out. */
  onlyBaseline: Scalars['Int']['output'];
  /** Questions that only the evaluation answered, left out. */
  onlyEvaluation: Scalars['Int']['output'];
  /** Mean of the baseline on the questions of both; null without any. */
  baselineMean?: Maybe<Scalars['Float']['output']>;
  /** Mean of the evaluation on the questions of both. */
  mean?: Maybe<Scalars['Float']['output']>;
  /** `mean` minus `baselineMean`, which is as the leaderboard weighs: over questions, or over categories. */
  difference?: Maybe<Scalars['Float']['output']>;
  /** Lower end of the 95 % interval of the difference, by Student's t; null where it cannot be told. */
  low?: Maybe<Scalars['Float']['output']>;
  /** Upper end. */
  high?: Maybe<Scalars['Float']['output']>;
  /** The same by seeded bootstrap, questions drawn with both their answers. */
  bootstrap?: Maybe<BootstrapInterval>;
  /** Questions on which the evaluation is better than the baseline. */
  wins: Scalars['Int']['output'];
  /** Questions on which they are equal. */
  ties: Scalars['Int']['output'];
  /** Questions on which the evaluation is worse. */
  losses: Scalars['Int']['output'];
  /** How `pValue` was found. */
  test?: Maybe<PairedTest>;
  /** How often chance alone gives a difference at least as large; null without questions of both. */
  pValue?: Maybe<Scalars['Float']['output']>;
  /** `pValue` after Holm's correction for every evaluation and slice of this comparison. */
  adjustedPValue?: Maybe<Scalars['Float']['output']>;
  /**
   * Smallest true difference that questions like these, as many, find four times in five (power 0.8, level 5 %); null
   * where the differences do not vary.
   */
  smallestDetectable?: Maybe<Scalars['Float']['output']>;
};

/** A 95 % percentile interval. */
export type BootstrapInterval = {
  /** Lower end. */
  low: Scalars['Float']['output'];
  /** Upper end. */
  high: Scalars['Float']['output'];
};

/** A question on which two evaluations differ. */
export type QuestionDifference = {
  /** The question. */
  question: Question;
  /** The baseline's mean over its samples. */
  baselineValue: Scalars['Float']['output'];
  /** The evaluation's mean over its samples. */
  value: Scalars['Float']['output'];
  /** `value` minus `baselineValue`. */
  difference: Scalars['Float']['output'];
  /** What the baseline's run answered. */
  baselineResponses: Array<Response>;
  /** What the evaluation's run answered. */
  responses: Array<Response>;
};

/** Agreement of two judges on the same responses, one pair per response and criterion. */
export type Agreement = {
  /** Pairs that both gave a value. */
  n: Scalars['Int']['output'];
  /** Pairs with the same value. */
  same: Scalars['Int']['output'];
  /** Pairs of which one alone has a value. */
  onlyOne: Scalars['Int']['output'];
  /** Cohen's kappa, values as labels; null where it is not defined, and beyond 20 different values. */
  kappa?: Maybe<Scalars['Float']['output']>;
  /** Pearson's correlation of the values; null where one of them does not vary. */
  pearson?: Maybe<Scalars['Float']['output']>;
  /** Spearman's correlation of the values. */
  spearman?: Maybe<Scalars['Float']['output']>;
};

/** What an evaluation has of one criterion in one slice and all below it. */
export type Coverage = {
  /** The slice. */
  slice: Slice;
  /** The criterion. */
  criterion: Criterion;
  /** Scores a full run has. */
  expected: Scalars['Int']['output'];
  /** Responses that the run had when the evaluation began, and that are asked this criterion. */
  responses: Scalars['Int']['output'];
  /**
   * All expected scores by outcome, those that did not occur left out; they add up to `expected`. NOT_SCORED counts what
   * the run has and this judge did not score, or while the evaluation runs has not scored yet.
   */
  outcomes: Array<OutcomeCount>;
};

/** One evaluation in one reading: the numbers that the leaderboard shows for it. */
export type ModeSummary = {
  /** The reading. */
  mode: Mode;
  /** The benchmark's headline; null where the benchmark must not be one number. */
  score?: Maybe<Aggregate>;
  /** The same by category. */
  categories: Array<ModeCategory>;
};

/** One category in one reading. */
export type ModeCategory = {
  /** Slug of the category. */
  slug: Scalars['String']['output'];
  /** Name of the category. */
  name: Scalars['String']['output'];
  /** The category's number. */
  score: Aggregate;
};

/**
 * A score that the two readings take differently: another value, or a value in one and none in the other. Without these,
 * both modes give the same numbers.
 */
export type Disagreement = {
  /** The response. */
  response: Response;
  /** The criterion. */
  criterion: Criterion;
  /** What became of it as strictly read. */
  outcome: Outcome;
  /** As strictly read; null unless SCORED. */
  value?: Maybe<Scalars['Float']['output']>;
  /** As the published script reads it; null where the script leaves it out. */
  officialValue?: Maybe<Scalars['Float']['output']>;
  /** `officialValue` minus `value`; null where one of them is. */
  difference?: Maybe<Scalars['Float']['output']>;
  /** What the judge said or saw; null where nothing was kept. */
  reply?: Maybe<Reply>;
  /** Why it is not the best value, or why there is none; empty when there is nothing to say. */
  reason?: Maybe<Scalars['String']['output']>;
};

/** Scores that the two readings take differently, in the order of the questions. */
export type DisagreementConnection = {
  /** The page's rows with their cursors. */
  edges: Array<DisagreementEdge>;
  /** The page's rows. */
  nodes: Array<Disagreement>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows on all pages. */
  totalCount: Scalars['Int']['output'];
  /** Rows on all pages by outcome as strictly read. */
  outcomes: Array<OutcomeCount>;
};

/** A disagreement in a connection. */
export type DisagreementEdge = {
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Disagreement;
};

/** Pushed changes, over WebSocket with the graphql-transport-ws protocol. Each resumes from a cursor. */
export type Subscription = {
  /**
   * An evaluation's progress, from its first event or from after a cursor, up to and including the event that
   * closes it. Events arrive in order, `seq` counts them without gaps.
   */
  evaluationProgress: EvaluationEvent;
  /** The leaderboard, sent again whenever scores of the benchmark changed. Changes close together arrive as one. */
  leaderboardChanged: LeaderboardChange;
  /**
   * Workers seen in the last day, newest first: at once, unless nothing changed since the cursor, and again within a second
   * of a worker's coming, report or silence.
   */
  workersChanged: WorkersChange;
};


/** Pushed changes, over WebSocket with the graphql-transport-ws protocol. Each resumes from a cursor. */
export type SubscriptionEvaluationProgressArgs = {
  evaluation: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Pushed changes, over WebSocket with the graphql-transport-ws protocol. Each resumes from a cursor. */
export type SubscriptionLeaderboardChangedArgs = {
  benchmark: Scalars['String']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Pushed changes, over WebSocket with the graphql-transport-ws protocol. Each resumes from a cursor. */
export type SubscriptionWorkersChangedArgs = {
  judge?: InputMaybe<Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Where an evaluation stands. */
export type EvaluationStatus =
  /** Waiting for a worker. */
  | 'QUEUED'
  /** Being scored. */
  | 'RUNNING'
  /** Every expected response has an answer of the judge. */
  | 'COMPLETED'
  /** Closed, but responses are missing or the judge failed on some. */
  | 'PARTIAL'
  /** Closed without a single answer of the judge. */
  | 'FAILED'
  /** Stopped by a person. */
  | 'CANCELLED';

/** What comes first in a list of scores. */
export type ScoreOrder =
  /** The order of the questions. */
  | 'QUESTION'
  /**
   * What lies nearest to the worst end of its criterion's scale, as strictly read: the highest value where lower is better.
   * Scores alike come in the order of the questions, those without a value last.
   */
  | 'WORST_FIRST'
  /** What lies nearest to the best end, otherwise as WORST_FIRST: scores without a value come last here too. */
  | 'BEST_FIRST';

/** One judge's pass over one run. Scoring again makes another evaluation; nothing is overwritten. */
export type Evaluation = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** The run scored. */
  run: Run;
  /** The judge, at one revision. */
  judge: Judge;
  /** Where it stands. */
  status: EvaluationStatus;
  /** Responses a full run has. */
  expected: Scalars['Int']['output'];
  /** Responses the run had when this began. */
  responses: Scalars['Int']['output'];
  /** Responses scored, or found impossible to score. */
  done: Scalars['Int']['output'];
  /** When it was queued. */
  createdAt: Scalars['DateTime']['output'];
  /** When a worker first took some of it up. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it closed. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why the judge has no answer to some of it, once it is closed; null where it has one to all. */
  reason?: Maybe<Scalars['String']['output']>;
  /** What its judge's server took by now; null for a judge in a process of ours, for people and for imports. */
  usage?: Maybe<JudgeUsage>;
  /** Give it as `after` to `evaluationProgress` to hear of what changes from here on. */
  cursor: Scalars['String']['output'];
  /** Its numbers in both readings, OFFICIAL first. */
  modes: Array<ModeSummary>;
  /** Every criterion it scores, by category, with how the values lie on its scale. */
  criteria: Array<CriterionSummary>;
  /** The scores that make the readings differ, in the order of the questions and of the samples of each. */
  disagreements: DisagreementConnection;
  /**
   * Its scores in the order of the questions and of the samples of each, those that fit every filter given. Responses that
   * the run does not have have no score.
   */
  scores: ScoreConnection;
};


/** One judge's pass over one run. Scoring again makes another evaluation; nothing is overwritten. */
export type EvaluationDisagreementsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** One judge's pass over one run. Scoring again makes another evaluation; nothing is overwritten. */
export type EvaluationScoresArgs = {
  category?: InputMaybe<Scalars['String']['input']>;
  domain?: InputMaybe<Scalars['String']['input']>;
  subdomain?: InputMaybe<Scalars['String']['input']>;
  criterion?: InputMaybe<Scalars['String']['input']>;
  outcome?: InputMaybe<Array<Outcome>>;
  min?: InputMaybe<Scalars['Float']['input']>;
  max?: InputMaybe<Scalars['Float']['input']>;
  order?: InputMaybe<ScoreOrder>;
  skip?: InputMaybe<Scalars['Int']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/**
 * What a judge's server took: of every answer, those refused, cut off or without a score too, as far as the server or the
 * gateway before it tells. A number is null where none of them told it.
 */
export type JudgeUsage = {
  /** Requests that reached the server, repeated ones too; not those that it told to come later. */
  requests: Scalars['Float']['output'];
  /** Tokens of prompts and answers together. */
  tokens?: Maybe<Scalars['Float']['output']>;
  /** Tokens of prompts, pictures included. */
  promptTokens?: Maybe<Scalars['Float']['output']>;
  /** Those of them that the server had kept from an earlier prompt, which often cost less. */
  cachedTokens?: Maybe<Scalars['Float']['output']>;
  /** Tokens of answers, reasoning included. */
  completionTokens?: Maybe<Scalars['Float']['output']>;
  /** In the currency of the server or gateway: US dollars with OpenRouter and LiteLLM. */
  cost?: Maybe<Scalars['Float']['output']>;
};

/** An evaluation as it stood after a change. */
export type EvaluationEvent = {
  /** Give it as `after` to go on from here. */
  cursor: Scalars['String']['output'];
  /** Counts the events of the evaluation from 1 without gaps. */
  seq: Scalars['Int']['output'];
  /** Where it stood. */
  status: EvaluationStatus;
  /** Responses a full run has. */
  expected: Scalars['Int']['output'];
  /** Responses the run had when the evaluation began. */
  responses: Scalars['Int']['output'];
  /** Responses scored by then. */
  done: Scalars['Int']['output'];
  /** When it changed. */
  at: Scalars['DateTime']['output'];
  /** The evaluation as it stands when this is sent, with its numbers; it may be ahead of this event. */
  evaluation: Evaluation;
};

/** One criterion of one category, as an evaluation has it by now. */
export type CriterionSummary = {
  /** The criterion. */
  criterion: Criterion;
  /** Slug of the category. */
  category: Scalars['String']['output'];
  /** As the published script reads and aggregates. */
  official: Aggregate;
  /** As a careful person would. */
  strict: Aggregate;
  /** Counts of strict values in 20 bins of equal width over the criterion's scale, from its lowest value up. */
  histogram: Array<Scalars['Int']['output']>;
};

/** Evaluations. */
export type EvaluationConnection = {
  /** The page's rows with their cursors. */
  edges: Array<EvaluationEdge>;
  /** The page's rows. */
  nodes: Array<Evaluation>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An evaluation in a connection. */
export type EvaluationEdge = {
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Evaluation;
};

/** What to score and by whom. */
export type StartEvaluationInput = {
  /** Global id of the run. */
  run: Scalars['ID']['input'];
  /** A judge's name, which means the newest revision that workers have served, or `name@revision` with the first digits of one. */
  judge: Scalars['String']['input'];
  /** Repeating a call with the same key gives the same evaluation. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The evaluation queued. */
export type StartEvaluationPayload = {
  /** The evaluation. */
  evaluation: Evaluation;
};

/** Which evaluation to stop. */
export type CancelEvaluationInput = {
  /** Global id of the evaluation. */
  evaluation: Scalars['ID']['input'];
};

/** The evaluation stopped. */
export type CancelEvaluationPayload = {
  /** The evaluation. */
  evaluation: Evaluation;
};

/** A table that can be exported. */
export type ExportTable =
  /** Models ranked on a benchmark or a part of it. */
  | 'LEADERBOARD'
  /** Every score, with the reason where there is no value. */
  | 'SCORES'
  /** Sums by evaluation, slice and criterion. */
  | 'ROLLUPS'
  /** What the models answered. */
  | 'RESPONSES';

/** The format of an export. */
export type ExportFormat =
  /** Comma-separated, with a header line. */
  | 'CSV'
  /** A JSON object a line. */
  | 'JSONL'
  /** Parquet, which can be read in parts. */
  | 'PARQUET';

/** What a link opens, and for how long. */
export type CreateExportLinkInput = {
  /** The table. */
  table: ExportTable;
  /** The format. */
  format?: ExportFormat;
  /** Which rows. */
  filters?: InputMaybe<ExportFilters>;
  /** How long it opens, from 1 minute to 10,080, a week. */
  minutes?: Scalars['Int']['input'];
};

/** Which rows of an export; a filter that a table does not have is refused. */
export type ExportFilters = {
  /** Slug of a benchmark; a leaderboard needs it. */
  benchmark?: InputMaybe<Scalars['String']['input']>;
  /** Global id of an evaluation; of responses, those of its run. */
  evaluation?: InputMaybe<Scalars['ID']['input']>;
  /** Name of a model. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** A judge's name, or `name@revision`. */
  judge?: InputMaybe<Scalars['String']['input']>;
  /** Slug of a category; it needs a benchmark or an evaluation, as the next ones. */
  category?: InputMaybe<Scalars['String']['input']>;
  /** Slug of a domain. */
  domain?: InputMaybe<Scalars['String']['input']>;
  /** Slug of a subdomain. */
  subdomain?: InputMaybe<Scalars['String']['input']>;
  /** Slug of a criterion. */
  criterion?: InputMaybe<Scalars['String']['input']>;
  /** Only scores with these outcomes. */
  outcome?: InputMaybe<Array<Outcome>>;
  /** Which reading ranks a leaderboard. */
  mode?: InputMaybe<Mode>;
  /** What the strict reading of a leaderboard makes of values that are not there. */
  missing?: InputMaybe<MissingPolicy>;
  /** Whether a leaderboard ranks incomplete evaluations too. */
  rankIncomplete?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The link made. */
export type CreateExportLinkPayload = {
  /** The link. */
  link: ExportLink;
};

/** An address that opens one export. Whoever has it can read that export: treat it as a password. */
export type ExportLink = {
  /** The whole address, as the server is reached. */
  url: Scalars['String']['output'];
  /** Path and query, below the address of the API. */
  path: Scalars['String']['output'];
  /** When it stops opening. */
  expiresAt: Scalars['DateTime']['output'];
};

/** Questions to add. */
export type AddQuestionsInput = {
  /** Slug of the benchmark. */
  benchmark: Scalars['String']['input'];
  /** The questions. */
  questions: Array<QuestionInput>;
  /**
   * Whether they are known from answers or results alone, which may be to but a part of the benchmark. Such questions do
   * not say what a full run is: that is what is installed, or while nothing is, as many questions as are published.
   */
  fromAnswers?: Scalars['Boolean']['input'];
};

/** A question of a benchmark's data. */
export type QuestionInput = {
  /** Its id in the benchmark's own files. */
  externalId: Scalars['String']['input'];
  /** From the category down to the leaf it belongs to. */
  slices: Array<SliceInput>;
  /** Interleaved text and pictures. */
  content: Array<SegmentInput>;
  /** A reference answer or rule, as the files give it. */
  reference?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Criteria asked of it, by slug; all of its category unless given. */
  criteria?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A slice by slug, and its name where it is new. */
export type SliceInput = {
  /** Slug. */
  slug: Scalars['String']['input'];
  /** Name for people; the slug unless given. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** What adding changed. */
export type AddQuestionsPayload = {
  /** The benchmark. */
  benchmark: Benchmark;
  /** Questions added; those that were there do not count. */
  added: Scalars['Int']['output'];
};

/** A run that was scored elsewhere. */
export type OpenImportInput = {
  /** Global id of the run. */
  run: Scalars['ID']['input'];
  /** Who scored it. */
  judge: ImportJudgeInput;
};

/** A judge outside this program. Everything that can change a score belongs into its manifest, whose digest is the revision. */
export type ImportJudgeInput = {
  /** Name, shared by its revisions. */
  name: Scalars['String']['input'];
  /** What it is. */
  kind?: JudgeKind;
  /** Weights, prompt, harness commit, options, as far as known. */
  manifest?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Slugs of the criteria it scores; every criterion asked unless given. */
  criteria?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** The evaluation to import into. */
export type OpenImportPayload = {
  /** The evaluation, open. */
  evaluation: Evaluation;
};

/** Replies to add. */
export type ImportRepliesInput = {
  /** Global id of the evaluation. */
  evaluation: Scalars['ID']['input'];
  /** The replies. */
  replies: Array<ReplyInput>;
};

/** What a judge said about one criterion of one response. */
export type ReplyInput = {
  /** The question's id in the benchmark's own files. */
  question: Scalars['String']['input'];
  /** 0-based among the responses to one question. */
  sampleIndex?: Scalars['Int']['input'];
  /** Slug of the criterion it answers. */
  criterion: Scalars['String']['input'];
  /** The judge's words; null where it gave none, which is a JUDGE_ERROR. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Whether the judge saw only part of the response, or was cut off before it had said all. */
  isTruncated?: Scalars['Boolean']['input'];
};

/** Scores to add. */
export type ImportScoresInput = {
  /** Global id of the evaluation. */
  evaluation: Scalars['ID']['input'];
  /** The scores. */
  scores: Array<ScoreInput>;
};

/** One criterion of one response. */
export type ScoreInput = {
  /** The question's id in the benchmark's own files. */
  question: Scalars['String']['input'];
  /** 0-based among the responses to one question. */
  sampleIndex?: Scalars['Int']['input'];
  /** Slug of the criterion. */
  criterion: Scalars['String']['input'];
  /** In units of the criterion's scale; null with an outcome other than SCORED. */
  value?: InputMaybe<Scalars['Float']['input']>;
  /**
   * The value as a published script reads the same, which may lie beyond the scale; null where the script leaves it out.
   * The value unless given.
   */
  officialValue?: InputMaybe<Scalars['Float']['input']>;
  /** What became of it; SCORED with a value, else it must be given. */
  outcome?: InputMaybe<Outcome>;
  /** Why. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** What the judge saw: boxes, probabilities. */
  evidence?: InputMaybe<Scalars['JSONObject']['input']>;
};

/** What an import changed. */
export type ImportPayload = {
  /** The evaluation. */
  evaluation: Evaluation;
  /** Scores added; those that were there do not count. */
  added: Scalars['Int']['output'];
};

/** Which import to close. */
export type CloseImportInput = {
  /** Global id of the evaluation. */
  evaluation: Scalars['ID']['input'];
};

/** The evaluation closed. */
export type CloseImportPayload = {
  /** The evaluation. */
  evaluation: Evaluation;
};

/** What kind of thing gives the scores. */
export type JudgeKind =
  /** An object detector, with a colour classifier where rules ask for colours. */
  | 'DETECTOR'
  /** A vision-language model. */
  | 'VLM'
  /** A program without a model. */
  | 'RULE'
  /** People. */
  | 'PEOPLE'
  /** Scores made elsewhere, by a judge their owner names. */
  | 'IMPORTED';

/** Whatever gives scores, at one exact revision. */
export type Judge = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Name, shared by its revisions. */
  name: Scalars['String']['output'];
  /** sha256 over everything that can change a score: weights, prompt, preprocessing, thresholds, parser, decoding. */
  revision: Scalars['String']['output'];
  /** What it is. */
  kind: JudgeKind;
  /** The parts the revision is made of. */
  manifest: Scalars['JSONObject']['output'];
};

/** What comes first on a leaderboard; ranks stay what they are. */
export type LeaderboardOrder =
  /** The best; rows without a rank last. */
  | 'RANK'
  /** The worst of those that have a rank; rows without a rank last. */
  | 'WORST'
  /** By the model's name. */
  | 'MODEL'
  /** The newest evaluation. */
  | 'NEWEST';

/** The two readings of the same replies. */
export type Mode =
  /** As the published script parses and aggregates, quirks included. */
  | 'OFFICIAL'
  /** As a careful person would read, with every missing answer accounted for. */
  | 'STRICT';

/**
 * What the strict reading makes of an expected score without a value: UNPARSEABLE, OUT_OF_RANGE, JUDGE_ERROR,
 * MISSING_MEDIA, NOT_SCORED or MISSING_RESPONSE. The official reading has its script's own ways and takes no notice.
 */
export type MissingPolicy =
  /** It is left out, as if it would have been like the others. */
  | 'DROP'
  /**
   * It counts as the worst value of its scale, and in `n`. The interval takes such values to be questions of their own,
   * as few as can hold them, since the sums do not say which questions lack them.
   */
  | 'ZERO'
  /**
   * The mean is that of DROP; `low` and `high` are no interval but what the mean of a full run would be if every such value
   * were the lowest, and if every one were the highest. Ranks are those of DROP.
   */
  | 'BOUNDS';

/**
 * Why a board shows a judge: pinned, else the published judge, else the one that covers most models, of those that cover the
 * same the newest. Judges that only imported scores name, and people, come after the others; whoever has not judged most of
 * any model's full run comes after all who have.
 */
export type JudgeChoice =
  /** The question names it. */
  | 'ASKED'
  /** It is pinned to the benchmark: see `pinBenchmarkJudge`. */
  | 'PINNED'
  /** The benchmark's published script asks it. */
  | 'PUBLISHED'
  /** It covers most models; of those that cover the same it is the newest. */
  | 'MOST_MODELS'
  /** It is people, or only imported scores name it: shown for as long as no other judge has judged most of a model's full run. */
  | 'NO_OTHER';

/** A judge of the benchmark that is not shown. */
export type OtherJudge = {
  /** The judge revision; give it as `judge` to see its board. */
  judge: Judge;
  /** Models it has evaluated. */
  models: Scalars['Int']['output'];
  /** How many of them are not among those shown. */
  more: Scalars['Int']['output'];
};

/** Where a number comes from. */
export type ResultKind =
  /** From scores stored here. */
  | 'MEASURED'
  /** Quoted from a paper or page. */
  | 'PUBLISHED';

/** How scores become one number. */
export type Aggregation =
  /** Sum over n, every score counting the same. */
  | 'MEAN'
  /** Sum over all criteria, per response. */
  | 'MEAN_RESPONSE_SUM'
  /** Unweighted mean of the means of the categories. */
  | 'MEAN_OF_CATEGORY_MEANS'
  /**
   * Share of questions whose best response has the best score there is; on a graded scale each question counts by how far
   * its best score lies from the worst.
   */
  | 'ANY_OF_N';

/** Scores as one number, with what is needed to defend it. */
export type Aggregate = {
  /** In units of the scale, with the digits that the script prints where it is official; null without scores. */
  mean?: Maybe<Scalars['Float']['output']>;
  /** The mean as it is printed wherever people read it: three decimals, without the noise of adding up; null without scores. */
  printed?: Maybe<Scalars['String']['output']>;
  /** The mean as percent of the way from the lowest to the highest value. */
  percent?: Maybe<Scalars['Float']['output']>;
  /** Sum of the values. */
  sum: Scalars['Float']['output'];
  /**
   * Lower end of the 95 % interval, questions as clusters, unless `missing: BOUNDS` was asked for; null where it cannot be
   * told. An interval contains its mean, be it that official values lie beyond the scale.
   */
  low?: Maybe<Scalars['Float']['output']>;
  /** Upper end, as `low`. */
  high?: Maybe<Scalars['Float']['output']>;
  /** `low` in the unit of `percent`. */
  percentLow?: Maybe<Scalars['Float']['output']>;
  /** `high` in the unit of `percent`. */
  percentHigh?: Maybe<Scalars['Float']['output']>;
  /** What the mean is over: scores, responses under MEAN_RESPONSE_SUM, questions under ANY_OF_N. */
  n: Scalars['Int']['output'];
  /** What `n` is in a full run. */
  expected: Scalars['Int']['output'];
  /** How it was computed. */
  aggregation: Aggregation;
  /** Lowest and highest possible value of the mean. */
  scale: Scale;
  /** All expected scores by outcome, those of outcomes that did not occur left out. */
  outcomes: Array<OutcomeCount>;
};

/** Models ranked. */
export type Leaderboard = {
  /** The benchmark. */
  benchmark: Benchmark;
  /** The judge revision shown; null while nothing is evaluated. */
  judge?: Maybe<Judge>;
  /** Why this judge; null while nothing is evaluated. */
  judgeChoice?: Maybe<JudgeChoice>;
  /** The other judges of the benchmark, in the order in which its board would show them. */
  otherJudges: Array<OtherJudge>;
  /** The reading that ranks. */
  mode: Mode;
  /** What the strict reading makes of values that are not there. */
  missing: MissingPolicy;
  /** In the order asked for: best first, rows without a rank last, unless `orderBy` says otherwise. */
  nodes: Array<LeaderboardEntry>;
  /**
   * What papers and pages say, best first; nothing where they do not say it, as of a domain. It has no n and no interval,
   * and no rank among what was measured here.
   */
  published: Array<PublishedResult>;
};

/** One evaluation on a leaderboard. */
export type LeaderboardEntry = {
  /**
   * 1 + the number of models clearly above; equal where the data cannot tell models apart. Null while incomplete, and
   * where there is no interval to tell models apart by.
   */
  rank?: Maybe<Scalars['Int']['output']>;
  /**
   * Whether the evaluation is closed and nothing that is looked at is missing: no response, no judge's answer, no picture.
   * An evaluation of one dimension or domain is complete where only that is looked at.
   */
  isComplete: Scalars['Boolean']['output'];
  /** In words, what keeps it from comparing with full runs, for example `9 questions missing`; null where it is complete. */
  notComparable?: Maybe<Scalars['String']['output']>;
  /** Questions of what is looked at that the run has no response to, of those that a full run answers. */
  missingQuestions: Scalars['Int']['output'];
  /** Responses of what is looked at that a full run has and this one has not, those to `missingQuestions` among them. */
  missingResponses: Scalars['Int']['output'];
  /** MEASURED. */
  kind: ResultKind;
  /** The model. */
  model: Model;
  /** The evaluation the numbers are from. */
  evaluation: Evaluation;
  /** The aggregate that ranks; null where the benchmark must not be one number. */
  score?: Maybe<Aggregate>;
  /** As the published script reads and aggregates; null where the script gives no number. */
  official?: Maybe<Aggregate>;
  /** As a careful person would. */
  strict?: Maybe<Aggregate>;
  /** The whole under another aggregation, in the reading that ranks; null where it does not apply. */
  aggregate?: Maybe<Aggregate>;
  /** The same by category. */
  categories: Array<CategoryScore>;
  /** Every criterion scored, by category, in the part of the benchmark that is looked at. */
  criteria: Array<CriterionScore>;
};


/** One evaluation on a leaderboard. */
export type LeaderboardEntryAggregateArgs = {
  aggregation: Aggregation;
};

/** One category of a leaderboard row. */
export type CategoryScore = {
  /** Slug of the category. */
  slug: Scalars['String']['output'];
  /** Name of the category. */
  name: Scalars['String']['output'];
  /** The aggregate in the reading that ranks. */
  score: Aggregate;
  /** As the published script reads and aggregates. */
  official: Aggregate;
  /** As a careful person would. */
  strict: Aggregate;
};

/** One criterion of one category of a leaderboard row. */
export type CriterionScore = {
  /** Slug of the criterion, unique within its category. */
  slug: Scalars['String']['output'];
  /** Name of the criterion. */
  name: Scalars['String']['output'];
  /** Slug of the category. */
  category: Scalars['String']['output'];
  /** The aggregate in the reading that ranks. */
  score: Aggregate;
  /** As the published script reads and aggregates. */
  official: Aggregate;
  /** As a careful person would. */
  strict: Aggregate;
};

/** A change of a leaderboard. */
export type LeaderboardChange = {
  /** Give it as `after` to go on from here. */
  cursor: Scalars['String']['output'];
  /** The evaluation that changed last. */
  evaluation: Evaluation;
  /** The leaderboard as it now stands. */
  leaderboard: Leaderboard;
};


/** A change of a leaderboard. */
export type LeaderboardChangeLeaderboardArgs = {
  category?: InputMaybe<Scalars['String']['input']>;
  domain?: InputMaybe<Scalars['String']['input']>;
  subdomain?: InputMaybe<Scalars['String']['input']>;
  criterion?: InputMaybe<Scalars['String']['input']>;
  judge?: InputMaybe<Scalars['String']['input']>;
  mode?: InputMaybe<Mode>;
  missing?: InputMaybe<MissingPolicy>;
  rankIncomplete?: InputMaybe<Scalars['Boolean']['input']>;
  orderBy?: InputMaybe<LeaderboardOrder>;
};

/** What a row of a matrix is. */
export type MatrixRows =
  /** The newest evaluation of a model with its settings. */
  | 'MODEL';

/** What a column of a matrix is. */
export type MatrixColumns =
  /** A category. */
  | 'CATEGORY'
  /** A domain, all of the benchmark's in its order. */
  | 'DOMAIN'
  /** A subdomain. */
  | 'SUBDOMAIN'
  /** A criterion in one category, where any row has it: the scales of two categories may differ. */
  | 'CRITERION'
  /** A criterion in one domain, where any row has it: a heat map of everything at once. */
  | 'DOMAIN_CRITERION';

/** Models by parts of a benchmark. */
export type Matrix = {
  /** The benchmark. */
  benchmark: Benchmark;
  /** The judge revision shown; null while nothing is evaluated. */
  judge?: Maybe<Judge>;
  /** Why this judge; null while nothing is evaluated. */
  judgeChoice?: Maybe<JudgeChoice>;
  /** The other judges of the benchmark, in the order in which its board would show them. */
  otherJudges: Array<OtherJudge>;
  /** The reading of the cells. */
  mode: Mode;
  /** What the strict reading makes of values that are not there. */
  missing: MissingPolicy;
  /** The columns, in the benchmark's order. */
  columns: Array<MatrixColumn>;
  /** The rows, by the model's name. */
  rows: Array<MatrixEntry>;
};

/** What a column is of. */
export type MatrixColumn = {
  /** Slug of the slice or criterion. */
  slug: Scalars['String']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Slug of its category. */
  category: Scalars['String']['output'];
  /** Slug of its domain; null where it is none and lies in none. */
  domain?: Maybe<Scalars['String']['output']>;
  /** Slug of the criterion; null where the columns are slices. */
  criterion?: Maybe<Scalars['String']['output']>;
};

/** A row of a matrix. */
export type MatrixEntry = {
  /** The model. */
  model: Model;
  /** The evaluation the numbers are from. */
  evaluation: Evaluation;
  /** One for each column, in their order. */
  cells: Array<MatrixCell>;
};

/** A cell of a matrix. */
export type MatrixCell = {
  /** The number; null where the evaluation has nothing of the column, or where it must not be one number. */
  aggregate?: Maybe<Aggregate>;
};

/** A picture, stored once under the sha256 of its file. Upload with `PUT /media/<sha256>`. */
export type Media = {
  /** sha256 of the file, 64 hex digits. */
  digest: Scalars['String']['output'];
  /** For example `image/png`. */
  mediaType: Scalars['String']['output'];
  /** Size of the file in bytes. */
  bytes: Scalars['Int']['output'];
  /** Width in pixels. */
  width: Scalars['Int']['output'];
  /** Height in pixels. */
  height: Scalars['Int']['output'];
  /** Where the file is served, relative to this server, immutable. */
  url: Scalars['String']['output'];
  /** Where a WebP of at most 256 pixels a side is served. */
  thumbnailUrl: Scalars['String']['output'];
};

/** What a model produces. */
export type ModelKind =
  /** One model that writes interleaved text and pictures. */
  | 'INTERLEAVED'
  /** A vision-language model plus a text-to-image model. */
  | 'INTEGRATED'
  /** A text-to-image model. */
  | 'TEXT_TO_IMAGE';

/** A system under test. */
export type Model = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Unique name. */
  name: Scalars['String']['output'];
  /** What it produces. */
  kind: ModelKind;
  /** Its runs, newest first. */
  runs: RunConnection;
};


/** A system under test. */
export type ModelRunsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Models. */
export type ModelConnection = {
  /** The page's rows with their cursors. */
  edges: Array<ModelEdge>;
  /** The page's rows. */
  nodes: Array<Model>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A model in a connection. */
export type ModelEdge = {
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Model;
};

/** Something with an id that is unique across all types. */
export type Node = {
  /** Opaque; hand it back as it is. */
  id: Scalars['ID']['output'];
};

/** Where a page lies in its connection. */
export type PageInfo = {
  /** Whether rows follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row of the page. */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** Cursor of the last row of the page; give it as `after` for the next page. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** What one source says of one model by one scorer. */
export type PublishedResult = {
  /** The model's name as published. */
  model: Scalars['String']['output'];
  /** PUBLISHED. */
  kind: ResultKind;
  /** Slug of the category that `mean` is of; null for the whole benchmark. */
  category?: Maybe<Scalars['String']['output']>;
  /** Who scored, as published: a judge, a detector, people. */
  scorer: Scalars['String']['output'];
  /** In units of the benchmark's scale; null where the source gives no one number. */
  mean?: Maybe<Scalars['Float']['output']>;
  /** As printed; null where the source prints no percentages. */
  percent?: Maybe<Scalars['Float']['output']>;
  /**
   * The mean as percent of the way from the lowest to the highest value, as an `Aggregate` has it, and as printed where the
   * source prints percentages; null without one number, and where it is a sum over criteria, whose highest value the source does
   * not tell.
   */
  percentOfScale?: Maybe<Scalars['Float']['output']>;
  /** The page or paper, with its commit or version. */
  source: Scalars['String']['output'];
  /** What to know before comparing. */
  note?: Maybe<Scalars['String']['output']>;
  /** The numbers by category. */
  categories: Array<PublishedCategory>;
};

/** One category of a published result. */
export type PublishedCategory = {
  /** Slug of the category. */
  slug: Scalars['String']['output'];
  /** In units of the benchmark's scale. */
  mean: Scalars['Float']['output'];
  /** As printed; null where the source prints no percentages. */
  percent?: Maybe<Scalars['Float']['output']>;
  /** As that of the whole, on the category's own scale. */
  percentOfScale?: Maybe<Scalars['Float']['output']>;
};

/** What this query costs, and what may still be spent. */
export type RateLimit = {
  /** Cost of this query. */
  cost: Scalars['Int']['output'];
  /** The most that one query may cost. */
  costLimit: Scalars['Int']['output'];
  /** What all queries of a minute may cost together; null where that is not limited. */
  limit?: Maybe<Scalars['Int']['output']>;
  /** What is left of it; null where it is not limited. */
  remaining?: Maybe<Scalars['Int']['output']>;
  /** When all of it is there again; null where it is not limited. */
  resetAt?: Maybe<Scalars['DateTime']['output']>;
};

/** One answer of a run. */
export type Response = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** The run. */
  run: Run;
  /** The question answered. */
  question: Question;
  /** 0-based among the responses to one question. */
  sampleIndex: Scalars['Int']['output'];
  /** Interleaved text and pictures. */
  content: Array<Segment>;
  /** What one evaluation found, one score per criterion. */
  scores: Array<Score>;
  /** What the judge of one evaluation said or saw. */
  replies: Array<Reply>;
  /**
   * What each evaluation of the run found, judges and their revisions side by side, the newest evaluation first. Those
   * that have nothing about this response are left out.
   */
  judgements: Array<Judgement>;
};


/** One answer of a run. */
export type ResponseScoresArgs = {
  evaluation: Scalars['ID']['input'];
};


/** One answer of a run. */
export type ResponseRepliesArgs = {
  evaluation: Scalars['ID']['input'];
};

/** What one evaluation found of one response. */
export type Judgement = {
  /** The evaluation, which says by which judge. */
  evaluation: Evaluation;
  /** One score per criterion. */
  scores: Array<Score>;
  /** What the judge said or saw. */
  replies: Array<Reply>;
};

/** Responses of a run. */
export type ResponseConnection = {
  /** The page's rows with their cursors. */
  edges: Array<ResponseEdge>;
  /** The page's rows. */
  nodes: Array<Response>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A response in a connection. */
export type ResponseEdge = {
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Response;
};

/** Responses to add. */
export type AddResponsesInput = {
  /** Global id of the run. */
  run: Scalars['ID']['input'];
  /** The responses. */
  responses: Array<ResponseInput>;
};

/** One answer. */
export type ResponseInput = {
  /** The question's id in the benchmark's own files. */
  question: Scalars['String']['input'];
  /** 0-based among the responses to one question. */
  sampleIndex?: Scalars['Int']['input'];
  /** Interleaved text and pictures. */
  content: Array<SegmentInput>;
};

/** One piece of interleaved content: text or a picture. */
export type SegmentInput =
  /** A piece of text. */
  { text: Scalars['String']['input']; image?: never; missingImage?: never; }
  |  /** sha256 of an uploaded picture. */
  { text?: never; image: Scalars['String']['input']; missingImage?: never; }
  |  /** Path of a picture that a file names and that is not at hand. */
  { text?: never; image?: never; missingImage: Scalars['String']['input']; };

/** What adding changed. */
export type AddResponsesPayload = {
  /** The run. */
  run: Run;
  /** Responses added; those that were there do not count. */
  added: Scalars['Int']['output'];
};

/** What comes first in a list of runs or evaluations. */
export type ListOrder =
  /** The newest. */
  | 'NEWEST'
  /** The oldest. */
  | 'OLDEST'
  /** By the model's name, the newest of each model first. */
  | 'MODEL';

/** One model's responses to one benchmark, with the settings that made them. */
export type Run = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** The benchmark. */
  benchmark: Benchmark;
  /** The model. */
  model: Model;
  /** What made the responses: seed, prompt rewriting, best-of-n and the like. */
  settings: Scalars['JSONObject']['output'];
  /** Responses per question. */
  samplesPerQuestion: Scalars['Int']['output'];
  /** Responses here. */
  responseCount: Scalars['Int']['output'];
  /** Responses a full run has, as the benchmark is now: questions times samples. An evaluation of it expects as many. */
  expectedResponseCount: Scalars['Int']['output'];
  /** Responses that are here, each as `question/sample` with the question's external id, so that an upload can go on. */
  responseKeys: Array<Scalars['String']['output']>;
  /** The responses, oldest first. */
  responses: ResponseConnection;
  /** Evaluations of this run, newest first. */
  evaluations: EvaluationConnection;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
};


/** One model's responses to one benchmark, with the settings that made them. */
export type RunResponsesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** One model's responses to one benchmark, with the settings that made them. */
export type RunEvaluationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Runs. */
export type RunConnection = {
  /** The page's rows with their cursors. */
  edges: Array<RunEdge>;
  /** The page's rows. */
  nodes: Array<Run>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A run in a connection. */
export type RunEdge = {
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Run;
};

/** What was run. */
export type CreateRunInput = {
  /** Slug of an installed benchmark. */
  benchmark: Scalars['String']['input'];
  /** The model under test. */
  model: ModelInput;
  /** What made the responses: seed, prompt rewriting, best-of-n and the like. */
  settings?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Responses per question; the benchmark's own number unless given. */
  samplesPerQuestion?: InputMaybe<Scalars['Int']['input']>;
  /** Repeating a call with the same key gives the same run. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A model, by its unique name. */
export type ModelInput = {
  /** Unique name. */
  name: Scalars['String']['input'];
  /** What it produces; kept from the first time the name was used. */
  kind?: ModelKind;
};

/** The run made. */
export type CreateRunPayload = {
  /** The run. */
  run: Run;
};

/** What became of one criterion of one response. */
export type Outcome =
  /** It has a value. */
  | 'SCORED'
  /** The criterion does not apply to this response. */
  | 'NOT_APPLICABLE'
  /** The judge's reply could not be read. */
  | 'UNPARSEABLE'
  /** The judge's reply is outside the scale. */
  | 'OUT_OF_RANGE'
  /** The judge failed. */
  | 'JUDGE_ERROR'
  /** A picture of the response is missing or broken. */
  | 'MISSING_MEDIA'
  /** The run has the response, and this judge has not scored it; while the evaluation runs, not yet. */
  | 'NOT_SCORED'
  /** The run has no response. */
  | 'MISSING_RESPONSE';

/** One criterion of one response in one evaluation. */
export type Score = {
  /** The response. */
  response: Response;
  /** The criterion. */
  criterion: Criterion;
  /** What became of it. */
  outcome: Outcome;
  /** As strictly read; null unless SCORED. */
  value?: Maybe<Scalars['Float']['output']>;
  /** As the published script reads it; null where the script leaves it out. */
  officialValue?: Maybe<Scalars['Float']['output']>;
  /** Why it is not the best value, or why there is none; empty when there is nothing to say. */
  reason?: Maybe<Scalars['String']['output']>;
  /** What the judge said or saw; null where nothing was kept. */
  reply?: Maybe<Reply>;
};

/** Scores of an evaluation. */
export type ScoreConnection = {
  /** The page's rows with their cursors. */
  edges: Array<ScoreEdge>;
  /** The page's rows. */
  nodes: Array<Score>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows on all pages. */
  totalCount: Scalars['Int']['output'];
  /** Responses that the rows on all pages are of: fewer where a response is scored by several criteria. */
  responseCount: Scalars['Int']['output'];
};

/** A score in a connection. */
export type ScoreEdge = {
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: Score;
};

/** What the judge said or saw in one call. */
export type Reply = {
  /** Which call of several about one response; empty when there is one. */
  part: Scalars['String']['output'];
  /** The judge's words. */
  text?: Maybe<Scalars['String']['output']>;
  /** Boxes, colours, probabilities. */
  evidence?: Maybe<Scalars['JSONObject']['output']>;
  /** Whether the judge saw only part of the response, or was cut off before it had said all. `evidence.isCut` tells the second. */
  isTruncated: Scalars['Boolean']['output'];
  /** When it was written. */
  createdAt: Scalars['DateTime']['output'];
};

/** How many scores had an outcome. */
export type OutcomeCount = {
  /** The outcome. */
  outcome: Outcome;
  /** Scores with it. */
  count: Scalars['Int']['output'];
};

/** Workers after one of them changed. */
export type WorkersChange = {
  /** Give it as `after` to be told only of what differs from here. */
  cursor: Scalars['String']['output'];
  /** All that were asked about, newest first. */
  workers: Array<Worker>;
};

/** What a worker is doing. */
export type WorkerStatus =
  /** Loading models and checking itself. */
  | 'STARTING'
  /** Scoring. */
  | 'WORKING'
  /** Waiting for work. */
  | 'IDLE'
  /** Refusing to write, for the reason given. */
  | 'FENCED'
  /** Gone. */
  | 'STOPPED';

/** A process that scores responses. */
export type Worker = Node & {
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Machine it runs on. */
  host: Scalars['String']['output'];
  /** Where it infers: cpu, cuda or webgpu. */
  device: Scalars['String']['output'];
  /** Judges it serves. */
  judges: Array<Judge>;
  /** What it is doing; STOPPED when it has been silent for a minute. */
  status: WorkerStatus;
  /** Why it is in this status, or what keeps it from scoring, such as a judge server that refuses connections. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Since when that is so, where it began at some moment. */
  reasonSince?: Maybe<Scalars['DateTime']['output']>;
  /** Pictures scored per second, over the last seconds. */
  imagesPerSecond?: Maybe<Scalars['Float']['output']>;
  /** Responses prepared and waiting for the device. */
  queueDepth?: Maybe<Scalars['Int']['output']>;
  /** Resident bytes of its process. */
  memoryBytes?: Maybe<Scalars['Float']['output']>;
  /** When it started. */
  startedAt: Scalars['DateTime']['output'];
  /** When it last reported. */
  heartbeatAt: Scalars['DateTime']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  Segment:
    | ( TextSegmentRow )
    | ( ImageSegmentRow )
    | ( MissingImageSegmentRow )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( BenchmarkRow )
    | ( QuestionRow )
    | ( EvaluationRow )
    | ( JudgeRow )
    | ( ModelRow )
    | ( ResponseRow )
    | ( RunRow )
    | ( WorkerRow )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Benchmark: ResolverTypeWrapper<BenchmarkRow>;
  Level: Level;
  Slice: ResolverTypeWrapper<SliceRow>;
  Criterion: ResolverTypeWrapper<CriterionRow>;
  Scale: ResolverTypeWrapper<Scale>;
  Question: ResolverTypeWrapper<QuestionRow>;
  Segment: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['Segment']>;
  TextSegment: ResolverTypeWrapper<TextSegmentRow>;
  ImageSegment: ResolverTypeWrapper<ImageSegmentRow>;
  MissingImageSegment: ResolverTypeWrapper<MissingImageSegmentRow>;
  QuestionConnection: ResolverTypeWrapper<QuestionConnectionRow>;
  QuestionEdge: ResolverTypeWrapper<Omit<QuestionEdge, 'node'> & { node: ResolversTypes['Question'] }>;
  InstallBenchmarkInput: InstallBenchmarkInput;
  BenchmarkFileInput: BenchmarkFileInput;
  InstallBenchmarkPayload: ResolverTypeWrapper<Omit<InstallBenchmarkPayload, 'benchmark'> & { benchmark: ResolversTypes['Benchmark'] }>;
  PinBenchmarkJudgeInput: PinBenchmarkJudgeInput;
  PinBenchmarkJudgePayload: ResolverTypeWrapper<Omit<PinBenchmarkJudgePayload, 'benchmark'> & { benchmark: ResolversTypes['Benchmark'] }>;
  PairedTest: PairedTest;
  Comparison: ResolverTypeWrapper<ComparisonRow>;
  EvaluationComparison: ResolverTypeWrapper<EvaluationComparisonRow>;
  SliceDifference: ResolverTypeWrapper<Omit<SliceDifference, 'slice' | 'difference'> & { slice: ResolversTypes['Slice'], difference: ResolversTypes['PairedDifference'] }>;
  PairedDifference: ResolverTypeWrapper<PairedDifferenceRow>;
  BootstrapInterval: ResolverTypeWrapper<BootstrapInterval>;
  QuestionDifference: ResolverTypeWrapper<QuestionDifferenceRow>;
  Agreement: ResolverTypeWrapper<Agreement>;
  Coverage: ResolverTypeWrapper<CoverageRow>;
  ModeSummary: ResolverTypeWrapper<ModeSummaryRow>;
  ModeCategory: ResolverTypeWrapper<Omit<ModeCategory, 'score'> & { score: ResolversTypes['Aggregate'] }>;
  Disagreement: ResolverTypeWrapper<DisagreementRow>;
  DisagreementConnection: ResolverTypeWrapper<DisagreementConnectionRow>;
  DisagreementEdge: ResolverTypeWrapper<Omit<DisagreementEdge, 'node'> & { node: ResolversTypes['Disagreement'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  EvaluationStatus: EvaluationStatus;
  ScoreOrder: ScoreOrder;
  Evaluation: ResolverTypeWrapper<EvaluationRow>;
  JudgeUsage: ResolverTypeWrapper<JudgeUsage>;
  EvaluationEvent: ResolverTypeWrapper<EvaluationEventRow>;
  CriterionSummary: ResolverTypeWrapper<CriterionSummaryRow>;
  EvaluationConnection: ResolverTypeWrapper<EvaluationConnectionRow>;
  EvaluationEdge: ResolverTypeWrapper<Omit<EvaluationEdge, 'node'> & { node: ResolversTypes['Evaluation'] }>;
  StartEvaluationInput: StartEvaluationInput;
  StartEvaluationPayload: ResolverTypeWrapper<Omit<StartEvaluationPayload, 'evaluation'> & { evaluation: ResolversTypes['Evaluation'] }>;
  CancelEvaluationInput: CancelEvaluationInput;
  CancelEvaluationPayload: ResolverTypeWrapper<Omit<CancelEvaluationPayload, 'evaluation'> & { evaluation: ResolversTypes['Evaluation'] }>;
  ExportTable: ExportTable;
  ExportFormat: ExportFormat;
  CreateExportLinkInput: CreateExportLinkInput;
  ExportFilters: ExportFilters;
  CreateExportLinkPayload: ResolverTypeWrapper<CreateExportLinkPayload>;
  ExportLink: ResolverTypeWrapper<ExportLink>;
  AddQuestionsInput: AddQuestionsInput;
  QuestionInput: QuestionInput;
  SliceInput: SliceInput;
  AddQuestionsPayload: ResolverTypeWrapper<Omit<AddQuestionsPayload, 'benchmark'> & { benchmark: ResolversTypes['Benchmark'] }>;
  OpenImportInput: OpenImportInput;
  ImportJudgeInput: ImportJudgeInput;
  OpenImportPayload: ResolverTypeWrapper<Omit<OpenImportPayload, 'evaluation'> & { evaluation: ResolversTypes['Evaluation'] }>;
  ImportRepliesInput: ImportRepliesInput;
  ReplyInput: ReplyInput;
  ImportScoresInput: ImportScoresInput;
  ScoreInput: ScoreInput;
  ImportPayload: ResolverTypeWrapper<Omit<ImportPayload, 'evaluation'> & { evaluation: ResolversTypes['Evaluation'] }>;
  CloseImportInput: CloseImportInput;
  CloseImportPayload: ResolverTypeWrapper<Omit<CloseImportPayload, 'evaluation'> & { evaluation: ResolversTypes['Evaluation'] }>;
  JudgeKind: JudgeKind;
  Judge: ResolverTypeWrapper<JudgeRow>;
  LeaderboardOrder: LeaderboardOrder;
  Mode: Mode;
  MissingPolicy: MissingPolicy;
  JudgeChoice: JudgeChoice;
  OtherJudge: ResolverTypeWrapper<OtherJudgeRow>;
  ResultKind: ResultKind;
  Aggregation: Aggregation;
  Aggregate: ResolverTypeWrapper<AggregateRow>;
  Leaderboard: ResolverTypeWrapper<LeaderboardRow>;
  LeaderboardEntry: ResolverTypeWrapper<LeaderboardEntryRow>;
  CategoryScore: ResolverTypeWrapper<Omit<CategoryScore, 'score' | 'official' | 'strict'> & { score: ResolversTypes['Aggregate'], official: ResolversTypes['Aggregate'], strict: ResolversTypes['Aggregate'] }>;
  CriterionScore: ResolverTypeWrapper<Omit<CriterionScore, 'score' | 'official' | 'strict'> & { score: ResolversTypes['Aggregate'], official: ResolversTypes['Aggregate'], strict: ResolversTypes['Aggregate'] }>;
  LeaderboardChange: ResolverTypeWrapper<LeaderboardChangeRow>;
  MatrixRows: MatrixRows;
  MatrixColumns: MatrixColumns;
  Matrix: ResolverTypeWrapper<MatrixRow>;
  MatrixColumn: ResolverTypeWrapper<MatrixColumnRow>;
  MatrixEntry: ResolverTypeWrapper<MatrixEntryRow>;
  MatrixCell: ResolverTypeWrapper<Omit<MatrixCell, 'aggregate'> & { aggregate?: Maybe<ResolversTypes['Aggregate']> }>;
  Media: ResolverTypeWrapper<MediaRow>;
  ModelKind: ModelKind;
  Model: ResolverTypeWrapper<ModelRow>;
  ModelConnection: ResolverTypeWrapper<ModelConnectionRow>;
  ModelEdge: ResolverTypeWrapper<Omit<ModelEdge, 'node'> & { node: ResolversTypes['Model'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PublishedResult: ResolverTypeWrapper<PublishedResultRow>;
  PublishedCategory: ResolverTypeWrapper<PublishedCategory>;
  RateLimit: ResolverTypeWrapper<RateLimitRow>;
  Response: ResolverTypeWrapper<ResponseRow>;
  Judgement: ResolverTypeWrapper<JudgementRow>;
  ResponseConnection: ResolverTypeWrapper<ResponseConnectionRow>;
  ResponseEdge: ResolverTypeWrapper<Omit<ResponseEdge, 'node'> & { node: ResolversTypes['Response'] }>;
  AddResponsesInput: AddResponsesInput;
  ResponseInput: ResponseInput;
  SegmentInput: SegmentInput;
  AddResponsesPayload: ResolverTypeWrapper<Omit<AddResponsesPayload, 'run'> & { run: ResolversTypes['Run'] }>;
  ListOrder: ListOrder;
  Run: ResolverTypeWrapper<RunRow>;
  RunConnection: ResolverTypeWrapper<RunConnectionRow>;
  RunEdge: ResolverTypeWrapper<Omit<RunEdge, 'node'> & { node: ResolversTypes['Run'] }>;
  CreateRunInput: CreateRunInput;
  ModelInput: ModelInput;
  CreateRunPayload: ResolverTypeWrapper<Omit<CreateRunPayload, 'run'> & { run: ResolversTypes['Run'] }>;
  Outcome: Outcome;
  Score: ResolverTypeWrapper<ScoreRow>;
  ScoreConnection: ResolverTypeWrapper<ScoreConnectionRow>;
  ScoreEdge: ResolverTypeWrapper<Omit<ScoreEdge, 'node'> & { node: ResolversTypes['Score'] }>;
  Reply: ResolverTypeWrapper<ReplyRow>;
  OutcomeCount: ResolverTypeWrapper<OutcomeCount>;
  WorkersChange: ResolverTypeWrapper<WorkersChangeRow>;
  WorkerStatus: WorkerStatus;
  Worker: ResolverTypeWrapper<WorkerRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  Mutation: Record<PropertyKey, never>;
  Benchmark: BenchmarkRow;
  Slice: SliceRow;
  Criterion: CriterionRow;
  Scale: Scale;
  Question: QuestionRow;
  Segment: ResolversUnionTypes<ResolversParentTypes>['Segment'];
  TextSegment: TextSegmentRow;
  ImageSegment: ImageSegmentRow;
  MissingImageSegment: MissingImageSegmentRow;
  QuestionConnection: QuestionConnectionRow;
  QuestionEdge: Omit<QuestionEdge, 'node'> & { node: ResolversParentTypes['Question'] };
  InstallBenchmarkInput: InstallBenchmarkInput;
  BenchmarkFileInput: BenchmarkFileInput;
  InstallBenchmarkPayload: Omit<InstallBenchmarkPayload, 'benchmark'> & { benchmark: ResolversParentTypes['Benchmark'] };
  PinBenchmarkJudgeInput: PinBenchmarkJudgeInput;
  PinBenchmarkJudgePayload: Omit<PinBenchmarkJudgePayload, 'benchmark'> & { benchmark: ResolversParentTypes['Benchmark'] };
  Comparison: ComparisonRow;
  EvaluationComparison: EvaluationComparisonRow;
  SliceDifference: Omit<SliceDifference, 'slice' | 'difference'> & { slice: ResolversParentTypes['Slice'], difference: ResolversParentTypes['PairedDifference'] };
  PairedDifference: PairedDifferenceRow;
  BootstrapInterval: BootstrapInterval;
  QuestionDifference: QuestionDifferenceRow;
  Agreement: Agreement;
  Coverage: CoverageRow;
  ModeSummary: ModeSummaryRow;
  ModeCategory: Omit<ModeCategory, 'score'> & { score: ResolversParentTypes['Aggregate'] };
  Disagreement: DisagreementRow;
  DisagreementConnection: DisagreementConnectionRow;
  DisagreementEdge: Omit<DisagreementEdge, 'node'> & { node: ResolversParentTypes['Disagreement'] };
  Subscription: Record<PropertyKey, never>;
  Evaluation: EvaluationRow;
  JudgeUsage: JudgeUsage;
  EvaluationEvent: EvaluationEventRow;
  CriterionSummary: CriterionSummaryRow;
  EvaluationConnection: EvaluationConnectionRow;
  EvaluationEdge: Omit<EvaluationEdge, 'node'> & { node: ResolversParentTypes['Evaluation'] };
  StartEvaluationInput: StartEvaluationInput;
  StartEvaluationPayload: Omit<StartEvaluationPayload, 'evaluation'> & { evaluation: ResolversParentTypes['Evaluation'] };
  CancelEvaluationInput: CancelEvaluationInput;
  CancelEvaluationPayload: Omit<CancelEvaluationPayload, 'evaluation'> & { evaluation: ResolversParentTypes['Evaluation'] };
  CreateExportLinkInput: CreateExportLinkInput;
  ExportFilters: ExportFilters;
  CreateExportLinkPayload: CreateExportLinkPayload;
  ExportLink: ExportLink;
  AddQuestionsInput: AddQuestionsInput;
  QuestionInput: QuestionInput;
  SliceInput: SliceInput;
  AddQuestionsPayload: Omit<AddQuestionsPayload, 'benchmark'> & { benchmark: ResolversParentTypes['Benchmark'] };
  OpenImportInput: OpenImportInput;
  ImportJudgeInput: ImportJudgeInput;
  OpenImportPayload: Omit<OpenImportPayload, 'evaluation'> & { evaluation: ResolversParentTypes['Evaluation'] };
  ImportRepliesInput: ImportRepliesInput;
  ReplyInput: ReplyInput;
  ImportScoresInput: ImportScoresInput;
  ScoreInput: ScoreInput;
  ImportPayload: Omit<ImportPayload, 'evaluation'> & { evaluation: ResolversParentTypes['Evaluation'] };
  CloseImportInput: CloseImportInput;
  CloseImportPayload: Omit<CloseImportPayload, 'evaluation'> & { evaluation: ResolversParentTypes['Evaluation'] };
  Judge: JudgeRow;
  OtherJudge: OtherJudgeRow;
  Aggregate: AggregateRow;
  Leaderboard: LeaderboardRow;
  LeaderboardEntry: LeaderboardEntryRow;
  CategoryScore: Omit<CategoryScore, 'score' | 'official' | 'strict'> & { score: ResolversParentTypes['Aggregate'], official: ResolversParentTypes['Aggregate'], strict: ResolversParentTypes['Aggregate'] };
  CriterionScore: Omit<CriterionScore, 'score' | 'official' | 'strict'> & { score: ResolversParentTypes['Aggregate'], official: ResolversParentTypes['Aggregate'], strict: ResolversParentTypes['Aggregate'] };
  LeaderboardChange: LeaderboardChangeRow;
  Matrix: MatrixRow;
  MatrixColumn: MatrixColumnRow;
  MatrixEntry: MatrixEntryRow;
  MatrixCell: Omit<MatrixCell, 'aggregate'> & { aggregate?: Maybe<ResolversParentTypes['Aggregate']> };
  Media: MediaRow;
  Model: ModelRow;
  ModelConnection: ModelConnectionRow;
  ModelEdge: Omit<ModelEdge, 'node'> & { node: ResolversParentTypes['Model'] };
  DateTime: Scalars['DateTime']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  PublishedResult: PublishedResultRow;
  PublishedCategory: PublishedCategory;
  RateLimit: RateLimitRow;
  Response: ResponseRow;
  Judgement: JudgementRow;
  ResponseConnection: ResponseConnectionRow;
  ResponseEdge: Omit<ResponseEdge, 'node'> & { node: ResolversParentTypes['Response'] };
  AddResponsesInput: AddResponsesInput;
  ResponseInput: ResponseInput;
  SegmentInput: SegmentInput;
  AddResponsesPayload: Omit<AddResponsesPayload, 'run'> & { run: ResolversParentTypes['Run'] };
  Run: RunRow;
  RunConnection: RunConnectionRow;
  RunEdge: Omit<RunEdge, 'node'> & { node: ResolversParentTypes['Run'] };
  CreateRunInput: CreateRunInput;
  ModelInput: ModelInput;
  CreateRunPayload: Omit<CreateRunPayload, 'run'> & { run: ResolversParentTypes['Run'] };
  Score: ScoreRow;
  ScoreConnection: ScoreConnectionRow;
  ScoreEdge: Omit<ScoreEdge, 'node'> & { node: ResolversParentTypes['Score'] };
  Reply: ReplyRow;
  OutcomeCount: OutcomeCount;
  WorkersChange: WorkersChangeRow;
  Worker: WorkerRow;
  Int: Scalars['Int']['output'];
  Float: Scalars['Float']['output'];
  String: Scalars['String']['output'];
};

export type SemanticNonNullDirectiveArgs = {
  levels?: Array<Scalars['Int']['input']>;
};

export type SemanticNonNullDirectiveResolver<Result, Parent, ContextType = Context, Args = SemanticNonNullDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CostDirectiveArgs = {
  weight: Scalars['Float']['input'];
};

export type CostDirectiveResolver<Result, Parent, ContextType = Context, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Float']['input']>;
  slicingArgument?: Maybe<Scalars['String']['input']>;
  sizedFields?: Maybe<Array<Scalars['String']['input']>>;
};

export type ListSizeDirectiveResolver<Result, Parent, ContextType = Context, Args = ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  benchmarks?: Resolver<Maybe<Array<ResolversTypes['Benchmark']>>, ParentType, ContextType>;
  benchmark?: Resolver<Maybe<ResolversTypes['Benchmark']>, ParentType, ContextType, RequireFields<QueryBenchmarkArgs, 'slug'>>;
  compare?: Resolver<Maybe<ResolversTypes['Comparison']>, ParentType, ContextType, RequireFields<QueryCompareArgs, 'evaluations' | 'mode' | 'by' | 'seed' | 'allowDifferentJudges'>>;
  coverage?: Resolver<Maybe<Array<ResolversTypes['Coverage']>>, ParentType, ContextType, RequireFields<QueryCoverageArgs, 'evaluation'>>;
  evaluations?: Resolver<Maybe<ResolversTypes['EvaluationConnection']>, ParentType, ContextType, RequireFields<QueryEvaluationsArgs, 'first' | 'order'>>;
  judges?: Resolver<Maybe<Array<ResolversTypes['Judge']>>, ParentType, ContextType>;
  leaderboard?: Resolver<Maybe<ResolversTypes['Leaderboard']>, ParentType, ContextType, RequireFields<QueryLeaderboardArgs, 'benchmark' | 'mode' | 'missing' | 'rankIncomplete' | 'orderBy'>>;
  matrix?: Resolver<Maybe<ResolversTypes['Matrix']>, ParentType, ContextType, RequireFields<QueryMatrixArgs, 'benchmark' | 'rows' | 'columns' | 'mode' | 'missing'>>;
  models?: Resolver<Maybe<ResolversTypes['ModelConnection']>, ParentType, ContextType, RequireFields<QueryModelsArgs, 'first'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Maybe<Array<Maybe<ResolversTypes['Node']>>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  publishedResults?: Resolver<Maybe<Array<ResolversTypes['PublishedResult']>>, ParentType, ContextType, RequireFields<QueryPublishedResultsArgs, 'benchmark'>>;
  rateLimit?: Resolver<Maybe<ResolversTypes['RateLimit']>, ParentType, ContextType>;
  runs?: Resolver<Maybe<ResolversTypes['RunConnection']>, ParentType, ContextType, RequireFields<QueryRunsArgs, 'first' | 'order'>>;
  workers?: Resolver<Maybe<Array<ResolversTypes['Worker']>>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  installBenchmark?: Resolver<Maybe<ResolversTypes['InstallBenchmarkPayload']>, ParentType, ContextType, RequireFields<MutationInstallBenchmarkArgs, 'input'>>;
  pinBenchmarkJudge?: Resolver<Maybe<ResolversTypes['PinBenchmarkJudgePayload']>, ParentType, ContextType, RequireFields<MutationPinBenchmarkJudgeArgs, 'input'>>;
  startEvaluation?: Resolver<Maybe<ResolversTypes['StartEvaluationPayload']>, ParentType, ContextType, RequireFields<MutationStartEvaluationArgs, 'input'>>;
  cancelEvaluation?: Resolver<Maybe<ResolversTypes['CancelEvaluationPayload']>, ParentType, ContextType, RequireFields<MutationCancelEvaluationArgs, 'input'>>;
  createExportLink?: Resolver<Maybe<ResolversTypes['CreateExportLinkPayload']>, ParentType, ContextType, RequireFields<MutationCreateExportLinkArgs, 'input'>>;
  addQuestions?: Resolver<Maybe<ResolversTypes['AddQuestionsPayload']>, ParentType, ContextType, RequireFields<MutationAddQuestionsArgs, 'input'>>;
  openImport?: Resolver<Maybe<ResolversTypes['OpenImportPayload']>, ParentType, ContextType, RequireFields<MutationOpenImportArgs, 'input'>>;
  importReplies?: Resolver<Maybe<ResolversTypes['ImportPayload']>, ParentType, ContextType, RequireFields<MutationImportRepliesArgs, 'input'>>;
  importScores?: Resolver<Maybe<ResolversTypes['ImportPayload']>, ParentType, ContextType, RequireFields<MutationImportScoresArgs, 'input'>>;
  closeImport?: Resolver<Maybe<ResolversTypes['CloseImportPayload']>, ParentType, ContextType, RequireFields<MutationCloseImportArgs, 'input'>>;
  addResponses?: Resolver<Maybe<ResolversTypes['AddResponsesPayload']>, ParentType, ContextType, RequireFields<MutationAddResponsesArgs, 'input'>>;
  createRun?: Resolver<Maybe<ResolversTypes['CreateRunPayload']>, ParentType, ContextType, RequireFields<MutationCreateRunArgs, 'input'>>;
};

export type BenchmarkResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Benchmark'] = ResolversParentTypes['Benchmark']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  samplesPerQuestion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isInstalled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  questionsDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  questionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  slices?: Resolver<Array<ResolversTypes['Slice']>, ParentType, ContextType>;
  criteria?: Resolver<Array<ResolversTypes['Criterion']>, ParentType, ContextType>;
  judges?: Resolver<Array<ResolversTypes['Judge']>, ParentType, ContextType>;
  judge?: Resolver<Maybe<ResolversTypes['Judge']>, ParentType, ContextType>;
  judgeChoice?: Resolver<Maybe<ResolversTypes['JudgeChoice']>, ParentType, ContextType>;
  questions?: Resolver<ResolversTypes['QuestionConnection'], ParentType, ContextType, RequireFields<BenchmarkQuestionsArgs, 'first'>>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<BenchmarkRunsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SliceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Slice'] = ResolversParentTypes['Slice']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  level?: Resolver<ResolversTypes['Level'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Slice']>, ParentType, ContextType>;
};

export type CriterionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Criterion'] = ResolversParentTypes['Criterion']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Slice']>, ParentType, ContextType>;
  scale?: Resolver<ResolversTypes['Scale'], ParentType, ContextType>;
  higherIsBetter?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ScaleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Scale'] = ResolversParentTypes['Scale']> = {
  min?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  max?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type QuestionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Question'] = ResolversParentTypes['Question']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  content?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['JSONObject']>, ParentType, ContextType>;
  slice?: Resolver<ResolversTypes['Slice'], ParentType, ContextType>;
  isInstalled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Segment'] = ResolversParentTypes['Segment']> = {
  __resolveType: TypeResolveFn<'TextSegment' | 'ImageSegment' | 'MissingImageSegment', ParentType, ContextType>;
};

export type TextSegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TextSegment'] = ResolversParentTypes['TextSegment']> = {
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ImageSegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImageSegment'] = ResolversParentTypes['ImageSegment']> = {
  image?: Resolver<ResolversTypes['Media'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MissingImageSegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MissingImageSegment'] = ResolversParentTypes['MissingImageSegment']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QuestionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuestionConnection'] = ResolversParentTypes['QuestionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['QuestionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Question']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QuestionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuestionEdge'] = ResolversParentTypes['QuestionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Question'], ParentType, ContextType>;
};

export type InstallBenchmarkPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InstallBenchmarkPayload'] = ResolversParentTypes['InstallBenchmarkPayload']> = {
  benchmark?: Resolver<ResolversTypes['Benchmark'], ParentType, ContextType>;
  installed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PinBenchmarkJudgePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PinBenchmarkJudgePayload'] = ResolversParentTypes['PinBenchmarkJudgePayload']> = {
  benchmark?: Resolver<ResolversTypes['Benchmark'], ParentType, ContextType>;
};

export type ComparisonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Comparison'] = ResolversParentTypes['Comparison']> = {
  benchmark?: Resolver<ResolversTypes['Benchmark'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['Mode'], ParentType, ContextType>;
  criterion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  baseline?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['EvaluationComparison']>, ParentType, ContextType>;
};

export type EvaluationComparisonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationComparison'] = ResolversParentTypes['EvaluationComparison']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  whole?: Resolver<Maybe<ResolversTypes['PairedDifference']>, ParentType, ContextType>;
  slices?: Resolver<Array<ResolversTypes['SliceDifference']>, ParentType, ContextType>;
  largestDifferences?: Resolver<Array<ResolversTypes['QuestionDifference']>, ParentType, ContextType, RequireFields<EvaluationComparisonLargestDifferencesArgs, 'first'>>;
  agreement?: Resolver<Maybe<ResolversTypes['Agreement']>, ParentType, ContextType>;
};

export type SliceDifferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SliceDifference'] = ResolversParentTypes['SliceDifference']> = {
  slice?: Resolver<ResolversTypes['Slice'], ParentType, ContextType>;
  difference?: Resolver<ResolversTypes['PairedDifference'], ParentType, ContextType>;
};

export type PairedDifferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PairedDifference'] = ResolversParentTypes['PairedDifference']> = {
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onlyBaseline?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onlyEvaluation?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  baselineMean?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  mean?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  difference?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  high?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bootstrap?: Resolver<Maybe<ResolversTypes['BootstrapInterval']>, ParentType, ContextType>;
  wins?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ties?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  losses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  test?: Resolver<Maybe<ResolversTypes['PairedTest']>, ParentType, ContextType>;
  pValue?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  adjustedPValue?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  smallestDetectable?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type BootstrapIntervalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BootstrapInterval'] = ResolversParentTypes['BootstrapInterval']> = {
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type QuestionDifferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuestionDifference'] = ResolversParentTypes['QuestionDifference']> = {
  question?: Resolver<ResolversTypes['Question'], ParentType, ContextType>;
  baselineValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  difference?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  baselineResponses?: Resolver<Array<ResolversTypes['Response']>, ParentType, ContextType>;
  responses?: Resolver<Array<ResolversTypes['Response']>, ParentType, ContextType>;
};

export type AgreementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Agreement'] = ResolversParentTypes['Agreement']> = {
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  same?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onlyOne?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kappa?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pearson?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  spearman?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CoverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Coverage'] = ResolversParentTypes['Coverage']> = {
  slice?: Resolver<ResolversTypes['Slice'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<Array<ResolversTypes['OutcomeCount']>, ParentType, ContextType>;
};

export type ModeSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModeSummary'] = ResolversParentTypes['ModeSummary']> = {
  mode?: Resolver<ResolversTypes['Mode'], ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Aggregate']>, ParentType, ContextType>;
  categories?: Resolver<Array<ResolversTypes['ModeCategory']>, ParentType, ContextType>;
};

export type ModeCategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModeCategory'] = ResolversParentTypes['ModeCategory']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
};

export type DisagreementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Disagreement'] = ResolversParentTypes['Disagreement']> = {
  response?: Resolver<ResolversTypes['Response'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['Outcome'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  officialValue?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  difference?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reply?: Resolver<Maybe<ResolversTypes['Reply']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DisagreementConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisagreementConnection'] = ResolversParentTypes['DisagreementConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DisagreementEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Disagreement']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<Array<ResolversTypes['OutcomeCount']>, ParentType, ContextType>;
};

export type DisagreementEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisagreementEdge'] = ResolversParentTypes['DisagreementEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Disagreement'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  evaluationProgress?: SubscriptionResolver<ResolversTypes['EvaluationEvent'], "evaluationProgress", ParentType, ContextType, RequireFields<SubscriptionEvaluationProgressArgs, 'evaluation'>>;
  leaderboardChanged?: SubscriptionResolver<ResolversTypes['LeaderboardChange'], "leaderboardChanged", ParentType, ContextType, RequireFields<SubscriptionLeaderboardChangedArgs, 'benchmark'>>;
  workersChanged?: SubscriptionResolver<ResolversTypes['WorkersChange'], "workersChanged", ParentType, ContextType, Partial<SubscriptionWorkersChangedArgs>>;
};

export type EvaluationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Evaluation'] = ResolversParentTypes['Evaluation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  judge?: Resolver<ResolversTypes['Judge'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['EvaluationStatus'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  usage?: Resolver<Maybe<ResolversTypes['JudgeUsage']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  modes?: Resolver<Array<ResolversTypes['ModeSummary']>, ParentType, ContextType>;
  criteria?: Resolver<Array<ResolversTypes['CriterionSummary']>, ParentType, ContextType>;
  disagreements?: Resolver<ResolversTypes['DisagreementConnection'], ParentType, ContextType, RequireFields<EvaluationDisagreementsArgs, 'first'>>;
  scores?: Resolver<ResolversTypes['ScoreConnection'], ParentType, ContextType, RequireFields<EvaluationScoresArgs, 'order' | 'skip' | 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type JudgeUsageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['JudgeUsage'] = ResolversParentTypes['JudgeUsage']> = {
  requests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  promptTokens?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cachedTokens?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  completionTokens?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cost?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type EvaluationEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationEvent'] = ResolversParentTypes['EvaluationEvent']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['EvaluationStatus'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
};

export type CriterionSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CriterionSummary'] = ResolversParentTypes['CriterionSummary']> = {
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  category?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  official?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
  histogram?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type EvaluationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationConnection'] = ResolversParentTypes['EvaluationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EvaluationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Evaluation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EvaluationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EvaluationEdge'] = ResolversParentTypes['EvaluationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
};

export type StartEvaluationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartEvaluationPayload'] = ResolversParentTypes['StartEvaluationPayload']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
};

export type CancelEvaluationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelEvaluationPayload'] = ResolversParentTypes['CancelEvaluationPayload']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
};

export type CreateExportLinkPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateExportLinkPayload'] = ResolversParentTypes['CreateExportLinkPayload']> = {
  link?: Resolver<ResolversTypes['ExportLink'], ParentType, ContextType>;
};

export type ExportLinkResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportLink'] = ResolversParentTypes['ExportLink']> = {
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AddQuestionsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddQuestionsPayload'] = ResolversParentTypes['AddQuestionsPayload']> = {
  benchmark?: Resolver<ResolversTypes['Benchmark'], ParentType, ContextType>;
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OpenImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenImportPayload'] = ResolversParentTypes['OpenImportPayload']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
};

export type ImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportPayload'] = ResolversParentTypes['ImportPayload']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CloseImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CloseImportPayload'] = ResolversParentTypes['CloseImportPayload']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
};

export type JudgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Judge'] = ResolversParentTypes['Judge']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['JudgeKind'], ParentType, ContextType>;
  manifest?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OtherJudgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OtherJudge'] = ResolversParentTypes['OtherJudge']> = {
  judge?: Resolver<ResolversTypes['Judge'], ParentType, ContextType>;
  models?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  more?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AggregateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Aggregate'] = ResolversParentTypes['Aggregate']> = {
  mean?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  printed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  percent?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  sum?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  high?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  percentLow?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  percentHigh?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  n?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  aggregation?: Resolver<ResolversTypes['Aggregation'], ParentType, ContextType>;
  scale?: Resolver<ResolversTypes['Scale'], ParentType, ContextType>;
  outcomes?: Resolver<Array<ResolversTypes['OutcomeCount']>, ParentType, ContextType>;
};

export type LeaderboardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Leaderboard'] = ResolversParentTypes['Leaderboard']> = {
  benchmark?: Resolver<ResolversTypes['Benchmark'], ParentType, ContextType>;
  judge?: Resolver<Maybe<ResolversTypes['Judge']>, ParentType, ContextType>;
  judgeChoice?: Resolver<Maybe<ResolversTypes['JudgeChoice']>, ParentType, ContextType>;
  otherJudges?: Resolver<Array<ResolversTypes['OtherJudge']>, ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['Mode'], ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['MissingPolicy'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['LeaderboardEntry']>, ParentType, ContextType>;
  published?: Resolver<Array<ResolversTypes['PublishedResult']>, ParentType, ContextType>;
};

export type LeaderboardEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaderboardEntry'] = ResolversParentTypes['LeaderboardEntry']> = {
  rank?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  isComplete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  notComparable?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  missingQuestions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  missingResponses?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ResultKind'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Aggregate']>, ParentType, ContextType>;
  official?: Resolver<Maybe<ResolversTypes['Aggregate']>, ParentType, ContextType>;
  strict?: Resolver<Maybe<ResolversTypes['Aggregate']>, ParentType, ContextType>;
  aggregate?: Resolver<Maybe<ResolversTypes['Aggregate']>, ParentType, ContextType, RequireFields<LeaderboardEntryAggregateArgs, 'aggregation'>>;
  categories?: Resolver<Array<ResolversTypes['CategoryScore']>, ParentType, ContextType>;
  criteria?: Resolver<Array<ResolversTypes['CriterionScore']>, ParentType, ContextType>;
};

export type CategoryScoreResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CategoryScore'] = ResolversParentTypes['CategoryScore']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
  official?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
};

export type CriterionScoreResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CriterionScore'] = ResolversParentTypes['CriterionScore']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  category?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
  official?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Aggregate'], ParentType, ContextType>;
};

export type LeaderboardChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaderboardChange'] = ResolversParentTypes['LeaderboardChange']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  leaderboard?: Resolver<ResolversTypes['Leaderboard'], ParentType, ContextType, RequireFields<LeaderboardChangeLeaderboardArgs, 'mode' | 'missing' | 'rankIncomplete' | 'orderBy'>>;
};

export type MatrixResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Matrix'] = ResolversParentTypes['Matrix']> = {
  benchmark?: Resolver<ResolversTypes['Benchmark'], ParentType, ContextType>;
  judge?: Resolver<Maybe<ResolversTypes['Judge']>, ParentType, ContextType>;
  judgeChoice?: Resolver<Maybe<ResolversTypes['JudgeChoice']>, ParentType, ContextType>;
  otherJudges?: Resolver<Array<ResolversTypes['OtherJudge']>, ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['Mode'], ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['MissingPolicy'], ParentType, ContextType>;
  columns?: Resolver<Array<ResolversTypes['MatrixColumn']>, ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['MatrixEntry']>, ParentType, ContextType>;
};

export type MatrixColumnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MatrixColumn'] = ResolversParentTypes['MatrixColumn']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  category?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  domain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  criterion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MatrixEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MatrixEntry'] = ResolversParentTypes['MatrixEntry']> = {
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  cells?: Resolver<Array<ResolversTypes['MatrixCell']>, ParentType, ContextType>;
};

export type MatrixCellResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MatrixCell'] = ResolversParentTypes['MatrixCell']> = {
  aggregate?: Resolver<Maybe<ResolversTypes['Aggregate']>, ParentType, ContextType>;
};

export type MediaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Media'] = ResolversParentTypes['Media']> = {
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mediaType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  width?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  height?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  thumbnailUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ModelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ModelKind'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<ModelRunsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ModelConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelConnection'] = ResolversParentTypes['ModelConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ModelEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Model']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ModelEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelEdge'] = ResolversParentTypes['ModelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Benchmark' | 'Question' | 'Evaluation' | 'Judge' | 'Model' | 'Response' | 'Run' | 'Worker', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PublishedResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishedResult'] = ResolversParentTypes['PublishedResult']> = {
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ResultKind'], ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  scorer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mean?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  percent?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  percentOfScale?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  categories?: Resolver<Array<ResolversTypes['PublishedCategory']>, ParentType, ContextType>;
};

export type PublishedCategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishedCategory'] = ResolversParentTypes['PublishedCategory']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  percent?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  percentOfScale?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type RateLimitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RateLimit'] = ResolversParentTypes['RateLimit']> = {
  cost?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costLimit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  remaining?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  resetAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ResponseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Response'] = ResolversParentTypes['Response']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  question?: Resolver<ResolversTypes['Question'], ParentType, ContextType>;
  sampleIndex?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  content?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType>;
  scores?: Resolver<Array<ResolversTypes['Score']>, ParentType, ContextType, RequireFields<ResponseScoresArgs, 'evaluation'>>;
  replies?: Resolver<Array<ResolversTypes['Reply']>, ParentType, ContextType, RequireFields<ResponseRepliesArgs, 'evaluation'>>;
  judgements?: Resolver<Array<ResolversTypes['Judgement']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type JudgementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Judgement'] = ResolversParentTypes['Judgement']> = {
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType>;
  scores?: Resolver<Array<ResolversTypes['Score']>, ParentType, ContextType>;
  replies?: Resolver<Array<ResolversTypes['Reply']>, ParentType, ContextType>;
};

export type ResponseConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResponseConnection'] = ResolversParentTypes['ResponseConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ResponseEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Response']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ResponseEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResponseEdge'] = ResolversParentTypes['ResponseEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Response'], ParentType, ContextType>;
};

export type AddResponsesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddResponsesPayload'] = ResolversParentTypes['AddResponsesPayload']> = {
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  benchmark?: Resolver<ResolversTypes['Benchmark'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  samplesPerQuestion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responseCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expectedResponseCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responseKeys?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  responses?: Resolver<ResolversTypes['ResponseConnection'], ParentType, ContextType, RequireFields<RunResponsesArgs, 'first'>>;
  evaluations?: Resolver<ResolversTypes['EvaluationConnection'], ParentType, ContextType, RequireFields<RunEvaluationsArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunConnection'] = ResolversParentTypes['RunConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Run']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RunEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunEdge'] = ResolversParentTypes['RunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type CreateRunPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateRunPayload'] = ResolversParentTypes['CreateRunPayload']> = {
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type ScoreResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Score'] = ResolversParentTypes['Score']> = {
  response?: Resolver<ResolversTypes['Response'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['Outcome'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  officialValue?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reply?: Resolver<Maybe<ResolversTypes['Reply']>, ParentType, ContextType>;
};

export type ScoreConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScoreConnection'] = ResolversParentTypes['ScoreConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ScoreEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Score']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  responseCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ScoreEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScoreEdge'] = ResolversParentTypes['ScoreEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Score'], ParentType, ContextType>;
};

export type ReplyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reply'] = ResolversParentTypes['Reply']> = {
  part?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  evidence?: Resolver<Maybe<ResolversTypes['JSONObject']>, ParentType, ContextType>;
  isTruncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OutcomeCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OutcomeCount'] = ResolversParentTypes['OutcomeCount']> = {
  outcome?: Resolver<ResolversTypes['Outcome'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WorkersChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WorkersChange'] = ResolversParentTypes['WorkersChange']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  workers?: Resolver<Array<ResolversTypes['Worker']>, ParentType, ContextType>;
};

export type WorkerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Worker'] = ResolversParentTypes['Worker']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  device?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  judges?: Resolver<Array<ResolversTypes['Judge']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WorkerStatus'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reasonSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  imagesPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  queueDepth?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  memoryBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  heartbeatAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Benchmark?: BenchmarkResolvers<ContextType>;
  Slice?: SliceResolvers<ContextType>;
  Criterion?: CriterionResolvers<ContextType>;
  Scale?: ScaleResolvers<ContextType>;
  Question?: QuestionResolvers<ContextType>;
  Segment?: SegmentResolvers<ContextType>;
  TextSegment?: TextSegmentResolvers<ContextType>;
  ImageSegment?: ImageSegmentResolvers<ContextType>;
  MissingImageSegment?: MissingImageSegmentResolvers<ContextType>;
  QuestionConnection?: QuestionConnectionResolvers<ContextType>;
  QuestionEdge?: QuestionEdgeResolvers<ContextType>;
  InstallBenchmarkPayload?: InstallBenchmarkPayloadResolvers<ContextType>;
  PinBenchmarkJudgePayload?: PinBenchmarkJudgePayloadResolvers<ContextType>;
  Comparison?: ComparisonResolvers<ContextType>;
  EvaluationComparison?: EvaluationComparisonResolvers<ContextType>;
  SliceDifference?: SliceDifferenceResolvers<ContextType>;
  PairedDifference?: PairedDifferenceResolvers<ContextType>;
  BootstrapInterval?: BootstrapIntervalResolvers<ContextType>;
  QuestionDifference?: QuestionDifferenceResolvers<ContextType>;
  Agreement?: AgreementResolvers<ContextType>;
  Coverage?: CoverageResolvers<ContextType>;
  ModeSummary?: ModeSummaryResolvers<ContextType>;
  ModeCategory?: ModeCategoryResolvers<ContextType>;
  Disagreement?: DisagreementResolvers<ContextType>;
  DisagreementConnection?: DisagreementConnectionResolvers<ContextType>;
  DisagreementEdge?: DisagreementEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Evaluation?: EvaluationResolvers<ContextType>;
  JudgeUsage?: JudgeUsageResolvers<ContextType>;
  EvaluationEvent?: EvaluationEventResolvers<ContextType>;
  CriterionSummary?: CriterionSummaryResolvers<ContextType>;
  EvaluationConnection?: EvaluationConnectionResolvers<ContextType>;
  EvaluationEdge?: EvaluationEdgeResolvers<ContextType>;
  StartEvaluationPayload?: StartEvaluationPayloadResolvers<ContextType>;
  CancelEvaluationPayload?: CancelEvaluationPayloadResolvers<ContextType>;
  CreateExportLinkPayload?: CreateExportLinkPayloadResolvers<ContextType>;
  ExportLink?: ExportLinkResolvers<ContextType>;
  AddQuestionsPayload?: AddQuestionsPayloadResolvers<ContextType>;
  OpenImportPayload?: OpenImportPayloadResolvers<ContextType>;
  ImportPayload?: ImportPayloadResolvers<ContextType>;
  CloseImportPayload?: CloseImportPayloadResolvers<ContextType>;
  Judge?: JudgeResolvers<ContextType>;
  OtherJudge?: OtherJudgeResolvers<ContextType>;
  Aggregate?: AggregateResolvers<ContextType>;
  Leaderboard?: LeaderboardResolvers<ContextType>;
  LeaderboardEntry?: LeaderboardEntryResolvers<ContextType>;
  CategoryScore?: CategoryScoreResolvers<ContextType>;
  CriterionScore?: CriterionScoreResolvers<ContextType>;
  LeaderboardChange?: LeaderboardChangeResolvers<ContextType>;
  Matrix?: MatrixResolvers<ContextType>;
  MatrixColumn?: MatrixColumnResolvers<ContextType>;
  MatrixEntry?: MatrixEntryResolvers<ContextType>;
  MatrixCell?: MatrixCellResolvers<ContextType>;
  Media?: MediaResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  ModelConnection?: ModelConnectionResolvers<ContextType>;
  ModelEdge?: ModelEdgeResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  JSONObject?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PublishedResult?: PublishedResultResolvers<ContextType>;
  PublishedCategory?: PublishedCategoryResolvers<ContextType>;
  RateLimit?: RateLimitResolvers<ContextType>;
  Response?: ResponseResolvers<ContextType>;
  Judgement?: JudgementResolvers<ContextType>;
  ResponseConnection?: ResponseConnectionResolvers<ContextType>;
  ResponseEdge?: ResponseEdgeResolvers<ContextType>;
  AddResponsesPayload?: AddResponsesPayloadResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunConnection?: RunConnectionResolvers<ContextType>;
  RunEdge?: RunEdgeResolvers<ContextType>;
  CreateRunPayload?: CreateRunPayloadResolvers<ContextType>;
  Score?: ScoreResolvers<ContextType>;
  ScoreConnection?: ScoreConnectionResolvers<ContextType>;
  ScoreEdge?: ScoreEdgeResolvers<ContextType>;
  Reply?: ReplyResolvers<ContextType>;
  OutcomeCount?: OutcomeCountResolvers<ContextType>;
  WorkersChange?: WorkersChangeResolvers<ContextType>;
  Worker?: WorkerResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  semanticNonNull?: SemanticNonNullDirectiveResolver<any, any, ContextType>;
  cost?: CostDirectiveResolver<any, any, ContextType>;
  listSize?: ListSizeDirectiveResolver<any, any, ContextType>;
};

