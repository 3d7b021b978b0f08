import * as z from 'zod/mini';
import { flag, oneOf, text } from '../choices.ts';

const SORTS = ['rank', 'model', 'score', 'n', 'difference'] as const;
export type Sort = (typeof SORTS)[number];

export const COLUMNS = ['CATEGORY', 'DOMAIN', 'SUBDOMAIN', 'CRITERION'] as const;

/** What the address of the page chooses; what it leaves out is as the API has it. */
export const leaderboardSearch = z.object({
  benchmark: text(),
  category: text(),
  domain: text(),
  subdomain: text(),
  criterion: text(),
  /** `name@revision`. */
  judge: text(),
  mode: oneOf(['OFFICIAL']),
  missing: oneOf(['ZERO', 'BOUNDS']),
  incomplete: flag(),
  /** Part of a model's name. */
  model: text(),
  sort: oneOf(SORTS),
  descending: flag(),
  /** Global id of the evaluation that the others are shown against. */
  baseline: text(),
  /** Columns of the heat map. */
  heat: oneOf(COLUMNS),
});

export type LeaderboardSearch = z.infer<typeof leaderboardSearch>;

/** Changes what the address chooses, and nothing else of it. */
export type Choose = (change: Partial<LeaderboardSearch>, options?: { replace?: boolean }) => void;
