import type { Option } from '../option.ts';
import type { BenchmarksQuery } from './benchmarks.generated.ts';

export type Benchmark = BenchmarksQuery['benchmarks'][number];
/** What parts of it are chosen from. */
export type Parts = Pick<Benchmark, 'slices' | 'criteria'>;
type Level = Benchmark['slices'][number]['level'];

/** A part of a benchmark, by slugs. */
export interface Part {
  category?: string | undefined;
  domain?: string | undefined;
  subdomain?: string | undefined;
}

const asOption = ({ slug, name }: { slug: string; name: string }): Option => ({ value: slug, label: name });

/** The slices of a level that lie in the part chosen above it, each name once. */
export function sliceOptions(benchmark: Parts, level: Level, { category, domain }: Part): Option[] {
  const lies = benchmark.slices.filter((slice) => {
    if (slice.level !== level) return false;
    const [nearest, farthest] = [slice.parent?.slug, slice.parent?.parent?.slug];
    if (level === 'DOMAIN') return !category || nearest === category;
    if (level === 'SUBDOMAIN') return (!domain || nearest === domain) && (!category || farthest === category);
    return true;
  });
  return unique(lies.map(asOption));
}

/** The criteria that some answer in the category is asked. */
export function criterionOptions(benchmark: Parts, { category }: Part): Option[] {
  const asked = benchmark.criteria.filter(
    (each) => !category || each.category === null || each.category.slug === category,
  );
  return unique(asked.map(asOption));
}

/** What the address calls a judge. */
export const judgeAddress = ({ name, revision }: Benchmark['judges'][number]): string =>
  `${name}@${revision.slice(0, 12)}`;

export const judgeOptions = (benchmark: Benchmark): Option[] =>
  benchmark.judges.map(judgeAddress).map((address) => ({ value: address, label: address }));

/** The one asked for, or else the first with results, or else the first. */
export function benchmarkOf(all: readonly Benchmark[], slug: string | undefined): Benchmark | undefined {
  if (slug !== undefined) return all.find((each) => each.slug === slug);
  return all.find((each) => each.judges.length > 0) ?? all[0];
}

const unique = (options: readonly Option[]): Option[] => [
  ...new Map(options.map((option) => [option.value, option])).values(),
];
