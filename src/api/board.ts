import type { Part } from '../benchmarks/aggregate.ts';
import type { BenchmarkDefinition, Mode } from '../benchmarks/benchmark.ts';
import { lackingOf, whyNotComparable } from '../benchmarks/lacking.ts';
import {
  addUp,
  isUnder,
  type PartSums,
  type PartsQuery,
  partsOf,
  type SlicePath,
} from '../benchmarks/partSums.ts';
import { isComplete, rankRows } from '../benchmarks/ranking.ts';
import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { isHigherBetter, standing, type View, viewedCriterion } from '../benchmarks/standing.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import { OPEN_STATUSES } from '../store/evaluations.ts';
import { findJudgeOn } from '../store/judges.ts';
import { refuseUnknownSlice } from '../store/slicePaths.ts';
import type { Board, BoardEvaluation, ChosenBoard } from './boards.ts';
import type { Context } from './context.ts';
import type {
  BoardQuery,
  LeaderboardEntryRow,
  LeaderboardOrder,
  LeaderboardQuery,
  LeaderboardRow,
  ShownByRow,
} from './rows.ts';

/** What a board shows of one evaluation. */
interface Shown extends Pick<BoardEvaluation, 'evaluation' | 'model'> {
  /** In the benchmark's order of categories and criteria. */
  parts: PartSums[];
}

/** The board of a benchmark, under a path. Throws NOT_FOUND for a benchmark, judge or slice that is not there. */
export async function findBoard(
  { benchmark, judge, ...path }: Pick<BoardQuery, 'benchmark' | 'judge' | keyof SlicePath>,
  { db, reads, boards, draft }: Context,
): Promise<ChosenBoard> {
  const asked = judge ? await findJudgeOn(db, await findBenchmarkBySlug(db, benchmark), judge) : null;
  const board = await boards.find(benchmark, asked?.id ?? null);
  draft?.shows(board.benchmarkId);
  if (!board.layout.leaves.some((leaf) => isUnder(leaf, path)))
    await refuseUnknownSlice(reads, board.benchmarkId, path);
  return board;
}

/** Parts of every evaluation on a board. */
export function partsOn({ layout, shown }: Board, query: PartsQuery): Shown[] {
  const wanted = partsOf(layout, query);
  return shown.map(({ evaluation, model, rollups }) => ({
    evaluation,
    model,
    parts: addUp(rollups, wanted),
  }));
}

export async function findLeaderboard(query: LeaderboardQuery, context: Context): Promise<LeaderboardRow> {
  const { benchmark, judge, mode, missing, category, domain, subdomain } = query;
  const definition = benchmarkDefinition(benchmark);
  const path = { category, domain, subdomain };
  const view: View = {
    criterion: viewedCriterion(definition, query.criterion ?? null),
    isSlice: Boolean(category ?? domain ?? subdomain),
    missing,
  };
  const criterion = view.criterion === null ? null : { slug: view.criterion };
  const board = await findBoard({ benchmark, judge, ...path }, context);
  const shown = partsOn(board, { path, criterion, level: 'category' });
  const criterionSums = once(() => {
    const all = partsOn(board, { path, criterion: 'each', level: 'category' });
    return new Map(all.map(({ evaluation, parts }) => [evaluation.id, parts]));
  });
  const entries = shown.map(({ evaluation, model, parts: sums }): LeaderboardEntryRow => {
    const parts = readings(sums, (row) => row.category);
    // Most ask for the reading that ranks alone.
    const official = once(() => standing(definition, view, parts.OFFICIAL, 'OFFICIAL'));
    const strict = once(() => standing(definition, view, parts.STRICT, 'STRICT'));
    const lacking = once(() => lackingOf(sums));
    const isOpen = OPEN_STATUSES.includes(evaluation.status);
    const complete = !isOpen && isComplete(parts.STRICT.values()) && lacking().responses === 0;
    return {
      rank: null,
      isComplete: complete,
      get lacking() {
        return lacking();
      },
      get notComparable() {
        return whyNotComparable(sums, { isComplete: complete, isOpen });
      },
      evaluation,
      model,
      definition,
      view,
      mode,
      parts,
      get official() {
        return official();
      },
      get strict() {
        return strict();
      },
      criterionSums: () => criterionSums().get(evaluation.id) ?? [],
    };
  });
  const ranked = rankEntries(entries, definition, view, query.rankIncomplete);
  const nodes = inOrder(ranked, query.orderBy ?? 'RANK');
  return { benchmark, ...shownBy(board), mode, missing, view, path, nodes };
}

/** By whom a board is, and why by this judge. */
export const shownBy = ({ judgeId, judgeChoice, shown, standings }: ChosenBoard): ShownByRow => ({
  judgeId,
  judgeChoice,
  otherJudges: async () => {
    const models = new Set(shown.map(({ model }) => model.id));
    const others = (await standings()).filter((standing) => standing.judgeId !== judgeId);
    return others.map((standing) => ({
      judgeId: standing.judgeId,
      models: standing.modelIds.length,
      more: standing.modelIds.filter((id) => !models.has(id)).length,
    }));
  },
});

/** What a board names by slug and id, read when somebody asks. */
export const boardFields = <Row extends { benchmark: string } & ShownByRow>() => ({
  benchmark: ({ benchmark }: Row, _: unknown, { reads }: Context) => findBenchmarkBySlug(reads, benchmark),
  judge: ({ judgeId }: Row, _: unknown, { load }: Context) => (judgeId ? load.judge.load(judgeId) : null),
});

/** One reading of sums, by what names each. */
export function reading(
  sums: readonly PartSums[],
  nameOf: (row: PartSums) => string,
  mode: Mode,
): Map<string, Part> {
  const which = mode === 'STRICT' ? 'strict' : 'official';
  return new Map(sums.map((row) => [nameOf(row), { sums: row[which], outcomes: row.outcomes }]));
}

/** Both readings of sums, by what names each; each is made when somebody looks at it. */
export function readings(
  sums: readonly PartSums[],
  nameOf: (row: PartSums) => string,
): Record<Mode, ReadonlyMap<string, Part>> {
  const strict = once(() => reading(sums, nameOf, 'STRICT'));
  const official = once(() => reading(sums, nameOf, 'OFFICIAL'));
  return {
    get STRICT() {
      return strict();
    },
    get OFFICIAL() {
      return official();
    },
  };
}

/** The number that ranks an entry. */
export const scoreOf = (entry: LeaderboardEntryRow) =>
  entry.mode === 'OFFICIAL' ? entry.official : entry.strict;

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
  return rankRows(rows, higherIsBetter).map(({ row, rank }) => Object.assign(row.entry, { rank }));
}

function inOrder(ranked: readonly LeaderboardEntryRow[], order: LeaderboardOrder): LeaderboardEntryRow[] {
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  switch (order) {
    case 'RANK':
      return [...ranked];
    case 'WORST':
      return [
        ...ranked.filter(({ rank }) => rank !== null).toReversed(),
        ...ranked.filter(({ rank }) => rank === null),
      ];
    case 'MODEL':
      return ranked.toSorted((a, b) => byName(a.model.name, b.model.name));
    case 'NEWEST':
      return ranked.toSorted((a, b) => byName(b.evaluation.id, a.evaluation.id));
  }
}

function once<Value>(find: () => Value): () => Value {
  let found: { value: Value } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}
