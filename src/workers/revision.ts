import { DECIDE_VERSION } from '../benchmarks/geneval/decide.ts';
import { canonicalJson, sha256 } from '../core/canonicalJson.ts';
import type { ColorManifest, DetectorManifest, Manifest, VlmManifest } from './manifest.ts';

/** Raise it when this code makes other numbers from the same weights and manifest. */
const PERCEIVE_VERSION = 'perceive-3';

/** The same for vision-language models: layouts, prompts, decoding and the reading of option probabilities. */
const VLM_VERSION = 'vlm-3';

type Document = Readonly<Record<string, unknown>>;

/**
 * Everything that can change a score, and nothing else: a renamed model or a moved download is the same judge.
 * The manifests come from `loadModel`, so every digest is known.
 */
export function judgeDocument(
  detector: DetectorManifest,
  colors: ColorManifest | null,
): { detector: Document; colors: Document | null; versions: { perceive: string; decide: string } } {
  const { input, output, classes, decide } = detector;
  return {
    detector: { weights: digests(detector), input, output, classes, decide },
    colors: colors && { weights: digests(colors), ...colorSettings(colors) },
    versions: { perceive: PERCEIVE_VERSION, decide: DECIDE_VERSION },
  };
}

/** The judge's revision: sha256, 64 hex digits, of the canonical JSON of its document. */
export function judgeRevision(document: ReturnType<typeof judgeDocument>): string {
  return sha256(canonicalJson(document));
}

/** The part of a revision that a vision-language model is; what it is asked is for the judge to add. */
export function vlmDocument({ input, layout, text, decoder, ...manifest }: VlmManifest): Document {
  return { weights: digests(manifest), input, layout, text, decoder, version: VLM_VERSION };
}

function digests(manifest: Pick<Manifest, 'files'>): Document {
  return Object.fromEntries(Object.entries(manifest.files).map(([key, file]) => [key, file.sha256]));
}

function colorSettings(colors: ColorManifest): Document {
  const { kind, input, output, classes, crop } = colors;
  if (kind === 'color-classifier') return { kind, input, output, classes, crop };
  const { text, prompts, logitScale } = colors;
  return { kind, input, output, classes, crop, text, prompts, logitScale };
}
