import { AppError } from '../../core/errors.ts';
import type { Picture } from '../../media/picture.ts';
import { asType, type Floats } from '../elements.ts';
import { inParts } from '../inference/contract.ts';
import type { Session } from '../inference/session.ts';
import type { Feed } from '../inference/tensors.ts';
import { type Feeding, feedingOf } from '../inputs.ts';
import type { VlmManifest } from '../manifest.ts';
import { bytesOf, type Counters, notePeak } from './counters.ts';
import type { Layout } from './layouts.ts';

export const FEATURES = 'image_features';
export const PIXEL_MASK = 'pixel_attention_mask';

export interface Vision {
  /** What the model sees of each picture: [tokens, width] of all its tiles, one row for each image token. */
  encode(pictures: readonly Picture[], signal?: AbortSignal): Promise<Floats[]>;
}

/** `tilesPerRun` bounds the memory of one run of the encoder; tiles of several pictures share a run. */
export function visionOf(
  session: Session,
  manifest: VlmManifest,
  layout: Layout,
  tilesPerRun: number,
  counters: Counters,
): Vision {
  const feeding = feedingOf(manifest.input);
  return {
    encode: async (pictures, signal) => {
      const cuts = await Promise.all(pictures.map((picture) => layout.cut(picture)));
      const tiles = cuts.flat();
      const features: Floats[] = [];
      for (let at = 0; at < tiles.length; at += tilesPerRun) {
        const some = tiles.slice(at, at + tilesPerRun);
        const found = await inParts(some, session.batch, (part) => {
          signal?.throwIfAborted();
          return encodeTiles(session, manifest, feeding, part, counters);
        });
        features.push(...found);
      }
      counters.pictures += pictures.length;
      counters.tiles += tiles.length;
      return cuts.map((cut) => joined(features.splice(0, cut.length)));
    },
  };
}

/** The features of each tile. */
async function encodeTiles(
  session: Session,
  manifest: VlmManifest,
  feeding: Feeding,
  tiles: readonly Picture[],
  counters: Counters,
): Promise<Floats[]> {
  const { data, dims } = await feeding(tiles, async (pictures) => {
    const feeds = visionFeeds(session, manifest, pictures, tiles.length);
    const fed = bytesOf(Object.values(feeds));
    const computed = await session.compute(feeds, [FEATURES]);
    notePeak(counters, fed + bytesOf([computed[FEATURES]]));
    return computed[FEATURES];
  });
  const width = dims.at(-1) as number;
  const rows = data.length / width;
  const expected = tiles.length * manifest.layout.tokensPerImage;
  if (rows !== expected) {
    throw new AppError(
      'INVALID_INPUT',
      `The vision encoder of ${manifest.name} gives ${rows / tiles.length} features for a tile, but the manifest says ${manifest.layout.tokensPerImage} (layout.tokensPerImage)`,
    );
  }
  const length = data.length / tiles.length;
  return tiles.map((_, at) => (data as Floats).subarray(at * length, (at + 1) * length) as Floats);
}

function visionFeeds(
  session: Session,
  { input, layout }: VlmManifest,
  { [input.name]: pixels, ...rest }: Record<string, Feed>,
  tiles: number,
): Record<string, Feed> {
  const type = session.inputs.get(input.name)?.type ?? 'float32';
  const feed = asType(pixels as Feed, type);
  if (layout.kind !== 'idefics3') return { [input.name]: feed, ...rest };
  // One list of tiles, [1, tiles, ...]: to the encoder it is all the same which picture a tile is from.
  const mask = new Uint8Array(tiles * input.width * input.height).fill(1);
  const feeds: Record<string, Feed> = { [input.name]: { data: feed.data, dims: [1, ...feed.dims] } };
  if (session.inputs.has(PIXEL_MASK)) {
    feeds[PIXEL_MASK] = { data: mask, dims: [1, tiles, input.height, input.width] };
  }
  return feeds;
}

function joined(parts: readonly Floats[]): Floats {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = parts[0] instanceof Uint16Array ? new Uint16Array(length) : new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
