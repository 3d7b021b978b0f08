import { column as columnOf, columnWidth, lines, narrowed, totalWidth } from './columns.ts';
import { onOneLine } from './text.ts';

/** Columns of names for people: cut before a row is broken up. Everything else is there to be copied. */
const NAMES = ['model', 'name'];
const NARROWEST = 12;

/**
 * Rows of text as columns two spaces apart. Where `width` is too small for them, names are cut; where that is not
 * enough, one block of lines per row, uncut.
 */
export function table(names: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const columns = names.map((name, at) =>
    columnOf(
      name,
      rows.map((row) => row[at] ?? ''),
    ),
  );
  let over = totalWidth(columns) - width;
  const fitting = columns.map((column) => {
    if (over <= 0 || !NAMES.includes(column.name)) return column;
    const whole = columnWidth(column);
    const cut = narrowed(column, Math.max(NARROWEST, whole - over));
    over -= whole - columnWidth(cut);
    return cut;
  });
  return over <= 0 ? lines(fitting) : blocks(names, rows);
}

function blocks(names: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => names.map((name, at) => `${name}: ${onOneLine(row[at] ?? '')}`.trimEnd()).join('\n'))
    .join('\n\n');
}
