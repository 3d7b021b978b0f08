import { EVALALIGN } from './evalalign/definition.ts';
import { EVALALIGN_PUBLISHED } from './evalalign/publishedResults.ts';
import { GENEVAL } from './geneval/definition.ts';
import { GENEVAL_PUBLISHED } from './geneval/publishedResults.ts';
import { MMIE } from './mmie/definition.ts';
import { MMIE_PUBLISHED } from './mmie/publishedResults.ts';
import type { PublishedNumber } from './publishedNumber.ts';

/** What ships with the program, by the benchmark's slug. */
export const PUBLISHED: Readonly<Record<string, readonly PublishedNumber[]>> = {
  [MMIE.slug]: MMIE_PUBLISHED,
  [EVALALIGN.slug]: EVALALIGN_PUBLISHED,
  [GENEVAL.slug]: GENEVAL_PUBLISHED,
};
