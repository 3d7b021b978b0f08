import type { Segment } from '../benchmark.ts';
import type { GenevalRecord } from '../geneval/record.ts';
import { type StepVerdict, storyScore } from './score.ts';
import { askedOf, type Grade, SKILLS, type Skill } from './skills.ts';

/** A step of a story as it was asked for, and the picture that is to show it. */
export interface ShownStep {
  readonly record: GenevalRecord;
  readonly picture: Segment;
}

/** What a question of the benchmark keeps to be judged by. */
export interface StoryReference {
  readonly steps: readonly GenevalRecord[];
}

const ORDINALS = ['one', 'two', 'three'];

const QUESTIONS: Readonly<Record<Skill, string>> = {
  object: 'Are the objects there? Answer: 0, none. 1, some are missing. 2, all.',
  count: 'Are the numbers right? Answer: 0, all wrong. 1, some wrong. 2, all right.',
  color: 'Are the colors right? Answer: 0, all wrong. 1, some wrong. 2, all right.',
  spatial: 'Are the places right? Answer: 0, missing. 1, some wrong. 2, all right.',
};

const ANSWERS: Readonly<Record<Skill, readonly [string, string, string]>> = {
  object: ['0 none of the objects are there', '1 some objects are missing', '2 all objects are there'],
  count: ['0 all numbers are wrong', '1 some numbers are wrong', '2 all numbers are right'],
  color: ['0 all colors are wrong', '1 some colors are wrong', '2 all colors are right'],
  spatial: ['0 the objects are missing', '1 some places are wrong', '2 all places are right'],
};

const VERDICTS: Readonly<Record<StepVerdict, string>> = {
  right: 'right',
  nothing: 'nothing is there',
  object: 'an object is missing',
  count: 'a number is wrong',
  color: 'a color is wrong',
  spatial: 'the place is wrong',
};

/**
 * The question about one skill of one picture or several: what each was to show, the picture, then what is asked of
 * them all. Null where no record says anything about the skill.
 */
export function skillContent(steps: readonly ShownStep[], skill: Skill): Segment[] | null {
  const shown = steps.flatMap(({ record, picture }): Segment[] => {
    const asked = askedOf(record, skill);
    return asked === null ? [] : [{ text: `${skill}: ${asked}.\n` }, picture, { text: '\n' }];
  });
  return shown.length === 0 ? null : merged([...shown, { text: QUESTIONS[skill] }]);
}

/** Every question that a record asks of its picture. */
export function alignmentQuestions(step: ShownStep): { skill: Skill; content: Segment[] }[] {
  return SKILLS.flatMap((skill) => {
    const content = skillContent([step], skill);
    return content ? [{ skill, content }] : [];
  });
}

/** The words of a skill's right answer; its first character is the grade. */
export function skillAnswer(skill: Skill, grade: Grade): string {
  return ANSWERS[skill][grade];
}

/** How a story tells one step. */
export function stepText(record: GenevalRecord, index: number): string {
  return `step ${ORDINALS[index]}: ${record.prompt}.`;
}

/** What the judge sees of an interleaved answer: its texts and pictures in order, a line each, and what to do. */
export function storyContent(answer: readonly Segment[]): Segment[] {
  const lines = answer.flatMap((part): Segment[] =>
    'text' in part ? [{ text: `${part.text.trim()}\n` }] : [part, { text: '\n' }],
  );
  return merged([{ text: 'story:\n' }, ...lines, { text: 'Score the story from 0 to 6.' }]);
}

/** A verdict a step, then MMIE's heading and the score. */
export function storyAnswer(verdicts: readonly StepVerdict[]): string {
  const steps = verdicts.map((verdict, index) => `step ${ORDINALS[index]}: ${VERDICTS[verdict]}.`);
  return `${steps.join(' ')}\n### Score\n${storyScore(verdicts)}`;
}

/** Neighbouring texts as one. */
function merged(parts: readonly Segment[]): Segment[] {
  const done: Segment[] = [];
  for (const part of parts) {
    const last = done.at(-1);
    if (last && 'text' in last && 'text' in part) done[done.length - 1] = { text: last.text + part.text };
    else done.push(part);
  }
  return done;
}
