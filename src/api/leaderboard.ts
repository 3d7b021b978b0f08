import { setTimeout as sleep } from 'node:timers/promises';
import { type Aggregate, type Part, percentOf } from '../benchmarks/aggregate.ts';
import type { Outcome } from '../benchmarks/benchmark.ts';
import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { aggregateParts, categoryStanding, standing, viewedCriterion } from '../benchmarks/standing.ts';
import { ranks } from '../statistics/ranks.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import { eventCursor, findNewestEvent, parseEventCursor } from '../store/events.ts';
import { findJudgeByName } from '../store/judges.ts';
import { findCategorySums, findNewestJudge, findRankedEvaluations } from '../store/leaderboard.ts';
import type { EventRow } from '../store/tables/index.ts';
import { type Context, mustLoad } from './context.ts';
import type { LeaderboardEntryRow, LeaderboardQuery, LeaderboardRow } from './rows.ts';
import type { Resolvers } from './schema.generated.ts';

/** Changes of a leaderboard this close together are sent as one. */
const COALESCE_MS = 200;

async function findLeaderboard(query: LeaderboardQuery, { db, load }: Context): Promise<LeaderboardRow> {
  const { benchmark, mode } = query;
  const definition = benchmarkDefinition(benchmark.slug);
  const view = {
    criterion: viewedCriterion(definition, query.criterion ?? null),
    isSlice: Boolean(query.category ?? query.domain ?? query.subdomain),
  };
  const judgeId = query.judgeId ?? (await findNewestJudge(db, benchmark.id));
  const judge = judgeId ? await mustLoad(load.judge, judgeId) : null;
  const ids = judge ? await findRankedEvaluations(db, benchmark.id, judge) : [];
  const sums = Map.groupBy(
    await findCategorySums(db, benchmark.id, ids, query, view.criterion),
    (row) => row.evaluationId,
  );
  const entries = await Promise.all(
    ids.map(async (id): Promise<LeaderboardEntryRow> => {
      const own = sums.get(id) ?? [];
      const parts = (reading: 'strict' | 'official') =>
        new Map(
          own.map((row): [string, Part] => [row.category, { sums: row[reading], outcomes: row.outcomes }]),
        );
      const readings = { STRICT: parts('strict'), OFFICIAL: parts('official') };
      return {
        rank: null,
        evaluation: await mustLoad(load.evaluation, id),
        definition,
        view,
        mode,
        parts: readings,
        official: standing(definition, view, readings.OFFICIAL),
        strict: standing(definition, view, readings.STRICT),
      };
    }),
  );
  return { benchmark, judge, mode, nodes: rankEntries(entries, query.rankIncomplete) };
}

const scoreOf = (entry: LeaderboardEntryRow): Aggregate | null =>
  entry.mode === 'OFFICIAL' ? entry.official : entry.strict;

/** Best first; an entry without a rank, since it is incomplete or has no one number, comes last. */
function rankEntries(entries: LeaderboardEntryRow[], rankIncomplete: boolean): LeaderboardEntryRow[] {
  const isRanked = (entry: LeaderboardEntryRow) => rankIncomplete || entry.evaluation.status === 'COMPLETED';
  const found = ranks(entries.map((entry) => (isRanked(entry) ? (scoreOf(entry)?.estimate ?? null) : null)));
  return entries
    .map((entry, index) => ({ ...entry, rank: found[index] ?? null }))
    .sort(
      (a, b) =>
        Number(a.rank === null) - Number(b.rank === null) ||
        (scoreOf(b)?.mean ?? Number.NEGATIVE_INFINITY) - (scoreOf(a)?.mean ?? Number.NEGATIVE_INFINITY) ||
        (a.evaluation.id < b.evaluation.id ? -1 : 1),
    );
}

/** A change after the cursor at once, then one for every burst of changes. */
async function* leaderboardChanges(
  benchmarkId: string,
  after: string | null,
  context: Context,
): AsyncGenerator<EventRow> {
  const live = await context.feed.open((event) => event.benchmarkId === benchmarkId, { latestOnly: true });
  try {
    const missed = after ? await findNewestEvent(context.db, benchmarkId, parseEventCursor(after)) : null;
    if (missed) yield missed;
    for await (const event of live) {
      yield event;
      await sleep(COALESCE_MS);
    }
  } finally {
    live.close();
  }
}

export const resolvers = {
  Query: {
    leaderboard: async (_, args, context) => {
      const benchmark = await findBenchmarkBySlug(context.db, args.benchmark);
      const judge = args.judge ? await findJudgeByName(context.db, args.judge) : null;
      const mode = args.mode ?? 'STRICT';
      return findLeaderboard(
        {
          ...args,
          benchmark,
          judgeId: judge?.id ?? null,
          mode,
          rankIncomplete: args.rankIncomplete ?? false,
        },
        context,
      );
    },
  },

  Subscription: {
    leaderboardChanged: {
      subscribe: async (_, args, context) => {
        const benchmark = await findBenchmarkBySlug(context.db, args.benchmark);
        return leaderboardChanges(benchmark.id, args.after ?? null, context);
      },
      resolve: (event: EventRow) => event,
    },
  },

  LeaderboardEntry: {
    model: async (entry, _, { load }) => {
      const run = await mustLoad(load.run, entry.evaluation.runId);
      return mustLoad(load.model, run.modelId);
    },
    score: scoreOf,
    aggregate: (entry, { aggregation }) =>
      aggregateParts(entry.definition, entry.view, entry.parts[entry.mode], aggregation),
    categories: (entry) =>
      entry.definition.categories.flatMap(({ slug, name }) => {
        const of = (mode: 'STRICT' | 'OFFICIAL') => {
          const part = entry.parts[mode].get(slug);
          return part ? categoryStanding(entry.definition, entry.view, slug, part) : null;
        };
        const [strict, official] = [of('STRICT'), of('OFFICIAL')];
        return strict && official
          ? [{ slug, name, strict, official, score: entry.mode === 'STRICT' ? strict : official }]
          : [];
      }),
  },

  Aggregate: {
    percent: ({ mean, scale }) => (mean === null ? null : percentOf(mean, scale)),
    low: ({ interval }) => interval?.low ?? null,
    high: ({ interval }) => interval?.high ?? null,
    outcomes: ({ outcomes }) =>
      (Object.entries(outcomes) as [Outcome, number][])
        .filter(([, count]) => count > 0)
        .map(([outcome, count]) => ({ outcome, count })),
  },

  LeaderboardChange: {
    cursor: (event) => eventCursor(event),
    evaluation: (event, _, { load }) => mustLoad(load.evaluation, event.evaluationId),
    leaderboard: async (event, args, context) => {
      const benchmark = await mustLoad(context.load.benchmark, event.benchmarkId);
      const evaluation = await mustLoad(context.load.evaluation, event.evaluationId);
      const judgeId = args.judge ? (await findJudgeByName(context.db, args.judge)).id : evaluation.judgeId;
      const mode = args.mode ?? 'STRICT';
      return findLeaderboard(
        { ...args, benchmark, judgeId, mode, rankIncomplete: args.rankIncomplete ?? false },
        context,
      );
    },
  },
} satisfies Resolvers;
