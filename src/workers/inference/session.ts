import { channel } from 'node:diagnostics_channel';
import { access } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';
import { asType, toFloat32 } from '../elements.ts';
import { batchOf, differences, type Expected } from './contract.ts';
import type { Loaded } from './messages.ts';
import { ask } from './runtime.ts';
import type { Compute, Declared, Device, Feed, Output } from './tensors.ts';

/** What a manifest says about a file: exactly these inputs, and at least these outputs. */
export interface ModelFile {
  /** Name of the model, for the remedy in messages. */
  readonly model: string;
  readonly path: string;
  readonly inputs: Readonly<Record<string, Expected>>;
  /** Inputs that some exports have and others do not. */
  readonly optionalInputs?: Readonly<Record<string, Expected>>;
  readonly outputs: Readonly<Record<string, Expected>>;
}

/**
 * An open file. Feeds may be float32 and int64 whatever the file declares: they go in as it has them. What is fed is
 * given away, and its memory empty afterwards, unless it is shared memory.
 */
export interface Session {
  readonly inputs: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  /** How many of a batch the file was exported for, each time exactly so many; null for any number. */
  readonly batch: number | null;
  /** As `run`, but of these outputs only, in whatever element type the file has: a cache goes back as it came. */
  compute<Name extends string>(
    feeds: Readonly<Record<string, Feed>>,
    outputs: readonly Name[],
  ): Promise<Record<Name, Feed>>;
  run(feeds: Readonly<Record<string, Feed>>): Promise<(output: string) => Output>;
  /** The last user's release frees the memory. */
  release(): Promise<void>;
}

/** A run as those who measure hear of it: before it starts, its feeds still at hand, and after it. */
export interface ObservedRun {
  readonly path: string;
  readonly compute: Compute;
  readonly feeds: Readonly<Record<string, Feed>>;
  readonly outputs: readonly string[];
}
export const runStarts = channel('assay:inference:start');
/** Its message is the seconds inside the runtime. */
export const runEnds = channel('assay:inference:end');

interface Shared {
  readonly loaded: Promise<Loaded>;
  users: number;
}

const shared = new Map<string, Shared>();

/**
 * Opens a model file; callers that ask for the same file, device and threads share one session. A device that is not
 * there is an error, never the CPU instead, and so is a file whose tensors are not what the manifest means.
 */
export async function openSession(file: ModelFile, { device, threads = 0 }: Compute): Promise<Session> {
  const compute = { device, threads };
  const key = JSON.stringify([file.path, device, threads]);
  const entry = shared.get(key) ?? { loaded: load(file, compute), users: 0 };
  shared.set(key, entry);
  entry.users++;

  let isReleased = false;
  const release = async (): Promise<void> => {
    if (isReleased) return;
    isReleased = true;
    await leave(key, entry);
  };
  try {
    const loaded = await entry.loaded;
    checkNames(file, loaded);
    checkTensors(file, loaded);
    const batch = batchLimit(file, loaded);
    const run = (feeds: Readonly<Record<string, Feed>>, outputs: readonly string[]) =>
      runOf(file, loaded, compute, feeds, outputs);
    return {
      inputs: loaded.inputs,
      outputs: loaded.outputs,
      batch,
      compute: run as Session['compute'],
      async run(feeds) {
        const computed = await run(feeds, Object.keys(file.outputs));
        return (name) => {
          const { data, dims } = computed[name] as Feed;
          return { data: toFloat32(data), dims };
        };
      },
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
  const loaded = await entry.loaded.catch(() => null);
  if (loaded) await ask({ kind: 'release', session: loaded.session });
}

async function load(file: ModelFile, compute: Compute): Promise<Loaded> {
  await access(file.path).catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', `${file.path} is not there; ${remedy(file)}`, { cause });
  });
  try {
    return await ask({ kind: 'load', path: file.path, compute });
  } catch (cause) {
    throw explain(file, compute.device, cause);
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

function checkNames(file: ModelFile, { inputs, outputs }: Loaded): void {
  const manifest = `the manifest of ${file.model}`;
  const there = (kind: string, names: readonly string[], found: ReadonlyMap<string, Declared>): void => {
    const missing = names.find((name) => !found.has(name));
    if (missing === undefined) return;
    throw new AppError(
      'INVALID_INPUT',
      `${file.path} has no ${kind} "${missing}", which ${manifest} names; its ${kind}s are ${[...found.keys()].join(', ')}`,
    );
  };
  there('input', Object.keys(file.inputs), inputs);
  there('output', Object.keys(file.outputs), outputs);
  const named = Object.keys({ ...file.inputs, ...file.optionalInputs });
  const unfed = [...inputs.keys()].find((name) => !named.includes(name));
  if (unfed === undefined) return;
  throw new AppError(
    'INVALID_INPUT',
    `${file.path} asks for input "${unfed}", which ${manifest} does not name; it names ${named.join(', ')}`,
  );
}

/** Throws with everything in which the file's tensors are not what the manifest means. */
function checkTensors(file: ModelFile, { inputs, outputs }: Loaded): void {
  const problems = [
    ...compared('input', inputs, { ...file.inputs, ...file.optionalInputs }),
    ...compared('output', outputs, file.outputs),
  ];
  if (problems.length === 0) return;
  throw new AppError(
    'INVALID_INPUT',
    `${file.path} is not what the manifest of ${file.model} means: ${problems.join('; ')}`,
  );
}

function compared(
  kind: string,
  there: ReadonlyMap<string, Declared>,
  expected: Readonly<Record<string, Expected>>,
): string[] {
  return Object.entries(expected).flatMap(([name, meant]) => {
    const declared = there.get(name);
    return declared ? differences(`${kind} "${name}"`, declared, meant) : [];
  });
}

/** How many the file takes at a time; null for any number. */
function batchLimit(file: ModelFile, { inputs, outputs }: Loaded): number | null {
  const sizes = [
    ...Object.entries(file.inputs).map(([name, meant]) => batchOf(inputs.get(name), meant)),
    ...Object.entries(file.outputs).map(([name, meant]) => batchOf(outputs.get(name), meant)),
  ].filter((size) => size !== null);
  if (new Set(sizes).size <= 1) return sizes[0] ?? null;
  throw new AppError(
    'INVALID_INPUT',
    `${file.path} was exported for batches of ${[...new Set(sizes)].join(' and of ')} at once: export it anew`,
  );
}

async function runOf(
  { path }: ModelFile,
  { session, inputs }: Loaded,
  compute: Compute,
  given: Readonly<Record<string, Feed>>,
  outputs: readonly string[],
): Promise<Record<string, Feed>> {
  const typed = Object.entries(given).map(
    ([name, feed]) => [name, asType(feed, inputs.get(name)?.type ?? '')] as const,
  );
  const feeds = Object.fromEntries(typed);
  if (runStarts.hasSubscribers) runStarts.publish({ path, compute, feeds, outputs } satisfies ObservedRun);
  const computed = await ask({ kind: 'run', session, feeds, outputs });
  if (runEnds.hasSubscribers) runEnds.publish(computed.seconds);
  return computed.outputs;
}
