import type { BoardQuery } from './board.generated.ts';
import type { LeaderboardSearch } from './search.ts';

export type Entry = BoardQuery['leaderboard']['nodes'][number];

/** A difference from the baseline, in units of the scale, on the questions that both answered. */
export interface Difference {
  n: number;
  difference: number | null;
  low: number | null;
  high: number | null;
}

/** One row as it is shown. */
export interface Row {
  id: string;
  model: string;
  /** Tells rows of one model apart; empty where there is nothing to tell. */
  settings: string;
  rank: number | null;
  /** How many others share the rank. */
  tiedWith: number;
  isComplete: boolean;
  /** Why it does not compare with full runs, in words. */
  notComparable: string | null;
  isOpen: boolean;
  score: Entry['score'];
  /** Null where there is no baseline, or not yet a comparison. */
  difference: Difference | null;
}

export function rowsOf(entries: readonly Entry[], differences: ReadonlyMap<string, Difference>): Row[] {
  const named = Map.groupBy(entries, ({ model }) => model.name);
  const ranked = Map.groupBy(entries, ({ rank }) => rank);
  return entries.map(({ rank, isComplete, notComparable, model, evaluation, score }) => ({
    id: evaluation.id,
    model: model.name,
    settings: (named.get(model.name)?.length ?? 0) > 1 ? settingsText(evaluation.run.settings) : '',
    rank,
    tiedWith: rank === null ? 0 : (ranked.get(rank)?.length ?? 1) - 1,
    isComplete,
    notComparable,
    isOpen: evaluation.status === 'QUEUED' || evaluation.status === 'RUNNING',
    score,
    difference: differences.get(evaluation.id) ?? null,
  }));
}

/** Settings in a line, as `seed 1, steps 20`. */
export function settingsText(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

type Order = Pick<LeaderboardSearch, 'model' | 'sort' | 'descending'>;

const KEYS = {
  model: (row: Row) => row.model.toLowerCase(),
  score: (row: Row) => row.score?.mean ?? null,
  n: (row: Row) => row.score?.n ?? null,
  difference: (row: Row) => row.difference?.difference ?? null,
} as const;

/** Those whose model's name holds the text, in the order asked for; what has no value comes last either way. */
export function arrange(rows: readonly Row[], { model = '', sort = 'rank', descending }: Order): Row[] {
  const sought = model.trim().toLowerCase();
  const found = rows.filter((row) => row.model.toLowerCase().includes(sought));
  if (sort === 'rank') return descending ? found.toReversed() : found;
  const key = KEYS[sort];
  const [known, unknown] = [
    found.filter((row) => key(row) !== null),
    found.filter((row) => key(row) === null),
  ];
  const sorted = known.toSorted((one, other) => {
    const [a, b] = [key(one) ?? '', key(other) ?? ''];
    return a < b ? -1 : a > b ? 1 : 0;
  });
  return [...(descending ? sorted.toReversed() : sorted), ...unknown];
}

/** A rank as people write it: `2 =` where it is shared. */
export const rankText = ({ rank, tiedWith }: Row): string =>
  rank === null ? '' : tiedWith > 0 ? `${rank} =` : String(rank);
