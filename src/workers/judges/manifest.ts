import { z } from 'zod';
import { EVALALIGN_VARIANTS } from '../../benchmarks/evalalign/prompt.ts';
import { MMIE_VARIANTS } from '../../benchmarks/mmie/promptScore.ts';

const prompts = z.discriminatedUnion('family', [
  z.strictObject({ family: z.literal('mmie-score'), variant: z.enum(MMIE_VARIANTS) }),
  z.strictObject({ family: z.literal('mmie-criteria') }),
  z.strictObject({ family: z.literal('evalalign'), variant: z.enum(EVALALIGN_VARIANTS) }),
  z.strictObject({ family: z.literal('sana-verifier') }),
  z.strictObject({ family: z.literal('story-demo') }),
  /** Its questions are the manifest's file `rubric`. */
  z.strictObject({ family: z.literal('rubric') }),
]);

/** What makes a judge of a vision-language model; `files` of the manifest are those of the prompts. */
export const judgeFields = {
  /** Name of a model with a manifest of kind "vlm"; null for one that is only served elsewhere. */
  model: z.string().nullable(),
  prompts,
  /** In words, or by the probabilities of the options. */
  answer: z.enum(['text', 'options']),
  decoding: z.strictObject({ maxNewTokens: z.number().int().positive() }),
  /** Most pictures of one call that the model takes; null for no limit. */
  pictures: z.strictObject({ limit: z.number().int().positive().nullable() }),
};
