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
  readonly outputs: readonly string[];
}

export interface Feed {
  readonly data: Float32Array | BigInt64Array;
  readonly dims: readonly number[];
}

export interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface Session {
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
    return { run: (feeds) => run(file, native, feeds), release };
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

async function load(file: ModelFile, device: Device, threads: number): Promise<InferenceSession> {
  await access(file.path).catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', `${file.path} is not there; ${remedy(file)}`, { cause });
  });
  try {
    return await InferenceSession.create(file.path, {
      executionProviders: [device],
      intraOpNumThreads: threads,
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
  const unfed = inputNames.find((name) => !file.inputs.includes(name));
  if (unfed === undefined) return;
  throw new AppError(
    'INVALID_INPUT',
    `${file.path} asks for input "${unfed}", which ${manifest} does not name; it names ${file.inputs.join(', ')}`,
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

function toTensor({ data, dims }: Feed): Tensor {
  return data instanceof Float32Array
    ? new Tensor('float32', data, [...dims])
    : new Tensor('int64', data, [...dims]);
}
