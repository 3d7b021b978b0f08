import { AppError } from '../../core/errors.ts';

/** MMIE's three categories in the order in which the scripts look for their tags, with the questions of the full set. */
export const MMIE_CATEGORIES = [
  { tag: 'SA', slug: 'situational-analysis', name: 'Situational analysis', questions: 5005 },
  { tag: 'PBL', slug: 'project-based-learning', name: 'Project-based learning', questions: 11482 },
  { tag: 'MSR', slug: 'multi-step-reasoning', name: 'Multi-step reasoning', questions: 3616 },
] as const;

export type MmieCategory = (typeof MMIE_CATEGORIES)[number];
export type MmieCategorySlug = MmieCategory['slug'];

/**
 * Category of a question, by the first tag that its id contains (prompts.py, `get_prompt`): `PBL_SAT_1` is a
 * situational analysis. The script dies on an id without a tag; here the error names it.
 */
export function categoryOf(id: string): MmieCategory {
  const category = MMIE_CATEGORIES.find(({ tag }) => id.includes(tag));
  if (!category)
    throw new AppError('INVALID_INPUT', `MMIE id "${id}" names no category: it must contain SA, PBL or MSR`);
  return category;
}
