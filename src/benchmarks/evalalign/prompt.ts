import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { Segment } from '../benchmark.ts';
import {
  type JudgedItem,
  type JudgePrompts,
  type PlannedCall,
  pictureOf,
  readingOfWords,
  withoutPicture,
} from '../judging.ts';
import { digits, OPTIONS_READER, readOptions } from '../options.ts';
import { EVALALIGN_PARSER, parseReply } from './parse.ts';
import type { FaithfulnessPrompts } from './promptFile.ts';
import { OWN_FAITHFULNESS_PROMPTS } from './promptOwn.ts';
import { EVALALIGN_SCALES, findSkill, SKILLS, type Skill } from './skills.ts';

export const EVALALIGN_VARIANTS = ['own-wording', 'as-published'] as const;

/** Answers as words, read as the scripts do, or as the expected value over the options. */
export type AnswerKind = 'text' | 'options';

/**
 * EvalAlign: a question per skill, asked of the picture alone. The texts of alignment come with the questions; those
 * of faithfulness are in the published script, and are ours unless it is given.
 */
export function evalalignPrompts(answer: AnswerKind, published: FaithfulnessPrompts | null): JudgePrompts {
  const faithfulness = published ?? OWN_FAITHFULNESS_PROMPTS;
  return {
    criteria: [...new Set(SKILLS.map(({ slug }) => slug))],
    document: {
      prompts: sha256(canonicalJson(faithfulness)),
      answer,
      parser: answer === 'text' ? EVALALIGN_PARSER : OPTIONS_READER,
    },
    plan(item) {
      const picture = pictureOf(item);
      if (!picture) return withoutPicture(item);
      return item.asked.flatMap(({ slug }) => {
        const skill = skillOf(item, slug);
        return skill ? [plan(item, skill, picture, answer, faithfulness)] : [];
      });
    },
    read(item, { part, options }, said) {
      const skill = skillOf(item, part);
      if (!skill) throw new Error(`${item.category} has no skill ${part}`);
      if (answer === 'text') return readingOfWords(parseReply(said.text ?? '', skill, said.isCut), said);
      return readOptions(options, said, skill.mayNotApply ? -1 : null);
    },
  };
}

const skillOf = ({ category }: JudgedItem, slug: string): Skill | undefined =>
  category === 'faithfulness' || category === 'alignment' ? findSkill(category, slug) : undefined;

function plan(
  item: JudgedItem,
  skill: Skill,
  picture: Segment,
  answer: AnswerKind,
  faithfulness: FaithfulnessPrompts,
): PlannedCall {
  const question = skill.dimension === 'alignment' ? alignmentText(item, skill) : faithfulness[skill.slug];
  if (question === undefined) {
    const reason = `The question has no text for ${skill.name}; install the released prompt files again`;
    return { part: skill.slug, outcome: 'JUDGE_ERROR', reason };
  }
  const { min, max } = EVALALIGN_SCALES[skill.dimension];
  return {
    part: skill.slug,
    messages: [{ role: 'user', content: [picture, { text: `\n${question}` }] }],
    options: answer === 'text' ? [] : digits(skill.mayNotApply ? -1 : min, max),
    isTruncated: false,
  };
}

function alignmentText({ reference }: JudgedItem, { slug }: Skill): string | undefined {
  if (typeof reference !== 'object' || reference === null) return undefined;
  const text = (reference as Record<string, unknown>)[slug];
  return typeof text === 'string' ? text.replace(/^<image>\n/, '') : undefined;
}
