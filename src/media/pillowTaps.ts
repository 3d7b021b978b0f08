/** PIL's BILINEAR, BICUBIC and LANCZOS, widened when shrinking so that nothing aliases. */
export type Kernel = 'linear' | 'cubic' | 'lanczos';

/** What of the input each output is made of: Pillow's `precompute_coeffs`, packed as resample.c reads it. */
export interface Taps {
  readonly outputs: number;
  /** The first input of each output, and how many there are from it on. */
  readonly first: Int32Array;
  readonly counts: Int32Array;
  /** Most pairs of inputs that an output is made of. */
  readonly most: number;
  /** One behind the other: `first`, the pairs of each output, and the lower and higher halves of their weights. */
  readonly table: Int32Array;
}

/** Pillow's fixed point: 32 bits less 8 of the pixel and 2 for overshooting weights. */
const PRECISION = 22;

/** How many of them are in the lower half of a weight. */
const LOW_BITS = 15;

const KERNELS: Record<Kernel, { support: number; weight: (distance: number) => number }> = {
  linear: { support: 1, weight: (d) => Math.max(0, 1 - Math.abs(d)) },
  cubic: { support: 2, weight: (d) => catmullRom(Math.abs(d)) },
  lanczos: { support: 3, weight: (d) => (-3 <= d && d < 3 ? sinc(d) * sinc(d / 3) : 0) },
};

/** Of pictures of one size, as a run mostly has them. */
const known = new Map<string, Taps>();

/** Of the outputs from `start` to before `end`, of so many inputs and outputs in all. */
export function tapsOf(inputs: number, outputs: number, kernel: Kernel, start = 0, end = outputs): Taps {
  const key = `${inputs} ${outputs} ${kernel} ${start} ${end}`;
  const taps = known.get(key) ?? packed(weightsOf(inputs, outputs, kernel, start, end));
  if (known.size === 64) known.clear();
  known.set(key, taps);
  return taps;
}

interface Weighted {
  readonly first: number;
  readonly weights: readonly number[];
}

// In the order of Pillow's operations, on which the last bit of a weight depends.
function weightsOf(inputs: number, outputs: number, kernel: Kernel, start: number, end: number): Weighted[] {
  const { support, weight } = KERNELS[kernel];
  const scale = inputs / outputs;
  const widening = Math.max(1, scale);
  const reach = support * widening;
  const narrowing = 1 / widening;
  return Array.from({ length: end - start }, (_, at) => {
    const center = (start + at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - reach + 0.5));
    const last = Math.min(inputs, Math.trunc(center + reach + 0.5));
    const raw = Array.from({ length: last - first }, (_, x) =>
      weight((x + first - center + 0.5) * narrowing),
    );
    const total = raw.reduce((sum, value) => sum + value, 0);
    return { first, weights: raw.map((value) => fixedPoint(total === 0 ? value : value / total)) };
  });
}

function packed(each: readonly Weighted[]): Taps {
  const outputs = each.length;
  const pairsOf = ({ weights }: Weighted): number => Math.ceil(weights.length / 2);
  const most = Math.max(...each.map(pairsOf));
  const table = new Int32Array(2 * outputs * (1 + most));
  const halves = new Int16Array(table.buffer, 2 * outputs * Int32Array.BYTES_PER_ELEMENT);
  const high = 2 * outputs * most;
  for (const [at, weighted] of each.entries()) {
    table[at] = weighted.first;
    table[outputs + at] = pairsOf(weighted);
    for (const [tap, weight] of weighted.weights.entries()) {
      const place = 2 * at * most + tap;
      halves[place] = weight & (2 ** LOW_BITS - 1);
      halves[high + place] = weight >> LOW_BITS;
    }
  }
  return {
    outputs,
    first: table.subarray(0, outputs),
    counts: Int32Array.from(each, ({ weights }) => weights.length),
    most,
    table,
  };
}

function fixedPoint(value: number): number {
  return Math.trunc(value * 2 ** PRECISION + (value < 0 ? -0.5 : 0.5));
}

/** Pillow's bicubic, with its a of -0.5. */
function catmullRom(d: number): number {
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * -0.5;
  return 0;
}

function sinc(d: number): number {
  const x = d * Math.PI;
  return d === 0 ? 1 : Math.sin(x) / x;
}
