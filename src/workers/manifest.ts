import { z } from 'zod';
import { resolveClasses } from './classes.ts';
import { judgeFields } from './judges/manifest.ts';
import { vlmDecoder, vlmLayout, vlmText } from './vlm/manifest.ts';

/** A path beside the manifest, into folders below at most. */
export const insideFolder = z
  .string()
  .regex(
    /^(?!\.)[^/\\:\p{Cc}]+(\/(?!\.)[^/\\:\p{Cc}]+)*$/u,
    'must be a path inside the folder of the manifest',
  );

const fileEntry = z.strictObject({
  path: insideFolder,
  /** Null until the file is installed: the digest found then is pinned in the installed manifest. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')
    .nullable(),
  bytes: z.number().int().nonnegative().nullable(),
  /** Where to install it from; files that come with the repository have none. */
  url: z.url({ protocol: /^https?$/ }).optional(),
});

const threeNumbers = z.tuple([z.number(), z.number(), z.number()]);

const sizedInput = z.strictObject({
  /** The tensor's name; float32 or float16 [batch, 3, height, width]. */
  name: z.string(),
  layout: z.literal('nchw'),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /**
   * `fill` stretches; `fit` keeps the shape and leaves the rest, right or below, zero after normalisation;
   * `shortest` keeps the shape and cuts the middle out.
   */
  resize: z.enum(['fill', 'fit', 'shortest']),
  /** PIL's BILINEAR, BICUBIC or LANCZOS. */
  kernel: z.enum(['linear', 'cubic', 'lanczos']),
  channels: z.enum(['rgb', 'bgr']),
  /** A network sees (value * scale - mean) / std, with mean and std in the order of `channels`. */
  scale: z.number().positive(),
  mean: threeNumbers,
  std: threeNumbers.refine((std) => std.every((value) => value > 0), 'must be above 0'),
  /** Name of an int64 [batch, 64, 64] tensor of ones that DETR exports ask for. */
  pixelMask: z.string().optional(),
});

/** Where width and height are left out, they are those that the file declares. */
const input = sizedInput
  .partial({ width: true, height: true })
  .refine(({ width, height }) => (width === undefined) === (height === undefined), {
    message: 'must have both width and height, or neither: then the file decides',
  });

const squareOrStretched = input.refine(
  ({ resize, width, height }) => resize === 'fill' || (resize === 'shortest' && width === height),
  'must be resized by "fill", or by "shortest" to a square',
);

const crop = z.strictObject({
  /** What lies outside an object's mask: itself, or GenEval's grey, which needs a detector with masks. */
  background: z.enum(['original', '#999999']),
});

const share = z.number().min(0).max(1);

const base = {
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be lower-case letters, digits, ".", "_" and "-"'),
  source: z.string(),
  revision: z.string(),
  licence: z.string(),
};

const detector = z
  .strictObject({
    ...base,
    kind: z.literal('detector'),
    /** External weights (`model.onnx_data`) are further entries. */
    files: z.object({ model: fileEntry }).catchall(fileEntry),
    input: input.refine(({ resize }) => resize !== 'shortest', 'must not cut pictures: use "fill" or "fit"'),
    output: z.strictObject({
      /** [batch, queries, classes], one more with a softmax head: its last is "no object". */
      logits: z.string(),
      /** [batch, queries, 4], 0..1 of the network's input. */
      boxes: z.string(),
      head: z.enum(['sigmoid', 'softmax']),
      boxFormat: z.enum(['cxcywh', 'xyxy']),
      /** At most so many (query, class) pairs a picture. */
      top: z.number().int().positive(),
      /** Drops the weaker of two boxes of a class whose overlap exceeds `iou`; DETR's kin need none. */
      nms: z.strictObject({ iou: share }).nullable(),
      /** Scores below this are not kept at all. */
      keep: share,
    }),
    classes: z.union([z.string(), z.array(z.string()).min(1)]).superRefine((classes, context) => {
      try {
        resolveClasses(classes);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
      }
    }),
    /** With thresholds a detector is a judge. Names and defaults are those of GenEval's options. */
    decide: z
      .strictObject({
        threshold: share,
        countingThreshold: share,
        maxObjects: z.number().int().positive(),
        maxOverlap: share,
        positionThreshold: z.number().nonnegative(),
      })
      .optional(),
    /** The colour model that goes with it. */
    colors: z.string().nullable().default(null),
  })
  .refine(
    ({ output, decide }) => !decide || output.keep <= Math.min(decide.threshold, decide.countingThreshold),
    {
      path: ['output', 'keep'],
      message: 'must not exceed the thresholds of "decide": scores between are lost',
    },
  );

const colorClassifier = z.strictObject({
  ...base,
  kind: z.literal('color-classifier'),
  files: z.object({ model: fileEntry }).catchall(fileEntry),
  input: squareOrStretched,
  /** [batch, 10], in the order of GenEval's colours. */
  output: z.strictObject({ logits: z.string() }),
  classes: z.literal('geneval-colors'),
  crop,
});

const clip = z.strictObject({
  ...base,
  kind: z.literal('clip'),
  files: z.object({ vision: fileEntry, text: fileEntry, tokenizer: fileEntry }).catchall(fileEntry),
  input: squareOrStretched,
  /** int64 [batch, context]; shorter prompts are padded. */
  text: z.strictObject({ name: z.string(), context: z.number().int().positive() }),
  /** [batch, width] each, normalised or not. */
  output: z.strictObject({ imageEmbeds: z.string(), textEmbeds: z.string() }),
  classes: z.literal('geneval-colors'),
  /** With `{color}` and `{class}` filled in; the prompts of a colour are averaged. */
  prompts: z.array(z.string().includes('{color}')).min(1),
  logitScale: z.number().positive(),
  crop,
});

/** A vision-language model as three graphs; src/workers/vlm/sessions.ts has their tensors. */
const vlm = z
  .strictObject({
    ...base,
    kind: z.literal('vlm'),
    /** External weights are further entries. Precision is in the file: a `_fp16` or `_q4` path is another manifest. */
    files: z
      .object({ vision: fileEntry, embed: fileEntry, decoder: fileEntry, tokenizer: fileEntry })
      .catchall(fileEntry),
    /** What makes the files, where there is nothing to download. */
    recipe: z.string().optional(),
    /** The frame of one tile. What part of a picture becomes a tile is `layout`'s to say. */
    input: sizedInput,
    layout: vlmLayout,
    text: vlmText,
    decoder: vlmDecoder,
  })
  .refine(({ input, layout }) => input.resize === 'fill' || isCropped(input, layout), {
    path: ['input', 'resize'],
    message:
      'must be "fill", since the layout shapes the tiles: for the shortest edge and a centre crop write layout.kind "center-crop"',
  })
  .refine(({ input, layout }) => input.width === input.height || SHAPED.includes(layout.kind), {
    path: ['input', 'height'],
    message:
      'must equal the width: only the layouts "plain" and "center-crop" have tiles that are not square',
  });

/** Layouts whose tile may have any shape. */
const SHAPED = ['plain', 'center-crop'];

/** The one layout that does what `shortest` says, of which both words are then the same. */
function isCropped({ resize }: InputSpec, { kind }: z.infer<typeof vlmLayout>): boolean {
  return resize === 'shortest' && kind === 'center-crop';
}

/** A vision-language model with what it is asked. Its files are those of the prompts: a rubric's `rubric`. */
const judge = z.strictObject({
  ...base,
  kind: z.literal('judge'),
  files: z.object({}).catchall(fileEntry).default({}),
  ...judgeFields,
});

export const manifestSchema = z.discriminatedUnion('kind', [detector, colorClassifier, clip, vlm, judge]);

export type Manifest = z.infer<typeof manifestSchema>;
export type DetectorManifest = Extract<Manifest, { kind: 'detector' }>;
export type ColorManifest = Extract<Manifest, { kind: 'color-classifier' | 'clip' }>;
export type JudgeManifest = Extract<Manifest, { kind: 'judge' }>;
export type VlmManifest = Extract<Manifest, { kind: 'vlm' }>;
export type FileEntry = z.infer<typeof fileEntry>;
/** As a manifest has it: perhaps without a size. */
export type DeclaredInput = z.infer<typeof input>;
export type InputSpec = z.infer<typeof sizedInput>;
export type DetectorOutput = DetectorManifest['output'];
