import { setTimeout as sleep } from 'node:timers/promises';
import { percentInterval } from '../benchmarks/aggregate.ts';
import type { MissingPolicy, Mode } from '../benchmarks/benchmark.ts';
import { aggregateParts, categoryStanding } from '../benchmarks/standing.ts';
import { decimal } from '../core/decimal.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import { eventCursor, findNewestEvent, parseEventCursor } from '../store/events.ts';
import type { EventRow } from '../store/tables/index.ts';
import { boardFields, findLeaderboard, readings, scoreOf } from './board.ts';
import { type Context, mustLoad } from './context.ts';
import { listening } from './live/feed.ts';
import { outcomeCounts } from './outcomes.ts';
import type { LeaderboardEntryRow, LeaderboardRow } from './rows.ts';
import type { Resolvers } from './schema.generated.ts';

/** Changes of a leaderboard this close together are sent as one. */
const COALESCE_MS = 200;

/** A change after the cursor at once, then one for every burst of changes. */
async function leaderboardChanges(benchmarkId: string, after: string | null, { db, feed }: Context) {
  const cursor = after ? parseEventCursor(after) : null;
  const live = await feed.open(benchmarkId, { latestOnly: true });
  async function* changes(): AsyncGenerator<EventRow> {
    const missed = cursor ? await findNewestEvent(db, benchmarkId, cursor) : null;
    if (missed) yield missed;
    for await (const event of live) {
      yield event;
      // Until the same moment for all, so that they go on with the same event and share its answer.
      await sleep(COALESCE_MS - (Date.now() % COALESCE_MS));
    }
  }
  return listening(live, changes());
}

const settings = (args: {
  mode?: Mode | null;
  missing?: MissingPolicy | null;
  rankIncomplete?: boolean | null;
}) => ({
  mode: args.mode ?? 'STRICT',
  missing: args.missing ?? 'DROP',
  rankIncomplete: args.rankIncomplete ?? false,
});

/** One part of an entry in both readings, and again as the one that ranks. */
function inReadings(
  { definition, view, mode, parts }: Pick<LeaderboardEntryRow, 'definition' | 'view' | 'mode' | 'parts'>,
  category: string,
) {
  const of = (reading: Mode) => {
    const part = parts[reading].get(category);
    return part ? categoryStanding(definition, view, category, part, reading) : null;
  };
  const [strict, official] = [of('STRICT'), of('OFFICIAL')];
  return strict && official ? [{ strict, official, score: mode === 'STRICT' ? strict : official }] : [];
}

function criterionScores({ definition, view, mode, criterionSums }: LeaderboardEntryRow) {
  return criterionSums().flatMap((sums) => {
    const { category, criterion: slug } = sums;
    const declared = definition.criteria.find(
      (each) => each.slug === slug && (each.category === null || each.category === category),
    );
    if (!declared) return [];
    const parts = readings([sums], () => category);
    return inReadings({ definition, view: { ...view, criterion: slug }, mode, parts }, category).map(
      (scores) => ({ slug: declared.slug, name: declared.name, category, ...scores }),
    );
  });
}

export const resolvers = {
  Query: {
    leaderboard: (_, args, context) => findLeaderboard({ ...args, ...settings(args) }, context),
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

  Leaderboard: boardFields<LeaderboardRow>(),

  OtherJudge: {
    judge: ({ judgeId }, _, { load }) => mustLoad(load.judge, judgeId),
  },

  LeaderboardEntry: {
    kind: () => 'MEASURED',
    missingQuestions: ({ lacking }) => lacking.questions,
    missingResponses: ({ lacking }) => lacking.responses,
    score: scoreOf,
    aggregate: ({ definition, view, parts, mode }, { aggregation }) =>
      aggregateParts(definition, view, parts[mode], mode, aggregation),
    categories: (entry) =>
      entry.definition.categories.flatMap(({ slug, name }) =>
        inReadings(entry, slug).map((scores) => ({ slug, name, ...scores })),
      ),
    criteria: criterionScores,
  },

  Aggregate: {
    printed: ({ mean }) => (mean === null ? null : decimal(mean)),
    low: ({ interval }) => interval?.low ?? null,
    high: ({ interval }) => interval?.high ?? null,
    percentLow: (aggregate) => percentInterval(aggregate)?.low ?? null,
    percentHigh: (aggregate) => percentInterval(aggregate)?.high ?? null,
    outcomes: ({ outcomes }) => outcomeCounts(outcomes),
  },

  LeaderboardChange: {
    cursor: (event) => eventCursor(event),
    evaluation: (event, _, { load }) => mustLoad(load.evaluation, event.evaluationId),
    leaderboard: async (event, args, context) => {
      const { slug: benchmark } = await mustLoad(context.load.benchmark, event.benchmarkId);
      return findLeaderboard({ ...args, benchmark, ...settings(args) }, context);
    },
  },
} satisfies Resolvers;
