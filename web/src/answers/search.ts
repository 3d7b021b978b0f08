import * as z from 'zod/mini';
import { number, oneOf, several, text } from '../choices.ts';
import { STORED_OUTCOMES } from '../outcomes.ts';

const isOutcome = (value: string): value is (typeof STORED_OUTCOMES)[number] =>
  (STORED_OUTCOMES as readonly string[]).includes(value);

/** What the address of the page chooses. */
export const answersSearch = z.object({
  category: text(),
  domain: text(),
  subdomain: text(),
  criterion: text(),
  outcome: z.pipe(
    several(),
    z.transform((said) => said?.filter(isOutcome)),
  ),
  min: number(),
  max: number(),
  /** That of the questions unless given. */
  order: oneOf(['WORST_FIRST', 'BEST_FIRST']),
  /** Global id of the response that is open beside the list. */
  response: text(),
});

export type AnswersSearch = z.infer<typeof answersSearch>;
