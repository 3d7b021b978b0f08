import { AppError } from '../core/errors.ts';
import { type Aggregate, aggregate, type Part } from './aggregate.ts';
import {
  type Aggregation,
  type BenchmarkDefinition,
  type CriterionDefinition,
  categoryAggregation,
  type MissingPolicy,
  type Mode,
  type Scale,
} from './benchmark.ts';
import { strictAggregate } from './missing.ts';
import { asPrinted } from './official.ts';

/** What a leaderboard looks at: a whole benchmark, or one slice or criterion of it. */
export interface View {
  /** Slug, or null for all criteria pooled, as EvalAlign's headline does. */
  criterion: string | null;
  /** True when only a slice is looked at, which then stands for its category. */
  isSlice: boolean;
  /** What the strict reading makes of values that are not there; DROP unless given. */
  missing?: MissingPolicy;
}

/** The criterion of a view: the one asked for, else the benchmark's headline. Throws NOT_FOUND for one it has not. */
export function viewedCriterion(definition: BenchmarkDefinition, asked: string | null): string | null {
  if (asked === null) return definition.headline.criterion;
  if (definition.criteria.some((criterion) => criterion.slug === asked)) return asked;
  const known = [...new Set(definition.criteria.map((criterion) => criterion.slug))].join(', ');
  throw new AppError('NOT_FOUND', `${definition.slug} has no criterion "${asked}"; it has ${known}`);
}

/** One evaluation's number in a view, or null where the benchmark must not be one number. */
export function standing(
  definition: BenchmarkDefinition,
  view: View,
  parts: ReadonlyMap<string, Part>,
  mode: Mode,
): Aggregate | null {
  const aggregation = wholeAggregation(definition, view, [...parts.keys()]);
  return aggregation && aggregateParts(definition, view, parts, mode, aggregation);
}

/** One category's number in a view. */
export function categoryStanding(
  definition: BenchmarkDefinition,
  view: View,
  category: string,
  part: Part,
  mode: Mode,
): Aggregate {
  const aggregation = viewedAggregation(definition, view, category);
  return numberOf(definition, view, new Map([[category, part]]), mode, aggregation);
}

/** How a category, or a slice below it, becomes one number in a view. */
export function viewedAggregation(
  definition: BenchmarkDefinition,
  view: View,
  category: string,
): Aggregation {
  const declared = categoryAggregation(definition, category);
  // A sum over criteria of one criterion is its mean.
  return view.criterion !== null && declared === 'MEAN_RESPONSE_SUM' ? 'MEAN' : declared;
}

/** The whole under an aggregation that somebody names; null where there is nothing to aggregate. */
export function aggregateParts(
  definition: BenchmarkDefinition,
  view: View,
  parts: ReadonlyMap<string, Part>,
  mode: Mode,
  aggregation: Aggregation,
): Aggregate | null {
  return parts.size === 0 ? null : numberOf(definition, view, parts, mode, aggregation);
}

function numberOf(
  definition: BenchmarkDefinition,
  view: View,
  parts: ReadonlyMap<string, Part>,
  mode: Mode,
  aggregation: Aggregation,
): Aggregate {
  const categories = [...parts.keys()];
  const scale = scaleOf(definition, view, categories);
  const values = [...parts.values()];
  if (mode === 'OFFICIAL')
    return asPrinted(aggregate(aggregation, values, scale, 'OFFICIAL'), definition.official ?? {});
  const higherIsBetter = isHigherBetter(definition, view, categories);
  return strictAggregate(aggregation, values, { scale, higherIsBetter }, view.missing ?? 'DROP');
}

/** How what a view looks at becomes one number; null where it must not. */
export function wholeAggregation(
  definition: BenchmarkDefinition,
  view: View,
  categories: readonly string[],
): Aggregation | null {
  const [category] = categories;
  if (view.isSlice && category !== undefined && categories.length === 1)
    return viewedAggregation(definition, view, category);
  return definition.headline.overall ?? (view.criterion === null ? null : 'MEAN');
}

/** The scale of a single score of the view. Throws INVALID_INPUT where scales differ, since their mean means nothing. */
export function scaleOf(definition: BenchmarkDefinition, view: View, categories: readonly string[]): Scale {
  const scales = viewedCriteria(definition, view, categories).map((criterion) => criterion.scale);
  const [first] = scales;
  if (!first)
    throw new AppError(
      'INVALID_INPUT',
      `${definition.slug} asks no such criterion in ${categories.join(', ')}`,
    );
  if (scales.some((scale) => scale.min !== first.min || scale.max !== first.max)) {
    throw new AppError(
      'INVALID_INPUT',
      `${definition.slug} has different scales here; name a category or a criterion`,
    );
  }
  return first;
}

/** Which way the view ranks. Throws INVALID_INPUT where criteria differ in direction. */
export function isHigherBetter(
  definition: BenchmarkDefinition,
  view: View,
  categories: readonly string[],
): boolean {
  const [first = true, ...rest] = viewedCriteria(definition, view, categories).map(
    (criterion) => criterion.higherIsBetter,
  );
  if (rest.every((direction) => direction === first)) return first;
  throw new AppError(
    'INVALID_INPUT',
    `${definition.slug} has criteria here of which more is better and others of which less is; name a criterion`,
  );
}

function viewedCriteria(
  definition: BenchmarkDefinition,
  view: View,
  categories: readonly string[],
): CriterionDefinition[] {
  return definition.criteria
    .filter((criterion) => criterion.category === null || categories.includes(criterion.category))
    .filter((criterion) => view.criterion === null || criterion.slug === view.criterion);
}
