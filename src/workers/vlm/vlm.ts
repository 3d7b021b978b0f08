import type { ChatModel } from '../chat.ts';
import type { Compute } from '../inference/tensors.ts';
import type { Installed } from '../installed.ts';
import type { VlmManifest } from '../manifest.ts';
import { answerAll, type Parts } from './answer.ts';
import { type Counters, newCounters } from './counters.ts';
import { type Decoder, decoderOf } from './decoder.ts';
import { embedderOf } from './embedder.ts';
import { engineOf } from './engine.ts';
import { layoutOf } from './layouts.ts';
import { promptsOf } from './prompt.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { visionOf } from './vision.ts';
import { openVocabulary, type Vocabulary } from './vocabulary.ts';

export interface VlmLimits {
  /** Most calls of a batch. */
  readonly rows: number;
  /** Most tokens of a batch: rows times the longest, answers included. */
  readonly tokens: number;
  /**
   * Most bytes of a batch's caches, features, embeddings and logits. A call that needs more by itself is a batch of its own:
   * what bounds that one is the manifest's `decoder.context`.
   */
  readonly bytes: number;
  /** Most bytes of pictures' features that wait for later batches; what the batch at hand shows comes on top. */
  readonly featureBytes: number;
  /** Most tiles of one run of the vision encoder. */
  readonly tilesPerRun: number;
}

export const VLM_LIMITS: VlmLimits = {
  rows: 16,
  tokens: 16_384,
  bytes: 4 * 1024 ** 3,
  featureBytes: 1024 ** 3,
  tilesPerRun: 16,
};

export interface Vlm extends ChatModel {
  /** What was done since opening; the difference of two of them measures what lay between. */
  counters(): Counters;
  /** Bytes of the files, and of the most that was ever held beside them. */
  memory(): { weightBytes: number; peakBytes: number };
}

/** Opens a vision-language model. Its sessions are loaded here once and live until `close`. */
export async function openVlm(
  installed: Installed<VlmManifest>,
  compute: Compute,
  limits: Partial<VlmLimits> = {},
): Promise<Vlm> {
  const { manifest, paths } = installed;
  const counters = newCounters();
  const vocabulary = await openVocabulary(paths['tokenizer'] as string, manifest);
  const sessions = await openSessions(installed, compute, counters);
  try {
    const bounded = { ...VLM_LIMITS, ...limits, ...(sessions.rows && { rows: sessions.rows }) };
    const parts = assemble(manifest, vocabulary, sessions, compute, bounded, counters);
    const weightBytes = Object.values(manifest.files).reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    return {
      ask: (calls, signal) => answerAll(parts, calls, signal),
      counters: () => ({ ...counters }),
      memory: () => ({ weightBytes, peakBytes: counters.peakBytes }),
      close: sessions.close,
    };
  } catch (error) {
    await sessions.close();
    throw error;
  }
}

function assemble(
  manifest: VlmManifest,
  vocabulary: Vocabulary,
  sessions: Sessions,
  { device }: Compute,
  limits: VlmLimits,
  counters: Counters,
): Parts {
  const { text } = manifest;
  const layout = layoutOf(manifest);
  const padToken = vocabulary.idOf(text.padToken);
  const embedder = embedderOf(sessions.embed, vocabulary.idOf(text.imageToken), padToken);
  const decoder = decoderOf(sessions.decoder, manifest, counters);
  const stop = new Set(text.stop.map((token) => vocabulary.idOf(token)));
  return {
    device,
    vocabulary,
    toPrompt: promptsOf(manifest, layout, vocabulary),
    vision: visionOf(sessions.vision, manifest, layout, limits.tilesPerRun, counters),
    engine: engineOf({ embedder, decoder, stop, padToken }),
    limits: { ...limits, tokens: batchTokens(decoder, limits) },
    padding: manifest.decoder.padding,
    counters,
  };
}

function batchTokens({ bytesPerToken }: Decoder, { tokens, bytes }: VlmLimits): number {
  return Math.min(tokens, Math.floor(bytes / bytesPerToken));
}
