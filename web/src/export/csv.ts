import { inert } from '../../../src/core/tables/formula.ts';

export type Cell = string | number | boolean | null | undefined;

/** Comma-separated values as RFC 4180 has them, numbers unrounded, texts as no spreadsheet runs them. */
export function csvOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

function quoted(cell: Cell): string {
  const text = typeof cell === 'string' ? inert(cell) : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
