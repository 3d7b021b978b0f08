import { access } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../core/errors.ts';

// From 1.29 on the runtime reports model and session facts to its maker unless told not to before its first use.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

export const DEVICES = ['cpu', 'cuda', 'webgpu'] as const;
export type Device = (typeof DEVICES)[number];

export interface Compute {
  readonly device: Device;
  /** Threads of one inference on the CPU; 0 takes every core. */
  readonly threads?: number | undefined;
}

/** What a manifest says about a file: exactly these inputs, and at least these outputs. */
export interface ModelFile {
  /** Name of the model, for the remedy in messages. */
  readonly model: string;
  readonly path: string;
  readonly inputs: readonly string[];
  /** Inputs that some exports have and others do not. */
  readonly optionalInputs?: readonly string[];
  readonly outputs: readonly string[];
}

/** The kind of array tells the element type: float32, int64, float16 as its bits, bool as 0 and 1. */
export interface Feed {
  readonly data: Float32Array | BigInt64Array | Uint16Array | Uint8Array;
  readonly dims: readonly number[];
}

export interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** An input or output as the file declares it: `float32`, `float16`, `int64`, …; a dimension may be a name. */
export interface Declared {
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

export interface Session {
  readonly inputs: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  /** As `run`, but of these outputs only, in whatever element type the file has: a cache goes back as it came. */
  compute<Name extends string>(
    feeds: Readonly<Record<string, Feed>>,
    outputs: readonly Name[],
  ): Promise<Record<Name, Feed>>;
  /** Computes on the calling thread, which waits: keep batches short enough for heartbeats. */
  run(feeds: Readonly<Record<string, Feed>>): Promise<(output: string) => Output>;
  /** The last user's release frees the memory. */
  release(): Promise<void>;
}

interface Shared {
  readonly native: Promise<InferenceSession>;
  users: number;
}

const shared = new Map<string, Shared>();

/**
 * Opens a model file; callers that ask for the same file, device and threads share one session. External data
 * (`model.onnx_data`) is found beside the file. A device that is not there is an error, never the CPU instead.
 */
export async function openSession(file: ModelFile, { device, threads = 0 }: Compute): Promise<Session> {
  const key = JSON.stringify([file.path, device, threads]);
  const entry = shared.get(key) ?? { native: load(file, device, threads), users: 0 };
  shared.set(key, entry);
  entry.users++;

  let isReleased = false;
  const release = async (): Promise<void> => {
    if (isReleased) return;
    isReleased = true;
    await leave(key, entry);
  };
  try {
    const native = await entry.native;
    checkNames(file, native);
    return {
      inputs: declared(native.inputMetadata),
      outputs: declared(native.outputMetadata),
      run: (feeds) => run(file, native, feeds),
      compute: (feeds, outputs) => compute(file, native, feeds, outputs),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Forgets a session nobody uses. One that failed to load is forgotten too, so the next caller tries again. */
async function leave(key: string, entry: Shared): Promise<void> {
  entry.users--;
  if (entry.users > 0) return;
  if (shared.get(key) === entry) shared.delete(key);
  const native = await entry.native.catch(() => null);
  await native?.release();
}

/**
 * By default the runtime's threads turn in circles between two operations, and take the cores from whoever decodes
 * pictures and commits meanwhile: on two busy cores three times the CPU a picture.
 */
const SHARED_CORES = { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } };

async function load(file: ModelFile, device: Device, threads: number): Promise<InferenceSession> {
  await access(file.path).catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', `${file.path} is not there; ${remedy(file)}`, { cause });
  });
  try {
    return await InferenceSession.create(file.path, {
      executionProviders: [device],
      intraOpNumThreads: threads,
      extra: SHARED_CORES,
    });
  } catch (cause) {
    throw explain(file, device, cause);
  }
}

function explain(file: ModelFile, device: Device, cause: unknown): AppError {
  const said = (cause instanceof Error ? cause.message : String(cause)).trim();
  // A failed check of the runtime begins with its source file, function and condition, which help nobody here.
  const reason = said.replace(/^\/onnxruntime_src\/.* was false\. /s, '');
  // The runtime readies the device before it reads the file, and prefixes what it says about files.
  const [, aboutFile] = /^Load model from .*? failed:(.*)$/s.exec(reason) ?? [];
  if (aboutFile === undefined && device !== 'cpu') {
    return new AppError('UNAVAILABLE', `Device "${device}" cannot be used on this machine: ${reason}`, {
      cause,
    });
  }
  const isOnnx = !/Protobuf parsing failed|does not have a graph/.test(reason);
  const complaint = isOnnx ? 'cannot be loaded' : 'is not an ONNX model';
  return new AppError('INVALID_INPUT', `${file.path} ${complaint}: ${aboutFile ?? reason}; ${remedy(file)}`, {
    cause,
  });
}

function remedy(file: ModelFile): string {
  return `reinstall with \`assay models install ${file.model}\``;
}

function checkNames(file: ModelFile, { inputNames, outputNames }: InferenceSession): void {
  const check = (
    kind: string,
    missing: string | undefined,
    there: readonly string[],
    where: string,
  ): void => {
    if (missing === undefined) return;
    throw new AppError(
      'INVALID_INPUT',
      `${file.path} has no ${kind} "${missing}", which ${where} names; its ${kind}s are ${there.join(', ')}`,
    );
  };
  const manifest = `the manifest of ${file.model}`;
  check(
    'input',
    file.inputs.find((name) => !inputNames.includes(name)),
    inputNames,
    manifest,
  );
  check(
    'output',
    file.outputs.find((name) => !outputNames.includes(name)),
    outputNames,
    manifest,
  );
  const named = [...file.inputs, ...(file.optionalInputs ?? [])];
  const unfed = inputNames.find((name) => !named.includes(name));
  if (unfed === undefined) return;
  throw new AppError(
    'INVALID_INPUT',
    `${file.path} asks for input "${unfed}", which ${manifest} does not name; it names ${named.join(', ')}`,
  );
}

async function run(
  file: ModelFile,
  native: InferenceSession,
  feeds: Readonly<Record<string, Feed>>,
): Promise<(output: string) => Output> {
  const tensors = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toTensor(feed)]));
  const outputs = await native.run(tensors, [...file.outputs]);
  return (name) => {
    const output = outputs[name];
    if (!(output?.data instanceof Float32Array)) {
      throw new AppError(
        'INVALID_INPUT',
        `Output "${name}" of ${file.path} is ${output?.type ?? 'missing'}, not float32: use an export in full precision`,
      );
    }
    return { data: output.data, dims: output.dims };
  };
}

async function compute<Name extends string>(
  file: ModelFile,
  native: InferenceSession,
  feeds: Readonly<Record<string, Feed>>,
  outputs: readonly Name[],
): Promise<Record<Name, Feed>> {
  const tensors = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toTensor(feed)]));
  const computed = await native.run(tensors, [...outputs]);
  const found = outputs.map((name) => [name, toFeed(file, name, computed[name])] as const);
  return Object.fromEntries(found) as Record<Name, Feed>;
}

function declared(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, Declared> {
  return new Map(
    metadata.flatMap((value) =>
      value.isTensor ? [[value.name, { type: value.type, dims: value.shape }]] : [],
    ),
  );
}

function toTensor({ data, dims }: Feed): Tensor {
  if (data instanceof Float32Array) return new Tensor('float32', data, [...dims]);
  if (data instanceof BigInt64Array) return new Tensor('int64', data, [...dims]);
  if (data instanceof Uint16Array) {
    const half = new Tensor('float16', data, [...dims]);
    // Where the engine has a Float16Array, Tensor turns the bits into one, which the native side (1.30) reads as empty.
    return Object.defineProperty(half, 'data', { value: data });
  }
  return new Tensor('bool', data, [...dims]);
}

function toFeed(file: ModelFile, name: string, tensor: Tensor | undefined): Feed {
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
      throw new AppError(
        'INVALID_INPUT',
        `Output "${name}" of ${file.path} is ${type ?? 'missing'}; this program reads float32, float16 and int64`,
      );
  }
}
