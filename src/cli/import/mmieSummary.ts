import { type OfficialSummary, officialSummary, type Tally } from '../../benchmarks/mmie/aggregate.ts';
import { MMIE_CATEGORIES, type MmieCategorySlug } from '../../benchmarks/mmie/category.ts';
import { decimal } from '../../core/decimal.ts';
import { type Standing, sumOfOutcomes } from './standing.ts';

export interface MmieSummary {
  /** What main.py prints. */
  official: OfficialSummary;
  /** Replies that each reading counts nowhere, and records that the judge gave no reply to. */
  unread: { official: number; strict: number; withoutReply: number };
}

export function mmieSummary({ categories, official, strict }: Standing): MmieSummary {
  const tallies = Object.fromEntries(
    MMIE_CATEGORIES.map(({ slug }): [MmieCategorySlug, Tally] => {
      const { sum = 0, n = 0 } = categories.find((category) => category.slug === slug)?.official ?? {};
      return [slug, { sum, n }];
    }),
  ) as Record<MmieCategorySlug, Tally>;
  const replies = strict ? sumOfOutcomes(strict, 'SCORED', 'UNPARSEABLE', 'OUT_OF_RANGE') : 0;
  return {
    official: officialSummary(tallies),
    unread: {
      official: replies - (official?.n ?? 0),
      strict: replies - (strict?.n ?? 0),
      withoutReply: strict ? sumOfOutcomes(strict, 'JUDGE_ERROR') : 0,
    },
  };
}

/** The script's own four lines, then what they leave out. */
export function mmieSummaryLines({ official, unread }: MmieSummary): string[] {
  const { sampleSize, ...means } = official;
  const lines = [
    `Sample size: ${sampleSize}`,
    Object.entries(means)
      .map(([name, mean]) => `${name}: ${mean === null ? 'None' : decimal(mean)}`)
      .join('  '),
    `Replies left out: ${unread.official} by the published script, ${unread.strict} by a careful reading`,
  ];
  if (unread.withoutReply > 0) lines.push(`Records without a reply: ${unread.withoutReply}`);
  return lines;
}
