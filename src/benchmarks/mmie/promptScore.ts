import { sha256 } from '../../core/canonicalJson.ts';
import { type JudgedItem, type JudgePrompts, type PlannedCall, readingOfWords } from '../judging.ts';
import { categoryOf } from './category.ts';
import { MMIE_OVERALL } from './definition.ts';
import { MMIE_PARSER, parseReply } from './parse.ts';
import type { MmiePrompts } from './promptFile.ts';
import { kept, shownAsPublished, shownWhole, withPictures } from './promptSegments.ts';

export const MMIE_VARIANTS = ['as-published', 'whole-answer'] as const;
export type MmieVariant = (typeof MMIE_VARIANTS)[number];

/**
 * MMIE-Score: one call, one number. `as-published` shows what the published script shows, at most three pictures;
 * `whole-answer` shows everything.
 */
export function mmieScorePrompts(prompts: MmiePrompts, variant: MmieVariant): JudgePrompts {
  return {
    criteria: [MMIE_OVERALL],
    document: {
      prompts: Object.fromEntries(Object.entries(prompts).map(([tag, text]) => [tag, sha256(text)])),
      shown: variant,
      parser: MMIE_PARSER,
    },
    plan: (item) => (item.asked.length === 0 ? [] : [plan(item, prompts, variant)]),
    read: (_item, _call, said) => readingOfWords(parseReply(said.text ?? '', said.isCut), said),
  };
}

function plan(item: JudgedItem, prompts: MmiePrompts, variant: MmieVariant): PlannedCall {
  const shown = (variant === 'as-published' ? shownAsPublished : shownWhole)(item.question, item.response);
  if (!shown.judged) {
    const reason = `The published script drops it without judging: ${shown.pictures.length} pictures in the question, it takes 4`;
    return { part: MMIE_OVERALL, outcome: 'JUDGE_ERROR', reason };
  }
  const { tag } = categoryOf(item.externalId);
  const reference =
    tag === 'MSR'
      ? `### Correct Answer\nThe correct answer to this question should be: ${kept(goldText(item.reference) ?? 'None')}\n`
      : '';
  // No line break before the first heading: the script concatenates (prompts.py, `get_prompt`).
  const text = `${kept(prompts[tag])}### Question\n${shown.question}\n### Answer\n${shown.answer}\n${reference}### Feedback\n`;
  return {
    part: MMIE_OVERALL,
    messages: [{ role: 'user', content: withPictures(text, shown.pictures) }],
    options: [],
    isTruncated: shown.truncated,
  };
}

/** Text of the reference answer's first segment, the only one the script reads (dataset.py). */
export function goldText(reference: unknown): string | null {
  const answer =
    typeof reference === 'object' && reference !== null && 'answer' in reference ? reference.answer : null;
  const first: unknown = Array.isArray(answer) ? answer[0] : null;
  if (typeof first !== 'object' || first === null || !('text' in first)) return null;
  return typeof first.text === 'string' ? first.text : null;
}
