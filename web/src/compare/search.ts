import * as z from 'zod/mini';
import { flag, oneOf, several, text } from '../choices.ts';

export const LEVELS = ['CATEGORY', 'DOMAIN', 'SUBDOMAIN'] as const;
export const TESTS = ['PAIRED_T', 'WILCOXON', 'MCNEMAR'] as const;

/** What the address of the page chooses. */
export const compareSearch = z.object({
  benchmark: text(),
  /** Two to ten; the first is the baseline. */
  evaluations: several(),
  category: text(),
  domain: text(),
  subdomain: text(),
  criterion: text(),
  mode: oneOf(['OFFICIAL']),
  by: oneOf(LEVELS),
  test: oneOf(TESTS),
  judges: flag(),
});

export type CompareSearch = z.infer<typeof compareSearch>;
