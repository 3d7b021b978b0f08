import type { Part } from '../benchmarks/aggregate.ts';
import type { BenchmarkDefinition, Mode } from '../benchmarks/benchmark.ts';
import { isComplete, rankRows } from '../benchmarks/ranking.ts';
import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { isHigherBetter, standing, type View, viewedCriterion } from '../benchmarks/standing.ts';
import { OPEN_STATUSES } from '../store/evaluations.ts';
import { findCategorySums, findNewestJudge, findRankedEvaluations } from '../store/leaderboard.ts';
import { findPartSums, type PartSums } from '../store/rollupSums.ts';
import type { JudgeRow } from '../store/tables/index.ts';
import { type Context, mustLoad } from './context.ts';
import type { BoardQuery, LeaderboardEntryRow, LeaderboardQuery, LeaderboardRow } from './rows.ts';

/** The evaluations that are shown side by side, by their judge. */
export async function findShown(
  { benchmark, judgeId }: BoardQuery,
  { reads, load }: Context,
): Promise<{ judge: JudgeRow | null; ids: string[] }> {
  const id = judgeId ?? (await findNewestJudge(reads, benchmark.id));
  if (!id) return { judge: null, ids: [] };
  const judge = await mustLoad(load.judge, id);
  return { judge, ids: await findRankedEvaluations(reads, benchmark.id, judge) };
}

export async function findLeaderboard(query: LeaderboardQuery, context: Context): Promise<LeaderboardRow> {
  const { benchmark, mode, missing, category, domain, subdomain } = query;
  const { reads } = context;
  const definition = benchmarkDefinition(benchmark.slug);
  const path = { category, domain, subdomain };
  const view: View = {
    criterion: viewedCriterion(definition, query.criterion ?? null),
    isSlice: Boolean(category ?? domain ?? subdomain),
    missing,
  };
  const { judge, ids } = await findShown(query, context);
  const sums = await findCategorySums(reads, benchmark.id, ids, path, view.criterion);
  const ofEvaluation = Map.groupBy(sums, (row) => row.evaluationId);
  const criterionSums = once(async () => {
    const all = { benchmarkId: benchmark.id, evaluationIds: ids, path };
    const rows = await findPartSums(reads, { ...all, criterion: 'each', level: 'category' });
    return Map.groupBy(rows, (row) => row.evaluationId);
  });
  const entries = await Promise.all(
    ids.map(async (id): Promise<LeaderboardEntryRow> => {
      const parts = readings(ofEvaluation.get(id) ?? [], (row) => row.category);
      const evaluation = await mustLoad(context.load.evaluation, id);
      return {
        rank: null,
        isComplete: !OPEN_STATUSES.includes(evaluation.status) && isComplete(parts.STRICT.values()),
        ...{ evaluation, definition, view, mode, parts },
        official: standing(definition, view, parts.OFFICIAL, 'OFFICIAL'),
        strict: standing(definition, view, parts.STRICT, 'STRICT'),
        criterionSums: async () => (await criterionSums()).get(id) ?? [],
      };
    }),
  );
  const nodes = rankEntries(entries, definition, view, query.rankIncomplete);
  return { benchmark, judge, mode, missing, view, path, nodes };
}

/** Both readings of sums, by what names each. */
export function readings(
  sums: readonly PartSums[],
  nameOf: (row: PartSums) => string,
): Record<Mode, Map<string, Part>> {
  const of = (reading: 'strict' | 'official') =>
    new Map(sums.map((row) => [nameOf(row), { sums: row[reading], outcomes: row.outcomes }]));
  return { STRICT: of('strict'), OFFICIAL: of('official') };
}

export const scoreOf = ({ mode, official, strict }: LeaderboardEntryRow) =>
  mode === 'OFFICIAL' ? official : strict;

function rankEntries(
  entries: readonly LeaderboardEntryRow[],
  definition: BenchmarkDefinition,
  view: View,
  rankIncomplete: boolean,
): LeaderboardEntryRow[] {
  const categories = [...new Set(entries.flatMap((entry) => [...entry.parts.STRICT.keys()]))];
  const rows = entries.map((entry) => {
    const { evaluation, isComplete } = entry;
    return { entry, id: evaluation.id, score: scoreOf(entry), isRanked: rankIncomplete || isComplete };
  });
  // A whole that is no one number ranks nobody, whichever way its criteria go.
  const higherIsBetter = rows.every(({ score }) => !score) || isHigherBetter(definition, view, categories);
  return rankRows(rows, higherIsBetter).map(({ row, rank }) => ({ ...row.entry, rank }));
}

function once<Value>(find: () => Promise<Value>): () => Promise<Value> {
  let found: Promise<Value> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
