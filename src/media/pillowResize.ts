/** PIL's BILINEAR, BICUBIC and LANCZOS, widened when shrinking so that nothing aliases. */
export type Kernel = 'linear' | 'cubic' | 'lanczos';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What of the input one output pixel is made of: `weights.length` neighbours from `first` on. */
interface Taps {
  readonly first: number;
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

function tapsOf(inputLength: number, outputLength: number, kernel: Kernel): Taps[] {
  const { support, weight } = KERNELS[kernel];
  const scale = inputLength / outputLength;
  const widening = Math.max(1, scale);
  const reach = support * widening;
  return Array.from({ length: outputLength }, (_, at) => {
    const center = (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - reach + 0.5));
    const end = Math.min(inputLength, Math.trunc(center + reach + 0.5));
    const raw = Array.from({ length: end - first }, (_, x) => weight((x + first - center + 0.5) / widening));
    const total = raw.reduce((sum, value) => sum + value, 0);
    return { first, weights: Int32Array.from(raw, (value) => fixedPoint(value / total)) };
  });
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

function resampleRows(rgb: Uint8Array, from: Size, taps: readonly Taps[]): Uint8Array {
  const out = new Uint8ClampedArray(from.height * taps.length * 3);
  let at = 0;
  for (let row = 0; row < from.height; row++) {
    for (const { first, weights } of taps) {
      let [red, green, blue] = [HALF, HALF, HALF];
      let pixel = (row * from.width + first) * 3;
      for (let tap = 0; tap < weights.length; tap++, pixel += 3) {
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

function resampleColumns(rgb: Uint8Array, width: number, taps: readonly Taps[]): Uint8Array {
  const stride = width * 3;
  const out = new Uint8ClampedArray(taps.length * stride);
  const sums = new Int32Array(stride);
  for (let row = 0; row < taps.length; row++) {
    const { first, weights } = taps[row] as Taps;
    sums.fill(HALF);
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap] as number;
      const from = (first + tap) * stride;
      for (let column = 0; column < stride; column++) {
        sums[column] = ((sums[column] as number) + Math.imul(rgb[from + column] as number, weight)) | 0;
      }
    }
    const to = row * stride;
    for (let column = 0; column < stride; column++) out[to + column] = (sums[column] as number) >> PRECISION;
  }
  return new Uint8Array(out.buffer);
}
