/** PIL's BILINEAR, BICUBIC and LANCZOS, widened when shrinking so that nothing aliases. */
export type Kernel = 'linear' | 'cubic' | 'lanczos';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What of the input each output pixel is made of: `size` neighbours from `first` on, by as many weights. */
interface Taps {
  readonly size: number;
  readonly first: Int32Array;
  /** `size` for each output pixel; 0 where Pillow takes fewer. */
  readonly weights: Int32Array;
}

/** Pillow's fixed point: 32 bits less 8 of the pixel and 2 for overshooting weights. */
const PRECISION = 22;

const KERNELS: Record<Kernel, { support: number; weight: (distance: number) => number }> = {
  linear: { support: 1, weight: (d) => Math.max(0, 1 - Math.abs(d)) },
  cubic: { support: 2, weight: (d) => catmullRom(Math.abs(d)) },
  lanczos: { support: 3, weight: (d) => (Math.abs(d) < 3 ? sinc(d) * sinc(d / 3) : 0) },
};

/** `Image.resize` of Pillow to the last bit: RGB bytes of `from` pixels in, RGB bytes of `to` pixels out. */
export function pillowResize(rgb: Uint8Array, from: Size, to: Size, kernel: Kernel): Uint8Array {
  const wide = resampleRows(rgb, from, tapsOf(from.width, to.width, kernel));
  return resampleColumns(wide, to.width, tapsOf(from.height, to.height, kernel));
}

/** Of pictures of one size, as a run mostly has them; working them out takes a tenth of the resizing. */
const known = new Map<string, Taps>();

function tapsOf(inputLength: number, outputLength: number, kernel: Kernel): Taps {
  const key = `${inputLength} ${outputLength} ${kernel}`;
  const taps = known.get(key) ?? workOutTaps(inputLength, outputLength, kernel);
  if (known.size === 64) known.clear();
  known.set(key, taps);
  return taps;
}

function workOutTaps(inputLength: number, outputLength: number, kernel: Kernel): Taps {
  const { support, weight } = KERNELS[kernel];
  const scale = inputLength / outputLength;
  const widening = Math.max(1, scale);
  const reach = support * widening;
  const each = Array.from({ length: outputLength }, (_, at) => {
    const center = (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - reach + 0.5));
    const end = Math.min(inputLength, Math.trunc(center + reach + 0.5));
    const raw = Array.from({ length: end - first }, (_, x) => weight((x + first - center + 0.5) / widening));
    const total = raw.reduce((sum, value) => sum + value, 0);
    return { first, weights: raw.map((value) => fixedPoint(value / total)) };
  });
  const size = Math.max(...each.map(({ weights }) => weights.length));
  const taps = { size, first: new Int32Array(outputLength), weights: new Int32Array(outputLength * size) };
  for (const [at, { first, weights }] of each.entries()) {
    // At the end of the input the window begins earlier, so that it never leaves it.
    const start = Math.min(first, inputLength - size);
    taps.first[at] = start;
    taps.weights.set(weights, at * size + first - start);
  }
  return taps;
}

function fixedPoint(value: number): number {
  return Math.trunc(value * 2 ** PRECISION + (value < 0 ? -0.5 : 0.5));
}

/** Pillow's bicubic, with its a of -0.5. */
function catmullRom(d: number): number {
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return ((-0.5 * d + 2.5) * d - 4) * d + 2;
  return 0;
}

function sinc(d: number): number {
  return d === 0 ? 1 : Math.sin(Math.PI * d) / (Math.PI * d);
}

/** Half of a pixel's step, so that the shift at the end rounds. */
const HALF = 1 << (PRECISION - 1);

function resampleRows(rgb: Uint8Array, from: Size, taps: Taps): Uint8Array {
  const { size, first, weights } = taps;
  if (size === 2) return blendAcross(rgb, from, taps);
  const out = new Uint8ClampedArray(from.height * first.length * 3);
  let at = 0;
  for (let row = 0; row < from.height; row++) {
    const start = row * from.width;
    for (let column = 0; column < first.length; column++) {
      let [red, green, blue] = [HALF, HALF, HALF];
      let pixel = (start + (first[column] as number)) * 3;
      const end = (column + 1) * size;
      for (let tap = end - size; tap < end; tap++, pixel += 3) {
        const weight = weights[tap] as number;
        red = (red + Math.imul(rgb[pixel] as number, weight)) | 0;
        green = (green + Math.imul(rgb[pixel + 1] as number, weight)) | 0;
        blue = (blue + Math.imul(rgb[pixel + 2] as number, weight)) | 0;
      }
      out[at++] = red >> PRECISION;
      out[at++] = green >> PRECISION;
      out[at++] = blue >> PRECISION;
    }
  }
  return new Uint8Array(out.buffer);
}

function resampleColumns(rgb: Uint8Array, width: number, { size, first, weights }: Taps): Uint8Array {
  const stride = width * 3;
  const out = new Uint8ClampedArray(first.length * stride);
  const sums = new Int32Array(stride);
  for (let row = 0; row < first.length; row++) {
    const to = row * stride;
    let from = (first[row] as number) * stride;
    const last = (row + 1) * size - 1;
    const lastWeight = weights[last] as number;
    if (size === 2) {
      const [near, far] = [rgb.subarray(from, from + stride), rgb.subarray(from + stride, from + 2 * stride)];
      blendDown(near, weights[last - 1] as number, far, lastWeight, out.subarray(to, to + stride));
      continue;
    }
    sums.fill(HALF);
    for (let tap = last - size + 1; tap < last; tap++, from += stride) {
      const weight = weights[tap] as number;
      for (let column = 0; column < stride; column++) {
        sums[column] = ((sums[column] as number) + Math.imul(rgb[from + column] as number, weight)) | 0;
      }
    }
    for (let column = 0; column < stride; column++) {
      out[to + column] =
        ((sums[column] as number) + Math.imul(rgb[from + column] as number, lastWeight)) >> PRECISION;
    }
  }
  return new Uint8Array(out.buffer);
}

// Enlarging linearly takes two neighbours, and is what detectors ask for: without the sums it takes half the time.

function blendAcross(rgb: Uint8Array, from: Size, { first, weights }: Taps): Uint8Array {
  const out = new Uint8ClampedArray(from.height * first.length * 3);
  let at = 0;
  for (let row = 0; row < from.height; row++) {
    for (let column = 0; column < first.length; column++) {
      const pixel = (row * from.width + (first[column] as number)) * 3;
      const [near, far] = [weights[2 * column] as number, weights[2 * column + 1] as number];
      out[at++] = blend(rgb[pixel] as number, near, rgb[pixel + 3] as number, far);
      out[at++] = blend(rgb[pixel + 1] as number, near, rgb[pixel + 4] as number, far);
      out[at++] = blend(rgb[pixel + 2] as number, near, rgb[pixel + 5] as number, far);
    }
  }
  return new Uint8Array(out.buffer);
}

/** One row of two that lie one below the other, all of one length. */
function blendDown(
  near: Uint8Array,
  nearWeight: number,
  far: Uint8Array,
  farWeight: number,
  out: Uint8ClampedArray,
): void {
  for (let column = 0; column < out.length; column++)
    out[column] = blend(near[column] as number, nearWeight, far[column] as number, farWeight);
}

const blend = (a: number, near: number, b: number, far: number): number =>
  (HALF + Math.imul(a, near) + Math.imul(b, far)) >> PRECISION;
