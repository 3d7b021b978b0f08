import { AppError } from '../core/errors.ts';

/** How scores become one number. Declared by the benchmark, computed from rollups, never coded at a query. */
export type Aggregation =
  /** Σ value / n over every score: MMIE's question-weighted mean, EvalAlign's pooled faithfulness, GenEval's share of images. */
  | 'MEAN'
  /** Σ value over all criteria / number of responses: EvalAlign's alignment. */
  | 'MEAN_RESPONSE_SUM'
  /** Unweighted mean of the means of the categories that have scores: GenEval's overall. */
  | 'MEAN_OF_CATEGORY_MEANS'
  /** Share of questions whose best response has the best score there is; by its place where the scale is graded. */
  | 'ANY_OF_N';

export type Level = 'CATEGORY' | 'DOMAIN' | 'SUBDOMAIN';

/** The two readings of the same replies: as the published script reads them, and as a careful person would. */
export type Mode = 'OFFICIAL' | 'STRICT';

/** How the strict reading takes values that are expected and not there: left out, as the worst, or as what could be. */
export type MissingPolicy = 'DROP' | 'ZERO' | 'BOUNDS';

/** What a score can say, in the order in which they are counted. */
export const GIVEN_OUTCOMES = [
  'SCORED',
  'NOT_APPLICABLE',
  'UNPARSEABLE',
  'OUT_OF_RANGE',
  'JUDGE_ERROR',
  'MISSING_MEDIA',
] as const;

/**
 * What becomes of an expected score. The last two have no row and are what is left: a response that is there and that
 * the judge did not score, or not yet, and a response that is not there.
 */
export const OUTCOMES = [...GIVEN_OUTCOMES, 'NOT_SCORED', 'MISSING_RESPONSE'] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface Scale {
  min: number;
  max: number;
}

export interface CriterionDefinition {
  slug: string;
  name: string;
  description: string;
  /** Category slug, or null when it applies to every category. */
  category: string | null;
  scale: Scale;
  higherIsBetter: boolean;
  /** How many of its category's published questions are asked it; all unless given. */
  questions?: number;
}

export interface SliceDefinition {
  slug: string;
  name: string;
  /** Of a category: questions that its published set has. They say what a full run is while none are installed. */
  questions?: number;
  children?: readonly SliceDefinition[];
}

/** A question as a benchmark's files give it. */
export interface QuestionDefinition {
  externalId: string;
  /** Slugs from category down to the leaf; the leaf holds the question. */
  slices: readonly string[];
  content: readonly Segment[];
  reference: unknown;
  /** Criteria asked of this question, by slug; null means all of its category. */
  criteria: readonly string[] | null;
}

/** One piece of interleaved content; a picture is named by the sha256 of its file, or by its path where it is not here. */
export type Segment = { text: string } | { image: string } | { missingImage: string };

export interface BenchmarkDefinition {
  slug: string;
  name: string;
  description: string;
  /** Responses per question that a full run has. */
  samplesPerQuestion: number;
  /** Names of the judges that its published script asks, which its board shows before others. */
  publishedJudges?: readonly string[];
  categories: readonly SliceDefinition[];
  criteria: readonly CriterionDefinition[];
  headline: {
    /** Criterion that ranks when a query names none; null aggregates over all criteria of a category. */
    criterion: string | null;
    /** How the whole benchmark becomes one number; null where it must not. */
    overall: Aggregation | null;
    /** How a category (or a slice below it) becomes one number, by category slug or for all. */
    category: Aggregation | Readonly<Record<string, Aggregation>>;
  };
  /** How the published script prints its numbers; exact doubles unless declared. */
  official?: OfficialNumbers;
}

export interface OfficialNumbers {
  /** Decimals of a mean, rounded as NumPy does. */
  meanDigits?: number;
  /** Decimals of a percentage, of the rounded mean, rounded as Python does. */
  percentDigits?: number;
  /** What it prints where judged responses give no value that counts. */
  ofNone?: number;
}

export function categoryAggregation(definition: BenchmarkDefinition, category: string): Aggregation {
  const declared = definition.headline.category;
  if (typeof declared === 'string') return declared;
  const aggregation = declared[category];
  if (!aggregation)
    throw new AppError('NOT_FOUND', `${definition.slug} declares no aggregation for category "${category}"`);
  return aggregation;
}
