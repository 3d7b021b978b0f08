import * as z from 'zod/mini';
import { flag, oneOf, several, text } from '../choices.ts';

/** What the address of the page chooses; what it leaves out is as the API has it. */
export const compareSearch = z.object({
  benchmark: text(),
  /** Two to ten; the first is the baseline. */
  evaluations: several(),
  category: text(),
  domain: text(),
  subdomain: text(),
  criterion: text(),
  mode: oneOf(['OFFICIAL']),
  by: oneOf(['DOMAIN', 'SUBDOMAIN']),
  test: oneOf(['PAIRED_T', 'WILCOXON', 'MCNEMAR']),
  /** Whether different judges may be compared. */
  judges: flag(),
});

export type CompareSearch = z.infer<typeof compareSearch>;

/** Changes what the address chooses, and nothing else of it. */
export type Choose = (change: Partial<CompareSearch>) => void;
