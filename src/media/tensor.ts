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
 * network's `frame` is larger than the picture, the rest, right and below, becomes 0.
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
  if (picture.width < frame.width || picture.height < frame.height) out.fill(0);
  const tables = tablesOf(how);
  const [red, green, blue] = how.channels === 'rgb' ? [0, 1, 2] : [2, 1, 0];
  const [ofRed, ofGreen, ofBlue] = [tables[red], tables[green], tables[blue]] as Tables;
  const { rgb } = picture;
  let from = 0;
  for (let row = 0; row < picture.height; row++) {
    const start = row * frame.width;
    for (let at = start; at < start + picture.width; at++, from += 3) {
      out[red * plane + at] = ofRed[rgb[from] as number] as number;
      out[green * plane + at] = ofGreen[rgb[from + 1] as number] as number;
      out[blue * plane + at] = ofBlue[rgb[from + 2] as number] as number;
    }
  }
}

type Tables = [Float32Array, Float32Array, Float32Array];

const known = new WeakMap<Normalisation, Tables>();

/** For each channel of the network what each byte becomes: the arithmetic is done once for each of 256 values. */
function tablesOf(how: Normalisation): Tables {
  const tables = known.get(how) ?? ([0, 1, 2].map((channel) => tableOf(how, channel)) as Tables);
  known.set(how, tables);
  return tables;
}

function tableOf(how: Normalisation, channel: number): Float32Array {
  const mean = how.mean[channel] as number;
  const std = how.std[channel] as number;
  return Float32Array.from({ length: 256 }, (_, value) => (value * how.scale - mean) / std);
}
