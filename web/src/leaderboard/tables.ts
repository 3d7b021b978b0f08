import { csvOf } from '../export/csv.ts';
import type { HeatMap } from './heat.ts';
import type { Row } from './rows.ts';

const NUMBERS = ['mean', 'low', 'high', 'percent', 'n', 'expected', 'percent_low', 'percent_high'];
const BOARD = ['rank', 'model', 'settings', 'complete', ...NUMBERS];
const DIFFERENCE = ['difference', 'difference_low', 'difference_high', 'difference_n'];

interface Numbers {
  mean: number | null;
  percent: number | null;
  low: number | null;
  high: number | null;
  percentLow: number | null;
  percentHigh: number | null;
  n: number;
  expected: number;
}

/** The rows of the board as they are shown; differences where a baseline is pinned. */
export function boardCsv(rows: readonly Row[], hasBaseline: boolean): string {
  return csvOf(
    [...BOARD, ...(hasBaseline ? DIFFERENCE : [])],
    rows.map(({ rank, model, settings, isComplete, score, difference }) => [
      ...[rank, model, settings, isComplete],
      ...numbers(score),
      ...(hasBaseline ? [difference?.difference, difference?.low, difference?.high, difference?.n] : []),
    ]),
  );
}

/** A line for every cell of the heat map that has a number. */
export function heatCsv({ columns, rows }: HeatMap): string {
  return csvOf(
    ['model', 'category', 'domain', 'slug', 'name', ...NUMBERS],
    rows.flatMap(({ model, cells }) =>
      cells.flatMap(({ aggregate }, index) => {
        const column = columns[index];
        if (!aggregate || !column) return [];
        const { category, domain, slug, name } = column;
        return [[model, category, domain, slug, name, ...numbers(aggregate)]];
      }),
    ),
  );
}

const numbers = (of: Numbers | null | undefined) => [
  of?.mean,
  of?.low,
  of?.high,
  of?.percent,
  of?.n,
  of?.expected,
  of?.percentLow,
  of?.percentHigh,
];
