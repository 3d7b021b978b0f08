import { createRandom } from '../../src/painter/random.ts';
import { type Graph, type Node, onnxFile, type Value, type Weights } from './onnxFile.ts';

/** A network of random weights in the making; each step gives the name of what it computes. */
export interface Convolutions {
  convolve(input: string, from: number, to: number, size: number, stride: number, gain?: number): string;
  then(op: string, inputs: readonly string[], output: string, attributes?: Node['attributes']): string;
  constant(name: string, dims: readonly number[], data: Weights['data']): string;
  /** Of [batch, channels, side, side] a row for each place: [batch, side * side, channels]. */
  rows(input: string, channels: number, side: number, output: string): string;
  file(inputs: readonly Value[], outputs: readonly Value[]): Uint8Array;
}

export function openConvolutions(): Convolutions {
  const nodes: Node[] = [];
  const weights: Weights[] = [];
  const random = createRandom(1);

  function then(op: string, inputs: readonly string[], output: string, attributes: Node['attributes'] = {}) {
    nodes.push({ op, inputs, output, attributes });
    return output;
  }

  function constant(name: string, dims: readonly number[], data: Weights['data']): string {
    weights.push({ name, dims, data });
    return name;
  }

  return {
    then,
    constant,
    convolve(input, from, to, size, stride, gain = 1) {
      const spread = gain * Math.sqrt(6 / (from * size * size));
      const data = Float32Array.from(
        { length: to * from * size * size },
        () => (random.next() * 2 - 1) * spread,
      );
      const name = constant(`w${weights.length}`, [to, from, size, size], data);
      const pad = Math.floor((size - 1) / 2);
      return then('Conv', [input, name], `${name}c`, {
        kernel_shape: [size, size],
        strides: [stride, stride],
        pads: [pad, pad, pad, pad],
      });
    },
    rows(input, channels, side, output) {
      const shape = BigInt64Array.from([0, channels, side * side].map(BigInt));
      const flat = then('Reshape', [input, constant(`${output}Shape`, [3], shape)], `${output}Flat`);
      return then('Transpose', [flat], output, { perm: [0, 2, 1] });
    },
    file: (inputs, outputs) => onnxFile({ nodes, weights, inputs, outputs } satisfies Graph),
  };
}
