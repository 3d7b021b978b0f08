import type { Scale } from '../benchmark.ts';

export const DIMENSIONS = ['faithfulness', 'alignment'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Skill {
  /** The scripts' own spelling, which their result keys are made of. */
  name: string;
  slug: string;
  dimension: Dimension;
  /** True where the question offers −1, "that part is not in the picture". */
  mayNotApply: boolean;
}

/** Lowest and highest option of a question, by dimension. Never combined: the dimensions have no common number. */
export const EVALALIGN_SCALES: Readonly<Record<Dimension, Scale>> = {
  faithfulness: { min: 0, max: 4 },
  alignment: { min: 0, max: 2 },
};

const NAMES: Readonly<Record<Dimension, readonly string[]>> = {
  faithfulness: ['body', 'Hand', 'face', 'object', 'common'],
  alignment: ['Object', 'Count', 'Color', 'Style', 'Spatial', 'Action'],
};
const MAY_NOT_APPLY = new Set(['body', 'Hand', 'face']);

/** The eleven skills in the scripts' order. `object` is a skill of both dimensions: a slug is unique within its own. */
export const SKILLS: readonly Skill[] = DIMENSIONS.flatMap((dimension) =>
  NAMES[dimension].map((name) => ({
    name,
    slug: name.toLowerCase(),
    dimension,
    mayNotApply: dimension === 'faithfulness' && MAY_NOT_APPLY.has(name),
  })),
);

export function skillsOf(dimension: Dimension): Skill[] {
  return SKILLS.filter((skill) => skill.dimension === dimension);
}

/** Skill by name or slug, in any case; undefined when the dimension has none such. */
export function findSkill(dimension: Dimension, name: string): Skill | undefined {
  return SKILLS.find((skill) => skill.dimension === dimension && skill.slug === name.toLowerCase());
}
