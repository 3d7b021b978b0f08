import type { SQL } from 'drizzle-orm';
import type { Column, Shape } from './columns.ts';

/** What an export will hold, in the snapshot that it was planned in. */
export interface ExportPlan {
  columns: readonly Column[];
  /** Equal exactly when the rows are: everything that they are made of, or numbers that change with it. */
  state: unknown;
  /** Rows there will be. */
  rows: number;
  /** One after the other they give all rows, always in the same order. */
  selects(shape: Shape): SQL[];
}
