import type { PublishedNumber } from '../publishedNumber.ts';
import published from './published.json' with { type: 'json' };
import { DIMENSIONS } from './skills.ts';

// The page says 24 models x 100 prompts; that its alignment values are whole hundredths bears it out.
const NOTE = 'on 100 prompts that are not released; not comparable with the 100 and 120 that are';

/** The leaderboard page's 24 rows, by its judge and by people. */
export const EVALALIGN_PUBLISHED: readonly PublishedNumber[] = published.rows.flatMap((row) =>
  (['evalalign', 'human'] as const).flatMap((scorer) =>
    DIMENSIONS.map((category) => ({
      ...{ model: row.model, category, scorer, source: published.source, note: NOTE },
      mean: row[category][scorer],
      percent: null,
    })),
  ),
);
