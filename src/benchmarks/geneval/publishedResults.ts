import type { PublishedNumber } from '../publishedNumber.ts';
import { GENEVAL } from './definition.ts';
import published from './published.json' with { type: 'json' };

/** Rows of GenEval's README and of SANA-1.5, shares printed with two decimals. */
export const GENEVAL_PUBLISHED: readonly PublishedNumber[] = published.rows.flatMap((row) => {
  const { model, detector: scorer, source, overall, ...tasks } = row;
  const note = model.includes('verifier selection') ? published.note : null;
  const rest = { model, scorer, source, percent: null, note };
  const byTask = new Map(Object.entries(tasks));
  return [
    { ...rest, category: null, mean: overall },
    ...GENEVAL.categories.flatMap(({ slug: category }) => {
      const mean = byTask.get(category);
      return mean === undefined ? [] : [{ ...rest, category, mean }];
    }),
  ];
});
