import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { Segment } from '../benchmark.ts';
import type { AnswerOption, JudgedItem, JudgePrompts, PlannedCall } from '../judging.ts';
import { digits, OPTIONS_READER, readOptions, yesNo } from '../options.ts';
import { type Rubric, type RubricCriterion, spellingsOf } from './rubric.ts';

/** Counts up whenever a rubric is put to a judge otherwise than before; part of a judge's revision. */
const RUBRIC_LAYOUT = 'assay-rubric/1';

/** Criteria of the user's own wording, each asked on its own and answered among its options. */
export function rubricPrompts(rubric: Rubric): JudgePrompts {
  const { name: _, ...content } = rubric;
  return {
    criteria: rubric.criteria.map(({ slug }) => slug),
    document: { prompts: sha256(canonicalJson(content)), layout: RUBRIC_LAYOUT, parser: OPTIONS_READER },
    plan: (item) =>
      rubric.criteria.flatMap((criterion) => {
        const asked = item.asked.find(({ slug }) => slug === criterion.slug);
        return asked ? [plan(item, rubric, criterion, asked.scale)] : [];
      }),
    read: (_item, call, answer) => readOptions(call.options, answer),
  };
}

function plan(
  item: JudgedItem,
  { system }: Rubric,
  criterion: RubricCriterion,
  asked: { min: number; max: number },
): PlannedCall {
  const { slug, question, scale } = criterion;
  // A value on another scale would be averaged with those it cannot be compared with.
  if (scale.min !== asked.min || scale.max !== asked.max) {
    const reason = `The rubric scores ${slug} from ${scale.min} to ${scale.max}, the benchmark from ${asked.min} to ${asked.max}`;
    return { part: slug, outcome: 'JUDGE_ERROR', reason };
  }
  const options = optionsOf(criterion);
  const answers = options.map(({ spellings }) => spellings[0]).join(', ');
  const content: Segment[] = [
    { text: 'Question:\n' },
    ...inLines(item.question),
    { text: '\nAnswer:\n' },
    ...inLines(item.response),
    { text: `\n${question}\nAnswer with one of: ${answers}.` },
  ];
  const messages = [
    ...(system ? [{ role: 'system' as const, content: [{ text: system }] }] : []),
    { role: 'user' as const, content },
  ];
  return { part: slug, messages, options, isTruncated: false };
}

function optionsOf({ options, scale }: RubricCriterion): AnswerOption[] {
  if (!options)
    return scale.min === 0 && scale.max === 1 ? yesNo({ yes: 1, no: 0 }) : digits(scale.min, scale.max);
  return options.map(({ value, says }) => ({
    value,
    spellings: spellingsOf(says).flatMap((word) => [word, ` ${word}`]),
  }));
}

const inLines = (content: readonly Segment[]): Segment[] =>
  content.map((segment) => ('text' in segment ? { text: `${segment.text}\n` } : segment));
