import type { BenchmarkDefinition } from '../benchmarks/benchmark.ts';
import { publishedPercent } from '../benchmarks/publishedPercent.ts';
import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import type { Db } from '../store/database.ts';
import { findPublishedResults } from '../store/published.ts';
import { refuseUnknownSlice } from '../store/slicePaths.ts';
import type { PublishedResultRow as NumberRow } from '../store/tables/index.ts';
import type { LeaderboardRow, PublishedResultRow } from './rows.ts';
import type { Resolvers } from './schema.generated.ts';

/** Numbers of one model, scorer and source together, as far as they say something of the category, best first. */
function publishedResults(
  definition: BenchmarkDefinition,
  numbers: readonly NumberRow[],
  category: string | null,
): PublishedResultRow[] {
  const results = Map.groupBy(numbers, ({ model, scorer, source }) =>
    JSON.stringify([model, scorer, source]),
  );
  return [...results.values()]
    .flatMap((own): PublishedResultRow[] => {
      const [first] = own;
      const shown = own.find((number) => number.category === category);
      if (!first || (category !== null && !shown)) return [];
      const { model, scorer, source, note } = shown ?? first;
      const categories = own.flatMap(({ category: slug, mean, percent }) =>
        slug === null
          ? []
          : [{ slug, mean, percent, percentOfScale: publishedPercent(definition, slug, { mean, percent }) }],
      );
      const { mean = null, percent = null } = shown ?? {};
      const percentOfScale = publishedPercent(definition, category, { mean, percent });
      return [{ model, scorer, source, note, category, mean, percent, percentOfScale, categories }];
    })
    .toSorted((a, b) => (b.mean ?? Number.NEGATIVE_INFINITY) - (a.mean ?? Number.NEGATIVE_INFINITY) || 0);
}

async function findPublished(db: Db, slug: string, category: string | null): Promise<PublishedResultRow[]> {
  const { id } = await findBenchmarkBySlug(db, slug);
  return publishedResults(benchmarkDefinition(slug), await findPublishedResults(db, id), category);
}

/** Sources speak of the whole and of categories, and of the headline alone. */
function isSpokenOf({ benchmark, view, path }: LeaderboardRow): boolean {
  const { headline } = benchmarkDefinition(benchmark);
  return !path.domain && !path.subdomain && view.criterion === headline.criterion;
}

export const resolvers = {
  Query: {
    publishedResults: async (_, { benchmark: slug, category }, { db }) => {
      const { id } = await findBenchmarkBySlug(db, slug);
      await refuseUnknownSlice(db, id, { category });
      return findPublished(db, slug, category ?? null);
    },
  },

  Leaderboard: {
    published: async (board, _, { db }) =>
      isSpokenOf(board) ? findPublished(db, board.benchmark, board.path.category ?? null) : [],
  },

  PublishedResult: {
    kind: () => 'PUBLISHED',
  },
} satisfies Resolvers;
