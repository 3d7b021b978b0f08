import type { Benchmark } from '../choosing/slices.ts';
import type { LeaderboardSearch } from './search.ts';

const MISSING = { ZERO: 'missing values count as worst', BOUNDS: 'missing values as bounds' } as const;

/** What the filters choose, in a line, for where they are not shown themselves. */
export function chosenText(
  { slices, criteria }: Pick<Benchmark, 'slices' | 'criteria'>,
  search: LeaderboardSearch,
) {
  const { category, domain, subdomain, criterion, judge, mode, missing, incomplete, model } = search;
  const named = (of: readonly { slug: string; name: string }[], slug: string | undefined) =>
    slug && (of.find((each) => each.slug === slug)?.name ?? slug);
  return [
    ...[category, domain, subdomain].map((slug) => named(slices, slug)),
    named(criteria, criterion) ?? 'Headline',
    judge,
    mode === 'OFFICIAL' ? 'official reading' : 'strict reading',
    missing && MISSING[missing],
    incomplete && 'incomplete ones are ranked',
    model && `models like “${model}”`,
  ]
    .filter(Boolean)
    .join(' · ');
}
