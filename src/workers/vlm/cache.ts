import { AppError } from '../../core/errors.ts';
import { emptyFloats } from '../elements.ts';
import type { Session } from '../inference/session.ts';
import type { Declared, Feed } from '../inference/tensors.ts';
import type { VlmManifest } from '../manifest.ts';

/** Keys and values of the columns so far, by the decoder's input names. */
export interface Cache {
  readonly columns: number;
  /** [rows, kvHeads, columns, headDim] each. */
  readonly tensors: Readonly<Record<string, Feed>>;
}

/** What a decoder wants a cache to be: names in pairs, and the type and shape that its inputs declare. */
export interface CacheSpec {
  readonly past: readonly string[];
  /** The output that becomes the input at the same place of `past`. */
  readonly present: readonly string[];
  readonly type: string;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly bytesPerToken: number;
}

export function cacheNames(layers: number): { past: string[]; present: string[] } {
  const parts = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  return {
    past: parts.map((part) => `past_key_values.${part}`),
    present: parts.map((part) => `present.${part}`),
  };
}

/** Element type and shape come from the file; the manifest has to agree where the file gives numbers. */
export function cacheInputs(session: Session, { name, decoder }: VlmManifest): CacheSpec {
  const names = cacheNames(decoder.layers);
  const first = names.past[0] as string;
  const { type, dims } = session.inputs.get(first) as Declared;
  const [, kvHeads, , headDim] = dims;
  check(name, first, 'kvHeads', kvHeads, decoder.kvHeads);
  check(name, first, 'headDim', headDim, decoder.headDim);
  if (type !== 'float32' && type !== 'float16') {
    throw new AppError(
      'INVALID_INPUT',
      `${first} of ${name} is ${type}; this program keeps float32 or float16`,
    );
  }
  const bytes = type === 'float16' ? 2 : 4;
  return {
    ...names,
    type,
    kvHeads: decoder.kvHeads,
    headDim: decoder.headDim,
    bytesPerToken: names.past.length * decoder.kvHeads * decoder.headDim * bytes,
  };
}

function check(
  model: string,
  input: string,
  field: string,
  found: number | string | undefined,
  expected: number,
): void {
  if (typeof found !== 'number' || found === expected) return;
  throw new AppError(
    'INVALID_INPUT',
    `${input} has a ${field} of ${found}, but the manifest of ${model} says ${expected} (decoder.${field})`,
  );
}

export function emptyCache({ past, type, kvHeads, headDim }: CacheSpec, rows: number): Cache {
  const feed: Feed = { data: emptyFloats(type, 0), dims: [rows, kvHeads, 0, headDim] };
  return { columns: 0, tensors: Object.fromEntries(past.map((name) => [name, feed])) };
}

export function toCache(spec: CacheSpec, computed: Readonly<Record<string, Feed>>, columns: number): Cache {
  const tensors = spec.past.map((name, at) => [name, computed[spec.present[at] as string] as Feed]);
  return { columns, tensors: Object.fromEntries(tensors) };
}

/** The cache of these rows of a batch, in this order. */
export function selectRows({ columns, tensors }: Cache, rows: readonly number[]): Cache {
  const selected = Object.entries(tensors).map(([name, feed]) => [name, selectFeed(feed, rows)]);
  return { columns, tensors: Object.fromEntries(selected) };
}

function selectFeed({ data, dims }: Feed, rows: readonly number[]): Feed {
  const [before = 1, ...rest] = dims;
  const stride = data.length / before;
  const kept =
    data instanceof Uint16Array
      ? new Uint16Array(rows.length * stride)
      : new Float32Array(rows.length * stride);
  for (const [at, row] of rows.entries()) {
    kept.set((data as Float32Array).subarray(row * stride, (row + 1) * stride), at * stride);
  }
  return { data: kept, dims: [rows.length, ...rest] };
}
