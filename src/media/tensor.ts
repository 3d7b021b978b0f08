import type { Picture } from './picture.ts';
import type { Size } from './pillowResize.ts';

/** How 8-bit pixels become a network's numbers: `(value * scale - mean) / std`, mean and std in channel order. */
export interface Normalisation {
  readonly channels: 'rgb' | 'bgr';
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/**
 * Writes a picture as channel, row, column into `out`, a slice of a batch: no copy is made on the way. Where the
 * network's `frame` is larger than the picture, the rest, right and below, keeps what `out` held.
 */
export function writeNchw(
  picture: Picture,
  how: Normalisation,
  out: Float32Array,
  frame: Size = picture,
): void {
  const plane = frame.width * frame.height;
  if (out.length !== plane * 3)
    throw new RangeError(`${plane * 3} numbers do not fit a slice of ${out.length}`);
  for (let channel = 0; channel < 3; channel++) {
    const table = channelTable(how, channel);
    const source = how.channels === 'rgb' ? channel : 2 - channel;
    for (let row = 0; row < picture.height; row++) {
      const at = channel * plane + row * frame.width;
      writeRow(picture, row, source, table, out.subarray(at, at + picture.width));
    }
  }
}

function writeRow(
  picture: Picture,
  row: number,
  source: number,
  table: Float32Array,
  out: Float32Array,
): void {
  const { rgb } = picture;
  let from = row * picture.width * 3 + source;
  for (let column = 0; column < out.length; column++, from += 3) {
    out[column] = table[rgb[from] as number] as number;
  }
}

/** A byte has 256 values, so the arithmetic is done once for each instead of once for each pixel. */
function channelTable(how: Normalisation, channel: number): Float32Array {
  const mean = how.mean[channel] as number;
  const std = how.std[channel] as number;
  return Float32Array.from({ length: 256 }, (_, value) => (value * how.scale - mean) / std);
}
