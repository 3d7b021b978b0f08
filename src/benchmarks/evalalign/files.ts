import type { QuestionDefinition } from '../benchmark.ts';
import { type FileRecord, fileRecord, invalid, requiredList, requiredName, requiredText } from '../fields.ts';
import { type Dimension, findSkill, type Skill, skillsOf } from './skills.ts';

/** The released prompt files, as they lie in the repository's `configs` folder. */
export const PROMPT_FILES: Readonly<Record<Dimension, string>> = {
  faithfulness: 'test_faithfulness_prompt.json',
  alignment: 'test_alignment_prompt.json',
};

export interface EvalAlignPrompt {
  promptId: string;
  prompt: string;
  /** What the judge is asked, by skill in the scripts' order; empty for a picture that only counts. */
  questions: { skill: Skill; question: string | null }[];
}

export interface EvalAlignReply {
  promptId: string;
  skill: Skill;
  reply: string;
}

/** Name of a prompt among the benchmark's questions. Five ids are in both released files, with different prompts. */
export function externalIdOf(dimension: Dimension, promptId: string): string {
  return `${dimension}/${promptId}`;
}

/** A whole prompt file. Ids are unique; every faithfulness skill is asked of every prompt. */
export function parsePrompts(value: unknown, dimension: Dimension): EvalAlignPrompt[] {
  const records = requiredList({ fields: { prompts: value }, place: PROMPT_FILES[dimension] }, 'prompts');
  const prompts = records.map((record, index) =>
    parsePrompt(fileRecord(record, index, 'prompt_id'), dimension),
  );

  const seen = new Set<string>();
  for (const [index, { promptId }] of prompts.entries()) {
    if (seen.has(promptId)) throw invalid(`record ${index + 1}`, `prompt_id "${promptId}" is there twice`);
    seen.add(promptId);
  }
  return prompts;
}

export function questionOf(prompt: EvalAlignPrompt, dimension: Dimension): QuestionDefinition {
  return {
    externalId: externalIdOf(dimension, prompt.promptId),
    slices: [dimension],
    content: [{ text: prompt.prompt }],
    reference: Object.fromEntries(prompt.questions.map(({ skill, question }) => [skill.slug, question])),
    criteria: prompt.questions.map(({ skill }) => skill.slug),
  };
}

/** One line of a replies file: `{"promptId": "45", "criterion": "Object", "reply": "2, All objects…"}`. */
export function parseReplyRecord(value: unknown, index: number, dimension: Dimension): EvalAlignReply {
  const record = fileRecord(value, index, 'promptId');
  const promptId = requiredName(record, 'promptId');
  const criterion = requiredName(record, 'criterion');
  const skill = findSkill(dimension, criterion);
  if (!skill) {
    const known = skillsOf(dimension).map(({ name }) => name);
    throw invalid(record.place, `"criterion" is "${criterion}", ${dimension} has ${known.join(', ')}`);
  }
  return { promptId, skill, reply: requiredText(record, 'reply') };
}

function parsePrompt(record: FileRecord, dimension: Dimension): EvalAlignPrompt {
  return {
    promptId: requiredName(record, 'prompt_id'),
    prompt: requiredName(record, 'prompt'),
    questions: dimension === 'alignment' ? alignmentQuestions(record) : faithfulnessQuestions(),
  };
}

function faithfulnessQuestions(): EvalAlignPrompt['questions'] {
  // Their text is in the script, not in the file: it belongs to the judge's manifest.
  return skillsOf('faithfulness').map((skill) => ({ skill, question: null }));
}

/** `question_info` is what the script asks; `result_info` must agree, or the file was edited in one place only. */
function alignmentQuestions(record: FileRecord): EvalAlignPrompt['questions'] {
  const asked = textsOf(record, 'question_info');
  const results = record.fields['result_info'] === undefined ? null : textsOf(record, 'result_info');

  for (const name of [...Object.keys(asked), ...Object.keys(results ?? {})])
    if (!skillsOf('alignment').some((skill) => skill.name === name))
      throw invalid(record.place, `"${name}" is no alignment skill`);

  return skillsOf('alignment').flatMap((skill) => {
    const question = asked[skill.name];
    const isExpected = results ? !isNone(results[skill.name]) : question !== undefined;
    if (isExpected !== (question !== undefined))
      throw invalid(
        record.place,
        `"result_info" and "question_info" disagree on whether ${skill.name} is asked`,
      );
    return question === undefined ? [] : [{ skill, question }];
  });
}

/** The file spells "does not apply" both `none` and `none;`. */
function isNone(result: string | undefined): boolean {
  return result === undefined || /^\s*none\s*;?\s*$/i.test(result);
}

function textsOf(record: FileRecord, field: string): Record<string, string> {
  const value = record.fields[field];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(record.place, `"${field}" must be an object of texts`);
  const inner = { fields: value as Record<string, unknown>, place: `${record.place}: "${field}"` };
  return Object.fromEntries(Object.keys(value).map((name) => [name, requiredText(inner, name)]));
}
