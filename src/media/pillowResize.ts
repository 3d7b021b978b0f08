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

function resampleRows(rgb: Uint8Array, from: Size, taps: readonly Taps[]): Uint8Array {
  const out = new Uint8ClampedArray(from.height * taps.length * 3);
  for (let row = 0, at = 0; row < from.height; row++) {
    for (const { first, weights } of taps) {
      const start = (row * from.width + first) * 3;
      for (let channel = 0; channel < 3; channel++, at++) {
        out[at] = weigh(rgb, start + channel, 3, weights);
      }
    }
  }
  return new Uint8Array(out.buffer);
}

function resampleColumns(rgb: Uint8Array, width: number, taps: readonly Taps[]): Uint8Array {
  const stride = width * 3;
  const out = new Uint8ClampedArray(taps.length * stride);
  let at = 0;
  for (const { first, weights } of taps) {
    for (let column = 0; column < stride; column++, at++) {
      out[at] = weigh(rgb, first * stride + column, stride, weights);
    }
  }
  return new Uint8Array(out.buffer);
}

function weigh(rgb: Uint8Array, start: number, stride: number, weights: Int32Array): number {
  let sum = 1 << (PRECISION - 1);
  for (let tap = 0, from = start; tap < weights.length; tap++, from += stride) {
    sum += (rgb[from] as number) * (weights[tap] as number);
  }
  return sum >> PRECISION;
}
