import { onOneLine, padded, shortened, widthOf } from './text.ts';

/** A column of text. */
export interface Column {
  name: string;
  cells: string[];
  align: 'left' | 'right';
}

export const GAP = 2;

export function column(name: string, cells: string[], align: Column['align'] = 'left'): Column {
  return { name, cells: cells.map(onOneLine), align };
}

export const columnWidth = ({ name, cells }: Column): number =>
  Math.max(...[name, ...cells].map((cell) => widthOf(cell)));

export const totalWidth = (columns: readonly Column[]): number =>
  columns.reduce((sum, each) => sum + columnWidth(each) + GAP, -GAP);

/** Cells of at most `width`, cut ones ending in an ellipsis. */
export const narrowed = (original: Column, width: number): Column => ({
  ...original,
  cells: original.cells.map((cell) => shortened(cell, width)),
});

/** The names, then a line for each row. */
export function lines(columns: readonly Column[]): string {
  const widths = columns.map(columnWidth);
  const line = (cellOf: (each: Column) => string): string =>
    columns
      .map((each, at) => padded(cellOf(each), widths[at] ?? 0, each.align))
      .join(' '.repeat(GAP))
      .trimEnd();
  const rows = columns[0]?.cells ?? [];
  return [line(({ name }) => name), ...rows.map((_, at) => line(({ cells }) => cells[at] ?? ''))].join('\n');
}
