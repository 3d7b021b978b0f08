import { AppError } from '../core/errors.ts';
import type { Picture } from '../media/picture.ts';
import { resize, resizeToCenter } from '../media/resize.ts';
import { writeNchw } from '../media/tensor.ts';
import { BATCH, type Expected, FLOATS, INTEGERS } from './inference/contract.ts';
import type { Declared, Feed } from './inference/tensors.ts';
import type { DeclaredInput, InputSpec } from './manifest.ts';

/** The picture at the size the network sees; with `fit` it may be smaller than the network's frame. */
export async function prepareInput(picture: Picture, spec: InputSpec): Promise<Picture> {
  switch (spec.resize) {
    case 'fill':
      return resize(picture, { width: spec.width, height: spec.height }, spec.kernel);
    case 'fit':
      return resize(picture, fitted(picture, spec), spec.kernel);
    case 'shortest':
      return resizeToCenter(picture, spec.width, spec.kernel);
  }
}

function fitted(picture: Picture, frame: InputSpec): { width: number; height: number } {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return { width: side(picture.width), height: side(picture.height) };
}

/** What a network's file has to take: pictures of the manifest's size, or of its own where the manifest has none. */
export function inputsOf(spec: DeclaredInput): Record<string, Expected> {
  const side = (name: 'height' | 'width') => ({
    name,
    length: spec[name],
    by: `input.${name} of the manifest`,
    remedy: (found: number) => `write ${found} there, or export the file for the size that it names`,
  });
  const channels = { name: 'channels', length: 3 };
  const pictures = { types: FLOATS, sides: [BATCH, channels, side('height'), side('width')] };
  if (spec.pixelMask === undefined) return { [spec.name]: pictures };
  const part = (name: string) => ({ name, length: MASK });
  const mask = { types: INTEGERS, sides: [BATCH, part('rows'), part('columns')] };
  return { [spec.name]: pictures, [spec.pixelMask]: mask };
}

/** Side of DETR's mask. */
const MASK = 64;

/** The input with the size that the file gives, where the manifest gives none. */
export function sized(spec: DeclaredInput, inputs: ReadonlyMap<string, Declared>, path: string): InputSpec {
  const [, , height, width] = inputs.get(spec.name)?.dims ?? [];
  const size = { width: spec.width ?? width, height: spec.height ?? height };
  if (typeof size.width === 'number' && typeof size.height === 'number')
    return { ...spec, width: size.width, height: size.height };
  throw new AppError(
    'INVALID_INPUT',
    `${path} takes pictures of any size, and its manifest gives none: write input.width and input.height into it`,
  );
}

/** A prepared picture of nothing, for a first try. */
export function blankInput({ width, height }: InputSpec): Picture {
  return { width, height, rgb: new Uint8Array(width * height * 3).fill(127) };
}

/** Runs something on a batch of prepared pictures: float32 [batch, 3, height, width] and DETR's mask. */
export type Feeding = <Found>(
  pictures: readonly Picture[],
  run: (feeds: Record<string, Feed>) => Promise<Found>,
) => Promise<Found>;

/**
 * The network's inputs, written again and again into the same memory: what is new to the process costs a page fault
 * every 4 KiB, together as much as writing the numbers. The memory is shared with the thread that computes, so that
 * nothing is copied on the way. Feeds are for the run alone.
 */
export function feedingOf(spec: InputSpec): Feeding {
  const length = 3 * spec.width * spec.height;
  const free: Float32Array[] = [];
  return async (pictures, run) => {
    const needed = pictures.length * length;
    const found = free.pop();
    const room = found && found.length >= needed ? found : sharedFloats(needed);
    const data = room.subarray(0, needed);
    for (const [at, picture] of pictures.entries()) {
      writeNchw(picture, spec, data.subarray(at * length, (at + 1) * length), spec);
    }
    const feeds: Record<string, Feed> = {
      [spec.name]: { data, dims: [pictures.length, 3, spec.height, spec.width] },
    };
    if (spec.pixelMask) {
      const ones = new BigInt64Array(pictures.length * MASK * MASK).fill(1n);
      feeds[spec.pixelMask] = { data: ones, dims: [pictures.length, MASK, MASK] };
    }
    try {
      return await run(feeds);
    } finally {
      free.push(room);
    }
  };
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
