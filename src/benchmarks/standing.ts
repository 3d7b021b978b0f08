import { AppError } from '../core/errors.ts';
import { type Aggregate, aggregate, type Part } from './aggregate.ts';
import { type Aggregation, type BenchmarkDefinition, categoryAggregation, type Scale } from './benchmark.ts';

/** What a leaderboard looks at: a whole benchmark, or one slice or criterion of it. */
export interface View {
  /** Slug, or null for all criteria pooled, as EvalAlign's headline does. */
  criterion: string | null;
  /** True when only a slice is looked at, which then stands for its category. */
  isSlice: boolean;
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
): Aggregate | null {
  const aggregation = wholeAggregation(definition, view, [...parts.keys()]);
  return aggregation && aggregateParts(definition, view, parts, aggregation);
}

/** One category's number in a view. */
export function categoryStanding(
  definition: BenchmarkDefinition,
  view: View,
  category: string,
  part: Part,
): Aggregate {
  const aggregation = viewedAggregation(definition, view, category);
  return aggregate(aggregation, [part], scaleOf(definition, view, [category]));
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
  aggregation: Aggregation,
): Aggregate | null {
  if (parts.size === 0) return null;
  return aggregate(aggregation, [...parts.values()], scaleOf(definition, view, [...parts.keys()]));
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
  const scales = definition.criteria
    .filter((criterion) => criterion.category === null || categories.includes(criterion.category))
    .filter((criterion) => view.criterion === null || criterion.slug === view.criterion)
    .map((criterion) => criterion.scale);
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
