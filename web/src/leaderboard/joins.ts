import type { Row } from './rows.ts';

/** How a row is joined to its neighbours of the same rank: `start`, `middle`, `end`, or not at all. */
export function joinsOf(rows: readonly Row[], index: number): string {
  const rank = rows[index]?.rank ?? null;
  if (rank === null) return '';
  const [before, after] = [rows[index - 1]?.rank === rank, rows[index + 1]?.rank === rank];
  if (before && after) return 'middle';
  return before ? 'end' : after ? 'start' : '';
}
