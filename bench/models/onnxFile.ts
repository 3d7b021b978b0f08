/** As much of the ONNX format as it takes to write a network of convolutions (onnx.proto3, IR version 8). */

type Field = readonly [number: number, value: number | string | Uint8Array];

export interface Node {
  op: string;
  inputs: readonly string[];
  output: string;
  /** Whole numbers and lists of them. */
  attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface Weights {
  name: string;
  dims: readonly number[];
  data: Float32Array | BigInt64Array;
}

/** A value's name and shape; a dimension may be a name. Float32 unless given. */
export interface Value {
  name: string;
  dims: readonly (number | string)[];
  type?: keyof typeof TYPES;
}

export interface Graph {
  nodes: readonly Node[];
  weights: readonly Weights[];
  inputs: readonly Value[];
  outputs: readonly Value[];
}

const OPSET = 17;
/** Numbers of the format, as `Cast` wants them too. */
export const TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;
const ATTRIBUTE = { int: 2, ints: 7 };

/** The file's bytes. */
export function onnxFile({ nodes, weights, inputs, outputs }: Graph): Uint8Array {
  const graph = message([
    ...nodes.map((node): Field => [1, nodeOf(node)]),
    [2, 'graph'],
    ...weights.map((one): Field => [5, tensorOf(one)]),
    ...inputs.map((value): Field => [11, infoOf(value)]),
    ...outputs.map((value): Field => [12, infoOf(value)]),
  ]);
  return message([
    [1, 8],
    [7, graph],
    [
      8,
      message([
        [1, ''],
        [2, OPSET],
      ]),
    ],
  ]);
}

function nodeOf({ op, inputs, output, attributes = {} }: Node): Uint8Array {
  return message([
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [4, op],
    ...Object.entries(attributes).map(([name, value]): Field => [5, attributeOf(name, value)]),
  ]);
}

function attributeOf(name: string, value: number | readonly number[]): Uint8Array {
  if (typeof value === 'number')
    return message([
      [1, name],
      [3, value],
      [20, ATTRIBUTE.int],
    ]);
  return message([[1, name], ...value.map((one): Field => [8, one]), [20, ATTRIBUTE.ints]]);
}

function tensorOf({ name, dims, data }: Weights): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const type = data instanceof Float32Array ? TYPES.float32 : TYPES.int64;
  return message([...dims.map((dim): Field => [1, dim]), [2, type], [8, name], [9, bytes]]);
}

function infoOf({ name, dims, type = 'float32' }: Value): Uint8Array {
  const shape = message(
    dims.map((dim): Field => [1, message([typeof dim === 'number' ? [1, dim] : [2, dim]])]),
  );
  return message([
    [1, name],
    [
      2,
      message([
        [
          1,
          message([
            [1, TYPES[type]],
            [2, shape],
          ]),
        ],
      ]),
    ],
  ]);
}

/** Protocol buffers: a number is a varint, everything else has its length before it. */
function message(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [varint(number << 3), varint(value)];
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      return [varint((number << 3) | 2), varint(bytes.length), bytes];
    }),
  );
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
