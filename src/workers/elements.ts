import { AppError } from '../core/errors.ts';
import type { Feed } from './inference/tensors.ts';

/** float16 is held as its bits, since not every Node that runs this has a Float16Array. */
export type Floats = Float32Array | Uint16Array;

const table = new Float32Array(65_536);
let isTableFilled = false;

/** The same numbers as float32; no copy when they are already. */
export function toFloat32(data: Feed['data']): Float32Array {
  if (data instanceof Float32Array) return data;
  if (!(data instanceof Uint16Array))
    throw new AppError('INVALID_INPUT', 'Expected float32 or float16 numbers');
  fillTable();
  const numbers = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) numbers[at] = table[data[at] as number] as number;
  return numbers;
}

/** The same numbers in the element type a file declares; no copy when they are already. */
export function asType({ data, dims }: Feed, type: string): Feed {
  if (type === 'float16' && data instanceof Float32Array) return { data: toFloat16(data), dims };
  if (type === 'float32' && data instanceof Uint16Array) return { data: toFloat32(data), dims };
  if (type === 'int32' && data instanceof BigInt64Array) return { data: Int32Array.from(data, Number), dims };
  return { data, dims };
}

/** Zeros, or nothing where a dimension is 0, in the element type a file declares. */
export function emptyFloats(type: string, length: number): Floats {
  return type === 'float16' ? new Uint16Array(length) : new Float32Array(length);
}

function fillTable(): void {
  if (isTableFilled) return;
  for (let bits = 0; bits < table.length; bits++) table[bits] = numberOf(bits);
  isTableFilled = true;
}

function numberOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Nearest, halves to even; beyond 65504 infinite. */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(bits.length);
  for (let at = 0; at < bits.length; at++) halves[at] = halfOf(bits[at] as number);
  return halves;
}

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent > 142) return sign | 0x7c00 | (fraction ? 512 : 0);
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent >= 1) return sign | rounded((exponent << 23) | fraction, 13);
  if (exponent < -10) return sign;
  return sign | rounded(fraction | 0x800000, 14 - exponent);
}

/** Shifts right, to nearest, halves to even; a carry into the exponent is what rounding up means there. */
function rounded(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & (2 ** shift - 1);
  const half = 2 ** (shift - 1);
  return rest > half || (rest === half && kept & 1) ? kept + 1 : kept;
}
