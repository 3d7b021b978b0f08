import { percentOf } from './aggregate.ts';
import type { BenchmarkDefinition } from './benchmark.ts';
import { scaleOf, viewedAggregation, wholeAggregation } from './standing.ts';

interface Quoted {
  mean: number | null;
  /** As printed, where the source prints percent. */
  percent: number | null;
}

/**
 * A quoted mean of a category, or of the whole where that is null, as percent of its scale; as printed where it is. Null of a
 * sum over criteria: how many there were is not said, and so not how high it can be.
 */
export function publishedPercent(
  definition: BenchmarkDefinition,
  category: string | null,
  { mean, percent }: Quoted,
): number | null {
  if (percent !== null || mean === null) return percent;
  const { criterion } = definition.headline;
  const view = { criterion, isSlice: category !== null };
  const categories = category === null ? definition.categories.map(({ slug }) => slug) : [category];
  const aggregation =
    category === null
      ? wholeAggregation(definition, view, categories)
      : viewedAggregation(definition, view, category);
  if (aggregation === null || aggregation === 'MEAN_RESPONSE_SUM') return null;
  return percentOf(mean, scaleOf(definition, view, categories));
}
