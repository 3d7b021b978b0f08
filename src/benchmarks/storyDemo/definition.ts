import { createRandom } from '../../painter/random.ts';
import { type Place, randomStory } from '../../painter/storyRecords.ts';
import type {
  BenchmarkDefinition,
  CriterionDefinition,
  QuestionDefinition,
  SliceDefinition,
} from '../benchmark.ts';
import { type StoryReference, stepText } from './prompts.ts';
import { STORY_SCALE } from './score.ts';
import { GRADES, SKILLS, type Skill, skillsOf } from './skills.ts';

export const STORY_OVERALL = 'overall';

interface StoryCategory extends SliceDefinition {
  readonly children: readonly (SliceDefinition & { slug: Place })[];
}

const CATEGORIES = [
  {
    slug: 'at-home',
    name: 'At home',
    children: [
      { slug: 'kitchen', name: 'Kitchen' },
      { slug: 'living-room', name: 'Living room' },
    ],
  },
  {
    slug: 'outdoors',
    name: 'Outdoors',
    children: [
      { slug: 'street', name: 'Street' },
      { slug: 'travel', name: 'Travel' },
    ],
  },
] as const satisfies readonly StoryCategory[];

const SKILL_TEXTS: Readonly<Record<Skill, readonly [name: string, description: string]>> = {
  object: ['Object', 'The things that the steps name are in their pictures.'],
  count: ['Count', 'Where steps say how many, their pictures have so many.'],
  color: ['Color', 'Where steps say of which colour, things have it.'],
  spatial: ['Spatial', 'Where steps say where one thing stands to another, it stands there.'],
};

const overall: CriterionDefinition = {
  slug: STORY_OVERALL,
  name: 'Overall',
  description:
    'How far the pictures show what their steps say, 0 to 6: a picture that shows all of it is worth two points, some of it one.',
  category: null,
  scale: STORY_SCALE,
  higherIsBetter: true,
};

const skillCriterion = (skill: Skill): CriterionDefinition => ({
  slug: skill,
  name: SKILL_TEXTS[skill][0],
  description: `${SKILL_TEXTS[skill][1]} 0 nothing, 1 some, 2 all, over the pictures of a story.`,
  category: null,
  scale: { min: GRADES[0], max: GRADES[2] },
  higherIsBetter: true,
});

/** An MMIE-style benchmark of short interleaved stories that ships with the program, with EvalAlign's skills. */
export const STORY_DEMO: BenchmarkDefinition = {
  slug: 'story-demo',
  name: 'Story demo',
  description:
    '40 short stories of our own, two or three steps with a picture each, for the demo. Not comparable with MMIE or EvalAlign.',
  samplesPerQuestion: 1,
  publishedJudges: ['story-judge'],
  categories: CATEGORIES,
  criteria: [overall, ...SKILLS.map(skillCriterion)],
  headline: { criterion: STORY_OVERALL, overall: 'MEAN', category: 'MEAN' },
};

const QUESTION_SEED = 2410;
const STORIES_PER_DOMAIN = 10;

/** Ten stories a domain, of two and three steps in turn, always the same and no two alike. */
export function storyQuestions(): QuestionDefinition[] {
  const random = createRandom(QUESTION_SEED);
  const seen = new Set<string>();
  return CATEGORIES.flatMap((category) =>
    category.children.flatMap((domain) => {
      const questions: QuestionDefinition[] = [];
      while (questions.length < STORIES_PER_DOMAIN) {
        const index = questions.length;
        const reference: StoryReference = { steps: randomStory(random, domain.slug, 2 + (index % 2)) };
        const story = reference.steps.map(stepText).join('\n');
        if (seen.has(story)) continue;
        seen.add(story);
        questions.push({
          externalId: `${domain.slug}-${String(index).padStart(2, '0')}`,
          slices: [category.slug, domain.slug],
          content: [{ text: `Tell this story with a picture after each step.\n${story}` }],
          reference,
          criteria: [
            STORY_OVERALL,
            ...SKILLS.filter((skill) => reference.steps.some((step) => skillsOf(step).includes(skill))),
          ],
        });
      }
      return questions;
    }),
  );
}
