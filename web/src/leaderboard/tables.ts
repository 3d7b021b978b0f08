import { csvOf } from '../export/csv.ts';
import type { HeatMap } from './heat.ts';
import type { Row } from './rows.ts';

const BOARD = ['rank', 'model', 'settings', 'complete', 'mean', 'low', 'high', 'percent', 'n', 'expected'];
const DIFFERENCE = ['difference', 'difference_low', 'difference_high', 'difference_n'];

/** The rows of the board as they are shown; differences where a baseline is pinned. */
export function boardCsv(rows: readonly Row[], hasBaseline: boolean): string {
  return csvOf(
    [...BOARD, ...(hasBaseline ? DIFFERENCE : [])],
    rows.map(({ rank, model, settings, isComplete, score, difference }) => [
      ...[rank, model, settings, isComplete],
      ...[score?.mean, score?.low, score?.high, score?.percent, score?.n, score?.expected],
      ...(hasBaseline ? [difference?.difference, difference?.low, difference?.high, difference?.n] : []),
    ]),
  );
}

/** A line for every cell of the heat map that has a number. */
export function heatCsv({ columns, rows }: HeatMap): string {
  return csvOf(
    ['model', 'category', 'domain', 'slug', 'name', 'mean', 'low', 'high', 'percent', 'n', 'expected'],
    rows.flatMap(({ model, cells }) =>
      cells.flatMap(({ aggregate }, index) => {
        const column = columns[index];
        if (!aggregate || !column) return [];
        const { mean, low, high, percent, n, expected } = aggregate;
        const { category, domain, slug, name } = column;
        return [[model, category, domain, slug, name, mean, low, high, percent, n, expected]];
      }),
    ),
  );
}
