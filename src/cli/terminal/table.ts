/** Rows of text as columns two spaces apart, or, where `width` is too small for them, one block of lines per row. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const total = widths.reduce((sum, column) => sum + column + 2, -2);
  return total <= width ? lines(widths, [columns, ...rows]) : blocks(columns, rows);
}

function lines(widths: readonly number[], rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Values are never cut: an id is there to be copied. */
function blocks(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => columns.map((name, at) => `${name}: ${row[at] ?? ''}`.trimEnd()).join('\n'))
    .join('\n\n');
}
