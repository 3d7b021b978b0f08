import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { sha256 } from '../../src/core/canonicalJson.ts';
import type { Manifest } from '../../src/workers/manifest.ts';

export const CPU = { device: 'cpu', threads: 1 } as const;

export const onnxFixture = (name: string): string => join(import.meta.dirname, '../fixtures/onnx', name);

/** A folder that is gone after the test. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A model folder under `root`: a manifest with the true digests of copies of these fixtures. */
export async function aModel(
  root: string,
  manifest: Record<string, unknown> & { name: string },
  fixtures: Record<string, string>,
): Promise<void> {
  const folder = join(root, manifest.name);
  await mkdir(folder, { recursive: true });
  const files: Record<string, unknown> = {};
  for (const [key, fixture] of Object.entries(fixtures)) {
    const bytes = await readFile(onnxFixture(fixture));
    await copyFile(onnxFixture(fixture), join(folder, basename(fixture)));
    files[key] = { path: basename(fixture), sha256: sha256(bytes), bytes: bytes.length };
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ files, ...manifest }));
}

const described = { source: 'test/fixtures/onnx', revision: '1', licence: 'Apache-2.0' };

const input = {
  name: 'pixel_values',
  layout: 'nchw',
  resize: 'fill',
  kernel: 'linear',
  channels: 'rgb',
  scale: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

type DetectorParts = Pick<Extract<Manifest, { kind: 'detector' }>, 'input' | 'output'>;

/** The contract of D-FINE and RT-DETR: sigmoid, 80 classes. */
export const DFINE = {
  ...described,
  name: 'dfine',
  kind: 'detector',
  input: { ...input, width: 640, height: 640 },
  output: {
    logits: 'logits',
    boxes: 'pred_boxes',
    head: 'sigmoid',
    boxFormat: 'cxcywh',
    top: 300,
    nms: null,
    keep: 0.05,
  },
  classes: 'geneval',
  decide: {
    threshold: 0.3,
    countingThreshold: 0.9,
    maxObjects: 16,
    maxOverlap: 1,
    positionThreshold: 0.1,
  },
  colors: null,
} as unknown as DetectorParts & { name: string; decide: Record<string, number> };

/** COCO's own numbering with its gaps, as DETR has it; only the three classes of the fixture matter. */
const COCO_91 = Array.from(
  { length: 91 },
  (_, at) => ({ 53: 'apple', 56: 'broccoli', 74: 'mouse', 90: 'toothbrush' })[at] ?? 'N/A',
);

/** The contract of DETR: softmax with a last "no object", ImageNet's mean and std, a pixel mask. */
export const DETR = {
  ...DFINE,
  name: 'detr',
  input: {
    ...input,
    width: 64,
    height: 64,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    pixelMask: 'pixel_mask',
  },
  output: { ...DFINE.output, head: 'softmax', top: 100 },
  classes: COCO_91,
};

export const COLOR_CLASSIFIER = {
  ...described,
  name: 'colors',
  kind: 'color-classifier',
  input: { ...input, width: 32, height: 32 },
  output: { logits: 'logits' },
  classes: 'geneval-colors',
  crop: { background: 'original' },
};

export const CLIP = {
  ...described,
  name: 'clip',
  kind: 'clip',
  input: {
    ...input,
    width: 224,
    height: 224,
    resize: 'shortest',
    kernel: 'cubic',
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  },
  text: { name: 'input_ids', context: 77 },
  output: { imageEmbeds: 'image_embeds', textEmbeds: 'text_embeds' },
  classes: 'geneval-colors',
  prompts: [
    'a photo of a {color} {class}',
    'a photo of a {color}-colored {class}',
    'a photo of a {color} object',
  ],
  logitScale: 100,
  crop: { background: 'original' },
};
export const CLIP_FILES = {
  vision: 'clip-vision.onnx',
  text: 'clip-text.onnx',
  tokenizer: 'clip-tokenizer.json',
};

/** A PNG whose quarters have these colours: top left, top right, bottom left, bottom right. */
export async function quarters(
  colors: readonly [string, string, string, string],
  width = 200,
  height = 100,
): Promise<Buffer> {
  const tiles = colors.map((background, at) => ({
    input: {
      create: { width: width / 2, height: height / 2, channels: 3 as const, background },
    },
    left: (at % 2) * (width / 2),
    top: Math.floor(at / 2) * (height / 2),
  }));
  return sharp({ create: { width, height, channels: 3, background: 'black' } })
    .composite(tiles)
    .png()
    .toBuffer();
}
