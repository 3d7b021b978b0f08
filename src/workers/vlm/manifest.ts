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

/** Variables of Python's chat templates that stand for a token, and the field that has it. */
const TOKENS: Readonly<Record<string, 'bosToken' | 'eosToken' | null>> = {
  bos_token: 'bosToken',
  eos_token: 'eosToken',
  unk_token: null,
  sep_token: null,
  cls_token: null,
  mask_token: null,
};

const textFields = z.strictObject({
  /** The one token whose embeddings are replaced by features. The template writes it once for each picture. */
  imageToken: z.string().min(1),
  /** Text before and after a picture's tokens; Idefics3 has its own. */
  imageStart: z.string().default(''),
  imageEnd: z.string().default(''),
  padToken: z.string().min(1),
  /** Put before the prompt unless the template did. */
  bosToken: z.string().min(1).optional(),
  /** Where the template writes `eos_token`. */
  eosToken: z.string().min(1).optional(),
  /** Tokens that end an answer. */
  stop: z.array(z.string().min(1)).min(1),
  /**
   * Chat template (Jinja) over `messages`, whose `content` is a list of `{type: "text", text}` and
   * `{type: "image"}`, with `bos_token`, `eos_token`, `pad_token`, `image_token` and `add_generation_prompt` at hand.
   */
  template: z.string().superRefine((template, context) => {
    try {
      new Template(template);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is not a template: ${(error as Error).message}` });
    }
  }),
  /**
   * For a template whose messages have a string for `content` (Phi-3-vision's): how a picture stands in it, `{image}`
   * for its tokens, `{n}` for its number in the call.
   */
  imagePlaceholder: z
    .string()
    .refine(
      (text) => text.split('{image}').length === 2,
      'must have "{image}" once, where the tokens of the picture go',
    )
    .optional(),
});

export const vlmText = textFields.superRefine(({ template, ...fields }, context) => {
  for (const [token, field] of Object.entries(TOKENS)) {
    if (!new RegExp(`\\b${token}\\b`).test(template) || (field !== null && fields[field] !== undefined))
      continue;
    const remedy = field === null ? 'write the token itself there' : `write it as text.${field}`;
    context.addIssue({
      code: 'custom',
      path: ['template'],
      message: `writes ${token}, which this manifest does not have: ${remedy}`,
    });
  }
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
