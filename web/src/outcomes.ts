/** What may become of a score, as people say it, in the order of the API. */
export const OUTCOME_NAMES = {
  SCORED: 'Scored',
  NOT_APPLICABLE: 'Not applicable',
  UNPARSEABLE: 'Unreadable',
  OUT_OF_RANGE: 'Out of range',
  JUDGE_ERROR: 'Judge failed',
  MISSING_MEDIA: 'Picture missing',
  NOT_SCORED: 'Not scored by this judge',
  MISSING_RESPONSE: 'No response',
} as const;

export type OutcomeName = keyof typeof OUTCOME_NAMES;

export const OUTCOMES = Object.keys(OUTCOME_NAMES) as OutcomeName[];

/** Those that a score can have; a response that is not there has none. */
export const STORED_OUTCOMES = [
  'SCORED',
  'NOT_APPLICABLE',
  'UNPARSEABLE',
  'OUT_OF_RANGE',
  'JUDGE_ERROR',
  'MISSING_MEDIA',
] as const satisfies readonly OutcomeName[];
