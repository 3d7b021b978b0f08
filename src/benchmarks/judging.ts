import type { Outcome, Scale, Segment } from './benchmark.ts';

/** One response as a judge's prompt needs it. */
export interface JudgedItem {
  /** The question's id in the benchmark's own files. */
  externalId: string;
  /** Slug of the question's category. */
  category: string;
  question: readonly Segment[];
  response: readonly Segment[];
  reference: unknown;
  /** Criteria that this judge is to score of it. */
  asked: readonly { slug: string; scale: Scale }[];
}

export interface JudgeMessage {
  role: 'system' | 'user';
  content: readonly Segment[];
}

/** An answer whose probability is wanted, with every way to spell it. */
export interface AnswerOption {
  value: number;
  spellings: readonly string[];
}

/** One question to a judge. */
export interface JudgeCall {
  /** Slug of the criterion it is about. */
  part: string;
  messages: readonly JudgeMessage[];
  /** Empty when the judge answers in words. */
  options: readonly AnswerOption[];
  /** True when the judge is not shown all of the response. */
  isTruncated: boolean;
}

/** A criterion that cannot be asked about, and what its score says instead. */
export interface NotAsked {
  part: string;
  outcome: Extract<Outcome, 'JUDGE_ERROR' | 'MISSING_MEDIA'>;
  reason: string;
}

export type PlannedCall = JudgeCall | NotAsked;

/** What a judge said: words, and where options were given their probabilities and the share they had together. */
export interface JudgeAnswer {
  text: string | null;
  probabilities: readonly number[] | null;
  mass: number | null;
  /** True when the words end where the judge had used up its tokens. */
  isCut?: boolean;
}

/** A score as both readings have it. */
export interface JudgeReading {
  outcome: Outcome;
  /** As strictly read; null unless SCORED. */
  value: number | null;
  /** As the published script reads it; null where the script leaves it out. */
  officialValue: number | null;
  reason: string | null;
}

/** A reading of a written answer, with the reason where the answer ended before its score. */
export function readingOfWords(
  reading: Omit<JudgeReading, 'reason'>,
  { isCut = false }: JudgeAnswer,
): JudgeReading {
  const isLost = isCut && reading.outcome === 'UNPARSEABLE';
  return { ...reading, reason: isLost ? 'the judge was cut off before it had stated a score' : null };
}

/** What a judge is asked and how its answers are read: pure, and all of it in the judge's revision. */
export interface JudgePrompts {
  /** Slugs of the criteria it scores; null for whatever is asked. */
  criteria: readonly string[] | null;
  /** Everything about prompts and parsing that can change a score. */
  document: Readonly<Record<string, unknown>>;
  /** One call per asked criterion, or why there is none. */
  plan(item: JudgedItem): PlannedCall[];
  read(item: JudgedItem, call: JudgeCall, answer: JudgeAnswer): JudgeReading;
}

/** The response's first picture, as text-to-image benchmarks have it; null when there is none. */
export function pictureOf(item: JudgedItem): Segment | null {
  return item.response.find((segment) => !('text' in segment)) ?? null;
}

/** What a judge of pictures says of a response without one. */
export function withoutPicture(item: JudgedItem): NotAsked[] {
  const reason = 'The response has no picture';
  return item.asked.map(({ slug }) => ({ part: slug, outcome: 'MISSING_MEDIA', reason }));
}

/** All text of some content, line by line. */
export function textOf(content: readonly Segment[]): string {
  return content.flatMap((segment) => ('text' in segment ? [segment.text] : [])).join('\n');
}
