import { z } from 'zod';
import type { Segment } from '../benchmark.ts';
import { genevalRecord } from '../geneval/record.ts';
import {
  type JudgeCall,
  type JudgedItem,
  type JudgePrompts,
  type PlannedCall,
  readingOfWords,
} from '../judging.ts';
import { MMIE_PARSER, parseReply } from '../mmie/parse.ts';
import { digits, OPTIONS_READER, readOptions } from '../options.ts';
import { STORY_OVERALL } from './definition.ts';
import { skillContent, storyContent } from './prompts.ts';
import { GRADES, SKILLS, type Skill } from './skills.ts';

/** Counts up whenever a prompt of the story demo changes; part of a judge's revision. */
const STORY_PROMPTS = 'assay-story-demo/1';

const reference = z.object({ steps: z.array(genevalRecord).min(1) });

/**
 * The story demo's judge: the score of a story is written and read as MMIE's, a skill is an option's probability over
 * all pictures whose steps say something of it.
 */
export const storyJudgePrompts: JudgePrompts = {
  criteria: [STORY_OVERALL, ...SKILLS],
  document: { prompts: STORY_PROMPTS, score: MMIE_PARSER, skills: OPTIONS_READER },
  plan: (item) => {
    const pictures = item.response.filter((segment) => !('text' in segment));
    return item.asked.map(({ slug }) => {
      if (pictures.length === 0) {
        return { part: slug, outcome: 'MISSING_MEDIA', reason: 'The response has no picture' };
      }
      return slug === STORY_OVERALL ? scoring(item) : grading(item, slug as Skill, pictures);
    });
  },
  read: (_item, { part, options }, answer) =>
    part === STORY_OVERALL
      ? readingOfWords(parseReply(answer.text ?? '', answer.isCut), answer)
      : readOptions(options, answer),
};

function scoring({ response }: JudgedItem): JudgeCall {
  return {
    part: STORY_OVERALL,
    messages: [{ role: 'user', content: storyContent(response) }],
    options: [],
    isTruncated: false,
  };
}

function grading(item: JudgedItem, skill: Skill, pictures: readonly Segment[]): PlannedCall {
  const { success, data } = reference.safeParse(item.reference);
  if (!success) {
    return {
      part: skill,
      outcome: 'JUDGE_ERROR',
      reason: `Question ${item.externalId} has no steps to judge by`,
    };
  }
  // A picture belongs to the step at its place; steps beyond the last picture are not asked about.
  const shown = pictures.flatMap((picture, index) => {
    const record = data.steps[index];
    return record ? [{ record, picture }] : [];
  });
  const content = skillContent(shown, skill);
  if (!content) {
    return {
      part: skill,
      outcome: 'MISSING_MEDIA',
      reason: `No picture is there for the steps that ask for ${skill}`,
    };
  }
  return {
    part: skill,
    messages: [{ role: 'user', content }],
    options: digits(GRADES[0], GRADES[2]),
    isTruncated: false,
  };
}
