import { readFileSync } from 'node:fs';
import type { Taps } from './pillowTaps.ts';

/** Some rows of RGB. */
export interface Rows {
  readonly rgb: Uint8Array;
  readonly width: number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  resampleRows(...numbers: number[]): void;
  resampleColumns(...numbers: number[]): void;
}

/** The module of resample.c with a memory of its own, made at its first use in a thread. */
let kept: Exports | null = null;

/** So many rows are made narrower or wider at a time. */
const ROWS = 64;

/** The processor takes so many bytes at a time; what it takes too much of is weighted with 0. */
const LANES = 16;

/** More memory than this is not kept until the next picture. */
const KEPT_BYTES = 64 * 1024 * 1024;

/**
 * Makes other columns of the columns, then other rows of the rows, as Pillow does; null leaves them as they are. The
 * rows given begin with the first that one is made of.
 */
export function resample(
  { rgb, width }: Rows,
  across: Taps | null,
  down: Taps | null,
): Uint8Array<ArrayBuffer> {
  kept ??= load();
  const { memory, resampleRows, resampleColumns } = kept;
  const outWidth = across?.outputs ?? width;
  const rows = rgb.length / (3 * width);
  const outRows = down?.outputs ?? rows;
  const stride = Math.ceil((3 * outWidth) / LANES) * LANES;
  const [acrossAt = 0, downAt = 0, someAt = 0, wideAt = 0, outAt = 0, total = 0] = laidOut(FIRST_PAGE, [
    across?.table.byteLength ?? 0,
    down?.table.byteLength ?? 0,
    Math.min(ROWS, rows) * 3 * width + LANES,
    (rows + 1) * stride,
    outRows * stride,
  ]);
  const missing = Math.ceil((total - memory.buffer.byteLength) / FIRST_PAGE);
  if (missing > 0) memory.grow(missing);
  const bytes = new Uint8Array(memory.buffer);

  if (across) {
    put(bytes, across, acrossAt);
    for (let row = 0; row < rows; row += ROWS) {
      const some = rgb.subarray(row * 3 * width, (row + ROWS) * 3 * width);
      bytes.set(some, someAt);
      const count = some.length / (3 * width);
      resampleRows(someAt, 3 * width, wideAt + row * stride, stride, count, ...tableAt(across, acrossAt));
    }
  } else {
    for (let row = 0; row < rows; row++)
      bytes.set(rgb.subarray(row * 3 * width, (row + 1) * 3 * width), wideAt + row * stride);
  }
  if (down) {
    put(bytes, down, downAt);
    const before = (down.first[0] as number) * stride;
    resampleColumns(wideAt - before, stride, outAt, ...tableAt(down, downAt));
  }
  const found = unpadded(bytes.subarray(down ? outAt : wideAt), 3 * outWidth, stride, outRows);
  if (bytes.length > KEPT_BYTES) kept = null;
  return found;
}

/** The module's own needs, and the step in which its memory grows. */
const FIRST_PAGE = 65_536;

function load(): Exports {
  const { Module, Instance } = WASM;
  const module = new Module(readFileSync(new URL('./resample.wasm', import.meta.url)));
  return new Instance(module).exports as Exports;
}

/** What of it is needed: the types of Node leave it to those of browsers. */
const { WebAssembly: WASM } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
};

/** Where parts of these lengths lie one behind the other, and where the last ends. */
function laidOut(from: number, lengths: readonly number[]): number[] {
  const places = [from];
  for (const length of lengths) places.push((places.at(-1) as number) + Math.ceil(length / LANES) * LANES);
  return places;
}

function put(bytes: Uint8Array, { table }: Taps, at: number): void {
  bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
}

/** Number of outputs and the addresses of what resample.c wants to know about them. */
function tableAt({ outputs, most }: Taps, at: number): number[] {
  const words = [0, outputs, 2 * outputs, (2 + most) * outputs];
  return [outputs, ...words.map((word) => at + word * Int32Array.BYTES_PER_ELEMENT), most];
}

function unpadded(bytes: Uint8Array, length: number, stride: number, rows: number): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(length * rows);
  for (let row = 0; row < rows; row++)
    packed.set(bytes.subarray(row * stride, row * stride + length), row * length);
  return packed;
}
