import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Compute, Declared, Feed } from './inference/tensors.ts';

// From 1.29 on the runtime reports model and session facts to its maker unless told not to before its first use.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

/** A file as the runtime loaded it. */
export interface RuntimeSession {
  readonly inputs: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  /** Computes on the calling thread, which does nothing else meanwhile. */
  run(feeds: Readonly<Record<string, Feed>>, outputs: readonly string[]): Promise<Record<string, Feed>>;
  release(): Promise<void>;
}

/**
 * By default the runtime's threads turn in circles between two operations, and take the cores from whoever decodes
 * pictures and commits meanwhile: on two busy cores three times the CPU a picture.
 */
const SHARED_CORES = { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } };

/** Throws in the runtime's words. External data (`model.onnx_data`) is found beside the file. */
export async function loadSession(path: string, { device, threads = 0 }: Compute): Promise<RuntimeSession> {
  const native = await InferenceSession.create(path, {
    executionProviders: [device],
    intraOpNumThreads: threads,
    extra: SHARED_CORES,
  });
  return {
    inputs: declared(native.inputMetadata),
    outputs: declared(native.outputMetadata),
    async run(feeds, outputs) {
      const tensors = Object.entries(feeds).map(([name, feed]) => [name, toTensor(feed)] as const);
      const computed = await native.run(Object.fromEntries(tensors), [...outputs]);
      return Object.fromEntries(outputs.map((name) => [name, toFeed(name, computed[name])]));
    },
    release: () => native.release(),
  };
}

function declared(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, Declared> {
  return new Map(
    metadata.map((value) => [
      value.name,
      value.isTensor ? { type: value.type, dims: value.shape } : { type: 'no tensor', dims: [] },
    ]),
  );
}

function toTensor({ data, dims }: Feed): Tensor {
  if (data instanceof Float32Array) return new Tensor('float32', data, [...dims]);
  if (data instanceof BigInt64Array) return new Tensor('int64', data, [...dims]);
  if (data instanceof Int32Array) return new Tensor('int32', data, [...dims]);
  if (data instanceof Uint16Array) {
    const half = new Tensor('float16', data, [...dims]);
    // Where the engine has a Float16Array, Tensor turns the bits into one, which the native side (1.30) reads as empty.
    return Object.defineProperty(half, 'data', { value: data });
  }
  return new Tensor('bool', data, [...dims]);
}

function toFeed(name: string, tensor: Tensor | undefined): Feed {
  const { type, data, dims } = tensor ?? {};
  switch (type) {
    case 'float32':
      return { data: data as Float32Array, dims: dims as number[] };
    case 'int64':
      return { data: data as BigInt64Array, dims: dims as number[] };
    case 'float16': {
      // Newer engines hand out a Float16Array, older ones its bits; everywhere else here it is bits.
      const { buffer, byteOffset, length } = data as Uint16Array<ArrayBuffer>;
      return { data: new Uint16Array(buffer, byteOffset, length), dims: dims as number[] };
    }
    default:
      throw new Error(
        `Output "${name}" is ${type ?? 'missing'}; this program reads float32, float16 and int64`,
      );
  }
}
