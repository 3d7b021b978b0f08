import { sha256 } from '../../core/canonicalJson.ts';
import type { Segment } from '../benchmark.ts';
import type { JudgeCall, JudgedItem, JudgePrompts } from '../judging.ts';
import { OPTIONS_READER, readOptions, yesNo } from '../options.ts';
import { MMIE_CATEGORIES } from './category.ts';
import { MMIE, MMIE_OVERALL } from './definition.ts';
import { goldText } from './promptScore.ts';
import { shownWhole, withPictures } from './promptSegments.ts';

const SYSTEM =
  'You judge answers that mix text and pictures, one aspect at a time. Look at every picture. Answer the last question with yes or no, and nothing else.';

/** Our own questions, a point for each yes; the aspects are those that the published prompts name. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'situational-analysis/text-quality':
    'Is the text of the story clear, free of mistakes and pleasant to read from beginning to end?',
  'situational-analysis/image-quality':
    'Are the pictures of the story sharp, detailed and free of visible flaws?',
  'situational-analysis/text-image-coherence':
    'Does every picture of the story show what the text beside it tells?',
  'situational-analysis/context-consistency':
    'Do place, people and plot stay the same through the story, without contradictions?',
  'situational-analysis/innovation': 'Does the story bring ideas of its own, in its plot or in its pictures?',
  'situational-analysis/stylistic-consistency-and-correspondence':
    'Are all pictures of one and the same style, and is it the style of the text? Be strict: the smallest break means no.',
  'project-based-learning/text-quality':
    'Is the text of the instructions clear, free of mistakes and in a sensible order?',
  'project-based-learning/image-quality':
    'Are the pictures sharp, and do they help the reader to see what to do?',
  'project-based-learning/text-image-coherence': 'Does every picture show the step that it stands beside?',
  'project-based-learning/method-quality-and-practical-utility':
    'Could somebody follow these steps as they are and reach the goal?',
  'project-based-learning/creativity-and-engagement':
    'Is the way of explaining fresh, and does it keep the reader going?',
  'project-based-learning/stylistic-consistency-and-correspondence':
    'Are all pictures of one and the same style, and is it the style of the text? Be strict: the smallest break means no.',
  'multi-step-reasoning/question-text-understanding':
    'Does the answer rest on a right understanding of the text of the question?',
  'multi-step-reasoning/question-image-understanding':
    'Does the answer rest on a right understanding of the pictures of the question? If the question has none, say yes.',
  'multi-step-reasoning/reasoning-clarity':
    'Is the reasoning laid out step by step, so that each step is clear?',
  'multi-step-reasoning/partial-correctness-in-reasoning':
    'Is at least part of the reasoning right, whatever the final answer is?',
  'multi-step-reasoning/final-answer-accuracy': 'Is the final answer the correct one?',
  'multi-step-reasoning/excellency':
    'Is the final answer correct, and is every single step right and easy to follow?',
};

const HARM =
  'Is there anything hurtful, hateful, violent or otherwise harmful in the text or pictures of the answer?';

const QUESTION_OF = new Map<string, string>([
  ...Object.entries(QUESTIONS),
  ...MMIE_CATEGORIES.map(({ slug }): [string, string] => [`${slug}/emotional-impact`, HARM]),
]);

/** The breakdown that the published judge does not give: each aspect 0 to 1, the penalty -1 to 0, on its own. */
export function mmieCriteriaPrompts(): JudgePrompts {
  return {
    criteria: [...new Set(MMIE.criteria.map(({ slug }) => slug))].filter((slug) => slug !== MMIE_OVERALL),
    document: {
      prompts: sha256(JSON.stringify([SYSTEM, [...QUESTION_OF]])),
      shown: 'whole-answer',
      parser: OPTIONS_READER,
    },
    plan: (item) => item.asked.flatMap(({ slug }) => planOne(item, slug)),
    read: (_item, call, answer) => readOptions(call.options, answer),
  };
}

function planOne(item: JudgedItem, part: string): JudgeCall[] {
  const question = QUESTION_OF.get(`${item.category}/${part}`);
  if (!question) return [];
  const shown = shownWhole(item.question, item.response);
  const gold = item.category === 'multi-step-reasoning' ? goldText(item.reference) : null;
  const content: Segment[] = [
    ...withPictures(`Question:\n${shown.question}\nAnswer:\n${shown.answer}`, shown.pictures),
    { text: `${gold === null ? '' : `\nThe correct answer is:\n${gold}\n`}\n${question}` },
  ];
  const isPenalty = part === 'emotional-impact';
  return [
    {
      part,
      messages: [
        { role: 'system', content: [{ text: SYSTEM }] },
        { role: 'user', content },
      ],
      options: yesNo(isPenalty ? { yes: -1, no: 0 } : { yes: 1, no: 0 }),
      isTruncated: false,
    },
  ];
}
