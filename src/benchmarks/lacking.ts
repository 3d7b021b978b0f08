import type { Outcome } from './benchmark.ts';
import type { PartSums } from './partSums.ts';

/** What a run lacks of a full one in a view. */
export interface Lacking {
  /** Questions that it has no response to. */
  questions: number;
  /** Responses, all those to such questions among them. */
  responses: number;
}

export function lackingOf(parts: readonly PartSums[]): Lacking {
  const lacking = { questions: 0, responses: 0 };
  for (const { questions, strict } of parts) {
    lacking.questions += Math.max(0, questions.expected - questions.answered);
    lacking.responses += Math.max(0, questions.expected * strict.samples - strict.responses);
  }
  return lacking;
}

const counted = (count: number, noun: string, rest: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'} ${rest}`;

/**
 * In words, what keeps a view of an evaluation from comparing with a full run: `9 questions missing`. Null where nothing
 * does.
 */
export function whyNotComparable(
  parts: readonly PartSums[],
  { isComplete, isOpen }: { isComplete: boolean; isOpen: boolean },
): string | null {
  if (isComplete) return null;
  const { questions, responses } = lackingOf(parts);
  const [
    {
      strict: { samples },
    } = { strict: { samples: 1 } },
  ] = parts;
  const others = responses - questions * samples;
  const count = (outcome: Outcome): number =>
    parts.reduce((sum, { outcomes }) => sum + (outcomes[outcome] ?? 0), 0);
  const [unscored, failed, unseen] = [count('NOT_SCORED'), count('JUDGE_ERROR'), count('MISSING_MEDIA')];
  const reasons = [
    questions > 0 && counted(questions, 'question', 'missing'),
    others > 0 && counted(others, questions > 0 ? 'other response' : 'response', 'missing'),
    unscored > 0 && `${unscored} not scored ${isOpen ? 'yet' : 'by this judge'}`,
    failed > 0 && counted(failed, 'score', 'that the judge failed on'),
    unseen > 0 && counted(unseen, 'score', 'without the pictures to judge'),
  ].filter((reason) => reason !== false);
  if (reasons.length > 0) return reasons.join(', ');
  return isOpen ? 'still being scored' : 'nothing of it is scored';
}
