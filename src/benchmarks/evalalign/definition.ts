import type { BenchmarkDefinition, CriterionDefinition } from '../benchmark.ts';
import { EVALALIGN_SCALES, SKILLS, type Skill } from './skills.ts';

const ASKS: Readonly<Record<string, string>> = {
  body: 'Body structure of people and animals.',
  Hand: 'Hands and fingers of people and animals.',
  face: 'Faces of people and animals.',
  object: 'Objects that do not fit the real world.',
  common: 'Common sense and logical rules.',
  Object: 'All objects of the prompt are in the picture.',
  Count: 'The number of each object is right.',
  Color: 'The colour of each object is right.',
  Style: 'The style is right.',
  Spatial: 'The spatial relations are right.',
  Action: 'The actions are right.',
};

/** How many of the released alignment prompts are asked about a skill; faithfulness asks everything of every prompt. */
const ASKED_OF: Readonly<Record<string, number>> = {
  ...{ Object: 118, Count: 109, Color: 26, Style: 25, Spatial: 85, Action: 54 },
};

const criterion = (skill: Skill): CriterionDefinition => ({
  slug: skill.slug,
  name: skill.name,
  description: ASKS[skill.name] ?? skill.name,
  category: skill.dimension,
  scale: EVALALIGN_SCALES[skill.dimension],
  higherIsBetter: true,
  ...(skill.name in ASKED_OF && { questions: ASKED_OF[skill.name] }),
});

/**
 * EvalAlign. Faithfulness is a pooled mean over answered questions, alignment a mean sum per picture; the released
 * code never makes one number of them, and neither does this program.
 */
export const EVALALIGN: BenchmarkDefinition = {
  slug: 'evalalign',
  name: 'EvalAlign',
  description:
    'Text-to-image models judged by question and option: faithfulness 0 to 4, alignment 0 to 2 a question.',
  samplesPerQuestion: 1,
  publishedJudges: ['evalalign', 'evalalign-v1.0'],
  categories: [
    { slug: 'faithfulness', name: 'Image faithfulness', questions: 100 },
    { slug: 'alignment', name: 'Text-image alignment', questions: 120 },
  ],
  criteria: SKILLS.map(criterion),
  headline: {
    criterion: null,
    overall: null,
    category: { faithfulness: 'MEAN', alignment: 'MEAN_RESPONSE_SUM' },
  },
  // A skill whose answers are all -1.
  official: { ofNone: 0 },
};
