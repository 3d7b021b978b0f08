import {
  alignmentSummary,
  faithfulnessSummary,
  type OfficialSummary,
  type SkillTallies,
} from '../../benchmarks/evalalign/aggregate.ts';
import { type Dimension, skillsOf } from '../../benchmarks/evalalign/skills.ts';
import { type CriterionNumbers, sumOfOutcomes } from './standing.ts';

export interface EvalalignSummary {
  /** The script's JSON, key by key. */
  official: OfficialSummary | null;
  /** Replies that a careful reading counts nowhere; the scripts count every one, as 0 where they find no number. */
  unread: { strict: number; withoutReply: number };
}

export function evalalignSummary(
  dimension: Dimension,
  criteria: readonly CriterionNumbers[],
  images: number,
): EvalalignSummary {
  const tallies: SkillTallies = Object.fromEntries(
    skillsOf(dimension).flatMap(({ name, slug }) => {
      const found = criteria.find((criterion) => criterion.slug === slug);
      return found ? [[name, { sum: found.official.sum, n: found.official.n }]] : [];
    }),
  );
  const total = (...outcomes: string[]): number =>
    criteria.reduce((sum, { strict }) => sum + sumOfOutcomes(strict, ...outcomes), 0);
  return {
    official: dimension === 'faithfulness' ? faithfulnessSummary(tallies) : alignmentSummary(tallies, images),
    unread: { strict: total('UNPARSEABLE', 'OUT_OF_RANGE'), withoutReply: total('JUDGE_ERROR') },
  };
}

export function evalalignSummaryLines({ official, unread }: EvalalignSummary): string[] {
  const numbers = Object.entries(official ?? {}).map(([key, value]) => `${key}: ${value}`);
  const lines = [...numbers, `Replies left out by a careful reading: ${unread.strict}`];
  if (unread.withoutReply > 0) lines.push(`Questions without a reply: ${unread.withoutReply}`);
  return lines;
}
