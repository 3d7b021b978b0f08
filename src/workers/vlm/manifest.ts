import { Template } from '@huggingface/jinja';
import { z } from 'zod';

const count = z.number().int().positive();

/** Features that the vision encoder gives for one tile, each of them in the place of one image token. */
const tokensPerImage = count;

/** How a picture becomes tiles of the size of `input`. */
export const vlmLayout = z.discriminatedUnion('kind', [
  /** One tile, the picture stretched over it. */
  z.strictObject({ kind: z.literal('plain'), tokensPerImage }),
  /** LLaVA: one tile, the picture in the middle of a square of the mean colour. */
  z.strictObject({ kind: z.literal('pad-square'), tokensPerImage }),
  /**
   * CLIP, and LLaVA without padding: the shorter side brought to `shortestEdge`, else to the shorter side of `input`,
   * and the middle cut out; what the picture is too small for is black.
   */
  z.strictObject({
    kind: z.literal('center-crop'),
    tokensPerImage,
    shortestEdge: count.max(4096).optional(),
  }),
  /** InternVL: up to `maxTiles` tiles in the grid nearest to the picture's shape, and the whole as a last tile. */
  z.strictObject({
    kind: z.literal('tiles'),
    tokensPerImage,
    maxTiles: count.max(64),
    thumbnail: z.boolean(),
  }),
  /** Idefics3 and SmolVLM: a grid of tiles, each announced by its row and column, and the whole as a last tile. */
  z.strictObject({
    kind: z.literal('idefics3'),
    tokensPerImage,
    longestEdge: count.max(4096),
    /** Token around every tile. */
    aroundToken: z.string().min(1),
    /** Token that announces the whole picture. */
    globalToken: z.string().min(1),
  }),
]);

export const vlmText = z.strictObject({
  /** The one token whose embeddings are replaced by features. The template writes it once for each picture. */
  imageToken: z.string().min(1),
  /** Text before and after a picture's tokens; Idefics3 has its own. */
  imageStart: z.string().default(''),
  imageEnd: z.string().default(''),
  padToken: z.string().min(1),
  /** Put before the prompt unless the template did. */
  bosToken: z.string().min(1).optional(),
  /** Tokens that end an answer. */
  stop: z.array(z.string().min(1)).min(1),
  /**
   * Chat template (Jinja) over `messages`, whose `content` is a list of `{type: "text", text}` and
   * `{type: "image"}`, with `bos_token`, `image_token` and `add_generation_prompt` at hand.
   */
  template: z.string().superRefine((template, context) => {
    try {
      new Template(template);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is not a template: ${(error as Error).message}` });
    }
  }),
});

export const vlmDecoder = z.strictObject({
  layers: count,
  kvHeads: count,
  headDim: count,
  /** Most tokens of a prompt with its answer. */
  context: count.optional(),
  /**
   * `left`: prompts of different lengths share a batch, the shorter padded in front. `none`: only prompts of one
   * length do, for exports whose attention counts tokens from the first and does not see padding there.
   */
  padding: z.enum(['left', 'none']).default('left'),
});
