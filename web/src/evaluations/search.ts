import * as z from 'zod/mini';
import { oneOf, text } from '../choices.ts';

export const STATUSES = ['QUEUED', 'RUNNING', 'COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED'] as const;

/** What the address of the page chooses. */
export const evaluationsSearch = z.object({
  benchmark: text(),
  status: oneOf(STATUSES),
  /** Global id of a run. */
  run: text(),
  /** Cursor of the page's beginning. */
  after: text(),
});

export type EvaluationsSearch = z.infer<typeof evaluationsSearch>;
