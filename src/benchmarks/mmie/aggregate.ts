import { numpyRound, pythonRound } from '../python.ts';
import { MMIE_CATEGORIES, type MmieCategorySlug } from './category.ts';

/** Sum and count of the scores that the script keeps; both are integers, so slices add up exactly. */
export interface Tally {
  sum: number;
  n: number;
}

/** What main.py prints: means on 0 to 6 with three decimals, null (its `None`) for a category without scores. */
export interface OfficialSummary {
  sampleSize: number;
  AVG: number | null;
  SA: number | null;
  PBL: number | null;
  MSR: number | null;
}

/**
 * `average` of main.py. Its mean is a NumPy float64, so `round(mean, 3)` is NumPy's rounding, not CPython's: one
 * kept point in eighty answers is 0.012, not 0.013.
 */
export function officialMean({ sum, n }: Tally): number | null {
  return n === 0 ? null : numpyRound(sum / n, 3);
}

/** The script's summary. AVG is over all kept scores, so a category weighs as much as it has readable answers. */
export function officialSummary(tallies: Readonly<Record<MmieCategorySlug, Tally>>): OfficialSummary {
  const all = MMIE_CATEGORIES.map(({ slug }) => tallies[slug]).reduce(add, { sum: 0, n: 0 });
  return {
    sampleSize: all.n,
    AVG: officialMean(all),
    SA: officialMean(tallies['situational-analysis']),
    PBL: officialMean(tallies['project-based-learning']),
    MSR: officialMean(tallies['multi-step-reasoning']),
  };
}

/** Tallies of kept scores by category; scores the script leaves out (null) change nothing. */
export function tallyScores(
  scores: Iterable<{ category: MmieCategorySlug; officialValue: number | null }>,
): Record<MmieCategorySlug, Tally> {
  const tallies: Record<MmieCategorySlug, Tally> = {
    'situational-analysis': { sum: 0, n: 0 },
    'project-based-learning': { sum: 0, n: 0 },
    'multi-step-reasoning': { sum: 0, n: 0 },
  };
  for (const { category, officialValue } of scores)
    if (officialValue !== null) tallies[category] = add(tallies[category], { sum: officialValue, n: 1 });
  return tallies;
}

/** Percent as published: the three-decimal mean over 6, two decimals (maintainer, issues 6 and 10). */
export function percentOfMean(mean: number): number {
  return pythonRound((mean / 6) * 100, 2);
}

/** The three-decimal mean behind a published percentage: at most one rounds to any given cell. Null when none does. */
export function meanOfPercent(percent: number): number | null {
  const mean = pythonRound((percent / 100) * 6, 3);
  return percentOfMean(mean) === percent ? mean : null;
}

/**
 * Overall mean of the full set from its category means, weighted with the 5005, 11482 and 3616 questions: the rule
 * that gives all 20 published overall values.
 */
export function weightedOverall(means: Readonly<Record<MmieCategorySlug, number>>): number {
  const sum = MMIE_CATEGORIES.reduce((total, { slug, questions }) => total + questions * means[slug], 0);
  const questions = MMIE_CATEGORIES.reduce((total, category) => total + category.questions, 0);
  return pythonRound(sum / questions, 3);
}

function add(a: Tally, b: Tally): Tally {
  return { sum: a.sum + b.sum, n: a.n + b.n };
}
