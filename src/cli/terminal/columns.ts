/** A column of text. */
export interface Column {
  name: string;
  cells: string[];
  align: 'left' | 'right';
}

export const GAP = 2;

export function column(name: string, cells: string[], align: Column['align'] = 'left'): Column {
  return { name, cells, align };
}

export const widthOf = ({ name, cells }: Column): number =>
  Math.max(...[name, ...cells].map((cell) => cell.length));

/** Cells of at most `width`, cut ones ending in an ellipsis. */
export function shortened(original: Column, width: number): Column {
  const fit = (text: string): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);
  return { ...original, cells: original.cells.map(fit) };
}

/** The names, then a line for each row. */
export function lines(columns: readonly Column[]): string {
  const pad = (text: string, { align }: Column, width: number): string =>
    align === 'right' ? text.padStart(width) : text.padEnd(width);
  const line = (cellOf: (each: Column) => string): string =>
    columns
      .map((each) => pad(cellOf(each), each, widthOf(each)))
      .join(' '.repeat(GAP))
      .trimEnd();
  const rows = columns[0]?.cells ?? [];
  return [line(({ name }) => name), ...rows.map((_, at) => line(({ cells }) => cells[at] ?? ''))].join('\n');
}

/** Broken at spaces. */
export function wrapped(text: string, width: number): string {
  const broken: string[] = [];
  for (const word of text.split(' ')) {
    const last = broken.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      broken[broken.length - 1] = `${last} ${word}`;
    else broken.push(word);
  }
  return broken.join('\n');
}
