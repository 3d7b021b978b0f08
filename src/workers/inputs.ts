import type { Picture } from '../media/picture.ts';
import { resize, resizeToCenter } from '../media/resize.ts';
import { writeNchw } from '../media/tensor.ts';
import type { InputSpec } from './manifest.ts';
import type { Feed } from './onnx.ts';

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

/** Runs something on a batch of prepared pictures: float32 [batch, 3, height, width] and DETR's mask. */
export type Feeding = <Found>(
  pictures: readonly Picture[],
  run: (feeds: Record<string, Feed>) => Promise<Found>,
) => Promise<Found>;

/**
 * The network's inputs, written again and again into the same memory: what is new to the process costs a page fault
 * every 4 KiB, together as much as writing the numbers. Feeds are for the run alone.
 */
export function feedingOf(spec: InputSpec): Feeding {
  const length = 3 * spec.width * spec.height;
  const free: Float32Array[] = [];
  return async (pictures, run) => {
    const needed = pictures.length * length;
    const found = free.pop();
    const room = found && found.length >= needed ? found : new Float32Array(needed);
    const data = room.subarray(0, needed);
    for (const [at, picture] of pictures.entries()) {
      writeNchw(picture, spec, data.subarray(at * length, (at + 1) * length), spec);
    }
    const feeds: Record<string, Feed> = {
      [spec.name]: { data, dims: [pictures.length, 3, spec.height, spec.width] },
    };
    if (spec.pixelMask) {
      const ones = new BigInt64Array(pictures.length * 64 * 64).fill(1n);
      feeds[spec.pixelMask] = { data: ones, dims: [pictures.length, 64, 64] };
    }
    try {
      return await run(feeds);
    } finally {
      free.push(room);
    }
  };
}

/** The names of the tensors of its feeds. */
export function inputNames(spec: InputSpec): string[] {
  return spec.pixelMask ? [spec.name, spec.pixelMask] : [spec.name];
}
