import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openConvolutions } from '../../bench/models/convolutions.ts';
import { TYPES, type Value } from '../../bench/models/onnxFile.ts';
import { CLASS_NAMES } from '../../src/benchmarks/geneval/names.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';

type Type = keyof typeof TYPES;

/** How a network is exported; what it sees stays the same. */
export interface Export {
  batch?: number | string;
  side?: number;
  input?: { name?: string; type?: Type; isChannelsLast?: true };
  output?: { type?: Type; boxes?: Type; sides?: 4 | 5; logits?: string };
  classes?: number;
  /** The number of pictures that it can really take, whatever it declares. */
  computes?: number;
  /** Convolutions of 2.4 thousand million products each, only to take time. */
  work?: number;
}

const QUERIES = 2;
export const APPLE = CLASS_NAMES.indexOf('apple');

/** Sees one apple in the middle of a picture that is red, and nothing where there is no red. */
export function appleNetwork(how: Export = {}): Uint8Array {
  const { batch = 'batch', side = 64, classes = CLASS_NAMES.length, computes = 0, work = 0 } = how;
  const { type = 'float32', name = 'pixel_values', isChannelsLast } = how.input ?? {};
  const { type: outType = 'float32', sides = 4, logits = 'logits' } = how.output ?? {};
  const boxesType = how.output?.boxes ?? outType;
  const { then, constant, convolve, file } = openConvolutions();

  let at = type === 'float32' ? name : then('Cast', [name], 'numbers', { to: TYPES.float32 });
  if (isChannelsLast) at = then('Transpose', [at], 'channelsFirst', { perm: [0, 3, 1, 2] });
  const means = then('Flatten', [then('GlobalAveragePool', [at], 'pooled')], 'means', { axis: 1 });

  const head = (
    output: string,
    width: number,
    slope: (at: number) => number,
    base: (at: number) => number,
  ) => {
    const length = QUERIES * width;
    const numbers = (of: (at: number) => number) => Float32Array.from({ length }, (_, index) => of(index));
    const weights = new Float32Array(3 * length);
    weights.set(numbers(slope));
    const product = then('MatMul', [means, constant(`${output}W`, [3, length], weights)], `${output}P`);
    const flat = then('Add', [product, constant(`${output}B`, [length], numbers(base))], `${output}F`);
    const shape = BigInt64Array.from([computes, QUERIES, width].map(BigInt));
    return then('Reshape', [flat, constant(`${output}S`, [3], shape)], `${output}R`);
  };
  const asked = (output: string, from: string, as: Type) =>
    then(as === 'float32' ? 'Identity' : 'Cast', [from], output, as === 'float32' ? {} : { to: TYPES[as] });
  let scores = head(
    'scores',
    classes,
    (index) => (index === APPLE ? 10 : 0),
    (index) => (index === APPLE ? -5 : -9),
  );
  if (work > 0) scores = then('Add', [scores, busy(at, work, then, constant, convolve)], 'worked');
  asked(logits, scores, outType);
  asked(
    'pred_boxes',
    head(
      'boxes',
      sides,
      () => 0,
      () => 0.5,
    ),
    boxesType,
  );

  const picture = isChannelsLast ? [batch, side, side, 3] : [batch, 3, side, side];
  const outputs: Value[] = [
    { name: logits, dims: [batch, QUERIES, classes], type: outType },
    { name: 'pred_boxes', dims: [batch, QUERIES, sides], type: boxesType },
  ];
  return file([{ name, dims: picture, type }], outputs);
}

type Steps = ReturnType<typeof openConvolutions>;

/** A number that is 0 after much arithmetic. */
function busy(
  at: string,
  work: number,
  then: Steps['then'],
  constant: Steps['constant'],
  convolve: Steps['convolve'],
): string {
  let last = convolve(at, 3, 256, 3, 1);
  for (let layer = 0; layer < work; layer++) last = convolve(last, 256, 256, 3, 1);
  const all = then('ReduceMax', [last], 'all', { keepdims: 0 });
  return then('Mul', [all, constant('nothing', [], Float32Array.of(0))], 'idle');
}

/** The same file with a dimension that had a name fixed to a number. */
export function withFixed(bytes: Uint8Array, name: string, length: number): Buffer {
  const named = Buffer.concat([Buffer.of(0x12, name.length), Buffer.from(name)]);
  // A varint may be longer than it need be, so the file keeps its length.
  const varint = Array.from(
    { length: name.length + 1 },
    (_, at) => (Math.floor(length / 128 ** at) % 128) + 128,
  );
  const fixed = Buffer.of(0x08, ...varint.slice(0, -1), 0);
  const changed = Buffer.from(bytes);
  for (let at = changed.indexOf(named); at >= 0; at = changed.indexOf(named, at + named.length))
    fixed.copy(changed, at);
  return changed;
}

/** A manifest that fits the plain network. */
export const APPLES = {
  name: 'apples',
  kind: 'detector',
  source: 'test/workers/networks.ts',
  revision: '1',
  licence: 'Apache-2.0',
  input: {
    ...{ name: 'pixel_values', layout: 'nchw', width: 64, height: 64, resize: 'fill', kernel: 'linear' },
    ...{ channels: 'rgb', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
  },
  output: {
    ...{ logits: 'logits', boxes: 'pred_boxes', head: 'sigmoid', boxFormat: 'cxcywh' },
    ...{ top: 100, nms: null, keep: 0.1 },
  },
  classes: 'geneval' as string | string[],
  decide: { threshold: 0.5, countingThreshold: 0.5, maxObjects: 16, maxOverlap: 1, positionThreshold: 0.1 },
  colors: null,
};

/** A model folder under `root` with this file; the digest is filled in unless the manifest has files of its own. */
export async function aNetwork(root: string, bytes: Uint8Array, manifest: object = {}): Promise<void> {
  const whole = { ...APPLES, ...manifest };
  const files = { model: { path: 'model.onnx', sha256: sha256(bytes), bytes: bytes.length } };
  const folder = join(root, whole.name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), bytes);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ files, ...whole }));
}
