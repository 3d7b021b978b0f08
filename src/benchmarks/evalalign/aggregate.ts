import { type Dimension, skillsOf } from './skills.ts';

/** Sum and number of the answers of one skill that the script counts; both integers. */
export interface SkillTally {
  sum: number;
  n: number;
}

/** Tallies by skill name as the scripts spell it. A skill without an entry was never asked. */
export type SkillTallies = Readonly<Record<string, SkillTally>>;

/** Keys and numbers of the script's JSON file. Averages are doubles of one division, as Python computes them. */
export type OfficialSummary = Readonly<Record<string, number>>;

export function tallyAnswers(
  answers: Iterable<{ skill: string; officialValue: number | null }>,
): SkillTallies {
  const tallies: Record<string, SkillTally> = {};
  for (const { skill, officialValue } of answers) {
    tallies[skill] ??= { sum: 0, n: 0 };
    if (officialValue === null) continue;
    tallies[skill].sum += officialValue;
    tallies[skill].n += 1;
  }
  return tallies;
}

/**
 * result_test_faithfulness.json: `avg_score` pools all answers, so a skill weighs as much as it applies. The script
 * asks every skill of every file in the folder and takes its −1s off the number of files: the same n.
 */
export function faithfulnessSummary(tallies: SkillTallies): OfficialSummary {
  const { entries, total } = inScriptOrder('faithfulness', tallies);
  return {
    ...Object.fromEntries(
      entries.flatMap(([name, { sum, n }]) => [
        [`${name}_score`, sum],
        [`${name}_num`, n],
        [`${name}_average`, ratio(sum, n)],
      ]),
    ),
    total_score: total.sum,
    num: total.n,
    avg_score: ratio(total.sum, total.n),
  };
}

/**
 * result_test_alignment.json, with its spelling `avgerage`: the total is divided by the files in the folder, so it is
 * a mean sum per picture, up to 2 a question. A picture that is asked nothing adds 0 and counts. Null without
 * pictures, on which the script dies.
 */
export function alignmentSummary(tallies: SkillTallies, images: number): OfficialSummary | null {
  if (images === 0) return null;
  const { entries, total } = inScriptOrder('alignment', tallies);
  return {
    ...Object.fromEntries(
      entries.flatMap(([name, { sum, n }]) => [
        [`${name}_score`, sum],
        [`${name}_num`, n],
        [`${name}_avgerage`, ratio(sum, n)],
      ]),
    ),
    total_score: total.sum,
    total_avgerage: total.sum / images,
  };
}

function inScriptOrder(dimension: Dimension, tallies: SkillTallies) {
  const entries = skillsOf(dimension).flatMap(({ name }) => {
    const tally = tallies[name];
    return tally ? [[name, tally] as const] : [];
  });
  const total = entries.reduce((sum, [, tally]) => ({ sum: sum.sum + tally.sum, n: sum.n + tally.n }), {
    sum: 0,
    n: 0,
  });
  return { entries, total };
}

function ratio(sum: number, n: number): number {
  return n > 0 ? sum / n : 0;
}
