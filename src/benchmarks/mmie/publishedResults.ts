import type { PublishedNumber } from '../publishedNumber.ts';
import { meanOfPercent } from './aggregate.ts';
import { MMIE_CATEGORIES } from './category.ts';
import published from './published.json' with { type: 'json' };

/** The project page's 20 rows, under the page's names. It prints percentages, behind which only one mean each can be. */
export const MMIE_PUBLISHED: readonly PublishedNumber[] = published.rows.flatMap((row) =>
  [null, ...MMIE_CATEGORIES.map(({ slug }) => slug)].map((category) => {
    const percent = row[category ?? 'overall'];
    const mean = meanOfPercent(percent);
    if (mean === null) throw new Error(`no MMIE mean of ${row.model} gives ${percent} %`);
    const note = `${row.kind} model; the page prints percent, and this is the one mean of three decimals that gives it`;
    return {
      model: row.model,
      category,
      scorer: published.judge,
      mean,
      percent,
      source: published.source,
      note,
    };
  }),
);
