import type { Picture } from './picture.ts';

/** How 8-bit pixels become a network's numbers: `(value * scale - mean) / std`, mean and std in channel order. */
export interface Normalisation {
  readonly channels: 'rgb' | 'bgr';
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Writes a picture as channel, row, column into `out`, a slice of a batch: no copy is made on the way. */
export function writeNchw(picture: Picture, how: Normalisation, out: Float32Array): void {
  const { rgb } = picture;
  const plane = picture.width * picture.height;
  if (out.length !== plane * 3)
    throw new RangeError(`${plane * 3} numbers do not fit a slice of ${out.length}`);
  for (let channel = 0; channel < 3; channel++) {
    const table = channelTable(how, channel);
    const source = how.channels === 'rgb' ? channel : 2 - channel;
    const at = channel * plane;
    for (let pixel = 0; pixel < plane; pixel++) {
      out[at + pixel] = table[rgb[pixel * 3 + source] as number] as number;
    }
  }
}

/** A byte has 256 values, so the arithmetic is done once for each instead of once for each pixel. */
function channelTable(how: Normalisation, channel: number): Float32Array {
  const mean = how.mean[channel] as number;
  const std = how.std[channel] as number;
  return Float32Array.from({ length: 256 }, (_, value) => (value * how.scale - mean) / std);
}
