import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Picture } from '../../../src/media/picture.ts';
import type { ChatAnswer, ChatCall } from '../../../src/workers/chat.ts';
import type { Installed } from '../../../src/workers/installed.ts';
import { manifestSchema, type VlmManifest } from '../../../src/workers/manifest.ts';
import { newCounters } from '../../../src/workers/vlm/counters.ts';
import { decoderOf } from '../../../src/workers/vlm/decoder.ts';
import { embedderOf } from '../../../src/workers/vlm/embedder.ts';
import { layoutOf } from '../../../src/workers/vlm/layouts.ts';
import { promptsOf } from '../../../src/workers/vlm/prompt.ts';
import { openSessions } from '../../../src/workers/vlm/sessions.ts';
import { visionOf } from '../../../src/workers/vlm/vision.ts';
import { openVlm, type Vlm, type VlmLimits } from '../../../src/workers/vlm/vlm.ts';
import { openVocabulary } from '../../../src/workers/vlm/vocabulary.ts';
import { CPU } from '../models.ts';

/** One turn for each message, InternVL's way; what generates speaks next. */
export const TEMPLATE =
  "{% for message in messages %}{{ '<|' + message.role + '|>' }}{% for part in message.content %}" +
  "{% if part.type == 'image' %}{{ image_token }}{% else %}{{ part.text }}{% endif %}{% endfor %}<|end|>" +
  '{% endfor %}<|assistant|>';

const file = (path: string) => ({ path, sha256: null, bytes: null });

/** The fixtures' model: tiles of 28 pixels with 4 tokens each, a vocabulary of 116. */
export const TINY = {
  name: 'tiny-vlm',
  kind: 'vlm',
  source: 'test/fixtures/vlm',
  revision: '1',
  licence: 'Apache-2.0',
  files: {
    vision: file('vision.onnx'),
    embed: file('embed.onnx'),
    decoder: file('decoder.onnx'),
    tokenizer: file('tokenizer.json'),
  },
  input: {
    name: 'pixel_values',
    layout: 'nchw',
    width: 28,
    height: 28,
    resize: 'fill',
    kernel: 'cubic',
    channels: 'rgb',
    scale: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  layout: { kind: 'tiles', tokensPerImage: 4, maxTiles: 6, thumbnail: true },
  text: {
    imageToken: '<IMG_CONTEXT>',
    imageStart: '<img>',
    imageEnd: '</img>',
    padToken: '<pad>',
    bosToken: '<s>',
    stop: ['<|end|>'],
    template: TEMPLATE,
  },
  decoder: { layers: 2, kvHeads: 2, headDim: 8 },
};

type Changes = { [Part in keyof typeof TINY]?: Partial<(typeof TINY)[Part]> | Record<string, unknown> };

/** The tiny model with parts of its manifest changed; `files` by name of the fixture. */
export function tiny(changes: Changes = {}, files: Record<string, string> = {}): Installed<VlmManifest> {
  const parts = Object.entries(TINY).map(([part, value]) => {
    const change = changes[part as keyof Changes];
    const replaced = part === 'layout' && change ? change : undefined;
    return [part, replaced ?? (typeof value === 'object' ? { ...value, ...(change as object) } : value)];
  });
  const manifest = manifestSchema.parse(Object.fromEntries(parts)) as VlmManifest;
  for (const [key, path] of Object.entries(files)) Object.assign(manifest.files[key] as object, { path });
  const paths = Object.entries(manifest.files).map(([key, { path }]) => [key, fixture(path)]);
  return { manifest, paths: Object.fromEntries(paths) };
}

export const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/vlm', name);

/** An open model, closed after the test. */
export async function aVlm(installed = tiny(), limits: Partial<VlmLimits> = {}): Promise<Vlm> {
  const vlm = await openVlm(installed, CPU, limits);
  onTestFinished(() => vlm.close());
  return vlm;
}

/** A picture of bytes that the seed decides. */
export function aPicture(seed: number, width = 56, height = 28): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0, block = Buffer.of(); at < rgb.length; at++) {
    if (at % 32 === 0) block = createHash('sha256').update(`${seed} ${at}`).digest();
    rgb[at] = block[at % 32] as number;
  }
  return { width, height, rgb };
}

type Said = (string | Picture)[];

function messageOf(said: Said): ChatCall['messages'] {
  const content = said.map((part) => (typeof part === 'string' ? { text: part } : { picture: part }));
  return [{ role: 'user', content }];
}

/** A call whose answer is written. */
export function aCall(said: Said, maxNewTokens = 12): ChatCall {
  return { messages: messageOf(said), options: [], maxNewTokens };
}

export const DIGITS = [0, 1, 2].map((value) => ({ value, spellings: [`${value}`, ` ${value}`] }));

/** A call whose options are read. */
export function aChoice(said: Said, options: ChatCall['options'] = DIGITS): ChatCall {
  return { messages: messageOf(said), options, maxNewTokens: 1 };
}

export const textsOf = (answers: readonly ChatAnswer[]): (string | null)[] => answers.map(({ text }) => text);

/** The parts of an open model, for tests that look at logits. */
export async function parts(installed: Installed<VlmManifest>) {
  const { manifest } = installed;
  const counters = newCounters();
  const sessions = await openSessions(installed, CPU, counters);
  onTestFinished(() => sessions.close());
  const vocabulary = await openVocabulary(installed.paths['tokenizer'] as string, manifest);
  const padToken = vocabulary.idOf(manifest.text.padToken);
  const layout = layoutOf(manifest);
  return {
    vocabulary,
    padToken,
    toPrompt: promptsOf(manifest, layout, vocabulary),
    vision: visionOf(sessions.vision, manifest, layout, 16, counters),
    embedder: embedderOf(sessions.embed, vocabulary.idOf(manifest.text.imageToken), padToken),
    decoder: decoderOf(sessions.decoder, manifest, counters),
  };
}

/** The largest difference between two lists of numbers of one length. */
export function farthest(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || a.length !== b?.length) return Number.NaN;
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? Number.NaN))), 0);
}
