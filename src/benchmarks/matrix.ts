import type { Aggregate, Part } from './aggregate.ts';
import type { BenchmarkDefinition, Mode } from './benchmark.ts';
import { categoryStanding, type View } from './standing.ts';

/** What a column of a matrix is of: a slice, or a criterion in one category. */
export interface Column {
  slug: string;
  name: string;
  category: string;
  domain: string | null;
  subdomain: string | null;
  /** Null where slices make the columns. */
  criterion: string | null;
}

/** Names a part by where it lies, as columns and sums both do. No slug has a line break. */
export const placeOf = ({ category, domain, subdomain, criterion }: Omit<Column, 'slug' | 'name'>): string =>
  `${category}\n${domain ?? ''}\n${subdomain ?? ''}\n${criterion ?? ''}`;

/** Every criterion of every category, in the benchmark's order. */
export function criterionColumns(definition: BenchmarkDefinition): Column[] {
  return definition.categories.flatMap(({ slug: category }) =>
    criteriaOf(definition, { category, domain: null, subdomain: null }),
  );
}

/** Every criterion that a place is asked. */
export function criteriaOf(
  { criteria }: BenchmarkDefinition,
  { category, domain, subdomain }: Pick<Column, 'category' | 'domain' | 'subdomain'>,
): Column[] {
  return criteria
    .filter((criterion) => criterion.category === null || criterion.category === category)
    .map(({ slug, name }) => ({ slug, name, category, domain, subdomain, criterion: slug }));
}

/** The number of one column, as a leaderboard of that part alone has it. */
export function cellOf(
  definition: BenchmarkDefinition,
  view: View,
  column: Column,
  part: Part | undefined,
  mode: Mode,
): Aggregate | null {
  const criterion = column.criterion ?? view.criterion;
  const isAsked = definition.criteria.some(
    (each) =>
      (criterion === null || each.slug === criterion) &&
      (each.category === null || each.category === column.category),
  );
  return part && isAsked
    ? categoryStanding(definition, { ...view, criterion }, column.category, part, mode)
    : null;
}
