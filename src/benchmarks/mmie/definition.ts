import type { BenchmarkDefinition, CriterionDefinition } from '../benchmark.ts';
import { MMIE_CATEGORIES, type MmieCategorySlug } from './category.ts';
import { MMIE_SCALE } from './parse.ts';

/** Domains by category (project page, data table). The 102 subdomains are not published: they come with the dataset. */
const DOMAINS = {
  'situational-analysis': ['Literature'],
  'project-based-learning': ['Education', 'Finance', 'Health', 'EECS', 'Art', 'Sports', 'Philosophy'],
  'multi-step-reasoning': ['Mathematics', 'Statistics', 'Physics', 'Coding'],
} as const satisfies Record<MmieCategorySlug, readonly string[]>;

/** The six aspects of each judge prompt (prompts.py), worth a point each, in the prompt's order and wording. */
const ASPECTS = {
  'situational-analysis': [
    ['Text Quality', 'Clear, correct, engaging narrative.'],
    ['Image Quality', 'Vivid and clear pictures.'],
    ['Text-Image Coherence', 'Text and pictures belong together and deepen the story.'],
    ['Context Consistency', 'Setting, characters and plot stay consistent.'],
    ['Innovation', 'Creative narrative and pictures.'],
    ['Stylistic Consistency and Correspondence', 'One style throughout, judged strictly.'],
  ],
  'project-based-learning': [
    ['Text Quality', 'Clear, correct, well-structured method.'],
    ['Image Quality', 'Pictures that help to see the steps.'],
    ['Text-Image Coherence', 'Each picture belongs to its step.'],
    ['Method Quality and Practical Utility', 'Steps that can be followed with success.'],
    ['Creativity and Engagement', 'A fresh approach that keeps the reader going.'],
    ['Stylistic Consistency and Correspondence', 'One style throughout, judged strictly.'],
  ],
  'multi-step-reasoning': [
    ['Question Text Understanding', 'The written part of the question is understood.'],
    ['Question Image Understanding', 'The pictures of the question are understood.'],
    ['Reasoning Clarity', 'Clear step-by-step reasoning.'],
    ['Partial Correctness in Reasoning', 'Right steps, even towards a wrong answer.'],
    ['Final Answer Accuracy', 'The final answer is right.'],
    ['Excellency', 'Right answer, and every step right and easy to follow.'],
  ],
} as const satisfies Record<MmieCategorySlug, readonly (readonly [string, string])[]>;

export const MMIE_OVERALL = 'overall';

const overall: CriterionDefinition = {
  slug: MMIE_OVERALL,
  name: 'Overall',
  description: 'The one number of MMIE-Score: a point per aspect, 0 to 6.',
  category: null,
  scale: MMIE_SCALE,
  higherIsBetter: true,
};

const emotionalImpact = (category: MmieCategorySlug): CriterionDefinition => ({
  slug: 'emotional-impact',
  name: 'Emotional Impact',
  description: 'Penalty only: −1 for harmful or negative content, else 0.',
  category,
  scale: { min: -1, max: 0 },
  higherIsBetter: true,
});

function aspectsOf(category: MmieCategorySlug): CriterionDefinition[] {
  return ASPECTS[category].map(([name, description]) => ({
    slug: slugOf(name),
    name,
    description,
    category,
    scale: { min: 0, max: 1 },
    higherIsBetter: true,
  }));
}

/**
 * MMIE. The released judge gives only `overall`; the aspects are there for judges that score each. An aspect's slug
 * is unique within its category, and equal slugs of two categories name the same aspect.
 */
export const MMIE: BenchmarkDefinition = {
  slug: 'mmie',
  name: 'MMIE',
  description:
    'Interleaved comprehension and generation: 20103 questions of text and pictures, judged 0 to 6.',
  samplesPerQuestion: 1,
  publishedJudges: ['mmie-score'],
  categories: MMIE_CATEGORIES.map(({ slug, name, questions }) => ({
    slug,
    name,
    questions,
    children: DOMAINS[slug].map((domain) => ({ slug: slugOf(domain), name: domain })),
  })),
  criteria: [
    overall,
    ...MMIE_CATEGORIES.flatMap(({ slug }) => aspectsOf(slug)),
    emotionalImpact('situational-analysis'),
    emotionalImpact('project-based-learning'),
  ],
  headline: { criterion: MMIE_OVERALL, overall: 'MEAN', category: 'MEAN' },
  official: { meanDigits: 3, percentDigits: 2 },
};

/** Slug of a name as a file spells it: lower case, words joined by hyphens. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
