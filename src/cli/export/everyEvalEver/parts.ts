import { benchmarkDefinition } from '../../../benchmarks/registry.ts';
import type { EvaluationDetail, Numbers } from './detail.ts';

export const READINGS = ['OFFICIAL', 'STRICT'] as const;
export type Reading = (typeof READINGS)[number];

/** What one result is about: the whole where `category` is null, every criterion that counts where `criterion` is. */
export interface Part {
  reading: Reading;
  category: string | null;
  criterion: string | null;
}

/**
 * The parts of an evaluation with their numbers: the whole, each category, and each criterion that those are not made
 * of. In this order, so that the last one that holds a score is the smallest.
 */
export function partsOf({ run, modes, criteria }: EvaluationDetail): (Part & { numbers: Numbers })[] {
  const { criterion: headline } = benchmarkDefinition(run.benchmark.slug).headline;
  const others = headline === null ? [] : criteria.filter(({ criterion }) => criterion.slug !== headline);
  return modes.flatMap(({ mode: reading, score, categories }) => [
    ...(score ? [{ reading, category: null, criterion: null, numbers: score }] : []),
    // A single category is the whole once more.
    ...(categories.length > 1 || !score
      ? categories.map(({ slug, score: numbers }) => ({ reading, category: slug, criterion: null, numbers }))
      : []),
    ...others.map(({ category, criterion, official, strict }) => ({
      ...{ reading, category, criterion: criterion.slug },
      numbers: reading === 'OFFICIAL' ? official : strict,
    })),
  ]);
}

/** Whether the format takes it: a published script may keep a reply's 41 of 6, a record may not. */
export const isOnScale = (value: number, { min, max }: Numbers['scale']): boolean =>
  min <= value && value <= max;
