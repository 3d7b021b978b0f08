import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import { digestFile } from './installed.ts';
import { type Answer, ask } from './request.ts';

/**
 * Who said what the file must be: the manifest, the manifest that an earlier install wrote, the server, or nobody,
 * so that what came first, or was given, is the measure from now on.
 */
export type PinnedBy = 'manifest' | 'earlier install' | 'server' | 'first download' | 'this file';

export interface Download {
  readonly url: string;
  /** Where the whole file goes; what is there of it waits in `<path>.part`. */
  readonly path: string;
  /** Null when nobody has pinned the file yet. */
  readonly pin: { readonly sha256: string; readonly by: PinnedBy } | null;
  /** What a person can do, for messages. */
  readonly remedy: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (received: number, total: number | null) => void;
}

export interface Downloaded {
  readonly sha256: string;
  readonly bytes: number;
  readonly pinnedBy: PinnedBy;
}

/** A cut connection is taken up again, until so many tries in a row got no further than those before. */
const FRUITLESS_TRIES = 3;

/** Downloads to `<path>.part`, continuing one that is there, and renames it once its sha256 is right. */
export async function download(job: Download): Promise<Downloaded> {
  const part = `${job.path}.part`;
  await onDisk(job, () => mkdir(dirname(part), { recursive: true }));
  const promised = await receive(job, part);

  const found = await digestFile(part);
  const pin = job.pin ?? (promised === null ? null : { sha256: promised, by: 'server' as const });
  if (pin && pin.sha256 !== found.sha256) {
    await rm(part, { force: true });
    throw new AppError(
      'INVALID_INPUT',
      `${job.url} is not the file expected: sha256 expected ${pin.sha256} (by ${pin.by}), got ${found.sha256}. The download is deleted; ${job.remedy}, and if it stays so, the file has changed at its source`,
    );
  }
  await onDisk(job, () => rename(part, job.path));
  return { ...found, pinnedBy: pin?.by ?? 'first download' };
}

/** Fills `part`; returns the sha256 the server promises, if it does. */
async function receive(job: Download, part: string): Promise<string | null> {
  let furthest = await sizeOf(part);
  for (let fruitless = 0; ; ) {
    const before = await sizeOf(part);
    const answer = await ask(job.url, before, job.signal);
    try {
      const isWhole = await take(job, part, answer, before);
      if (isWhole) return answer.sha256;
    } catch (error) {
      if (error instanceof AppError) throw error;
      job.signal?.throwIfAborted();
      const now = await sizeOf(part);
      fruitless = now > furthest ? 0 : fruitless + 1;
      furthest = Math.max(furthest, now);
      if (fruitless === FRUITLESS_TRIES) throw wasCut(job, now, answer.total, error);
      await setTimeout(200 * fruitless, null, { signal: job.signal });
    }
  }
}

function wasCut(job: Download, received: number, total: number | null, cause: unknown): AppError {
  const { host } = new URL(job.url);
  return new AppError(
    'UNAVAILABLE',
    `The connection to ${host} was cut after ${received} of ${total ?? '?'} bytes; ${job.remedy} to continue`,
    { cause },
  );
}

/** Writes what the answer brings. False when the file has to be asked for from its start. */
async function take(job: Download, part: string, answer: Answer, before: number): Promise<boolean> {
  const next = nextStep(job, answer, before);
  if (next === 'write' || next === 'append') {
    await write(job, part, answer, next === 'append' ? before : 0);
    return true;
  }
  await answer.cancel();
  if (next === 'start over') await rm(part, { force: true });
  return next === 'done';
}

/** What an answer means for the `before` bytes that are there. */
function nextStep(job: Download, answer: Answer, before: number): 'write' | 'append' | 'start over' | 'done' {
  if (answer.status === 200) return 'write';
  // Without a digest nothing would show that the two parts are of different files.
  if (!job.pin && answer.sha256 === null) return 'start over';
  if (answer.status === 206) return 'append';
  return answer.total === before ? 'done' : 'start over';
}

/** Writes piece by piece, so that what arrived before a cut is on the disk. */
async function write(job: Download, part: string, answer: Answer, from: number): Promise<void> {
  let received = from;
  job.onProgress(received, answer.total);
  await using file = await open(part, from === 0 ? 'w' : 'a');
  for await (const chunk of answer.body ?? []) {
    await onDisk(job, () => file.writeFile(chunk));
    received += chunk.length;
    job.onProgress(received, answer.total);
  }
  if (answer.total !== null && received < answer.total) throw new Error('The answer ended early');
}

const DISK_ERRORS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'the folder may not be written',
  EPERM: 'the folder may not be written',
  EROFS: 'the disk is read-only',
  EEXIST: 'a file is where its folder should be',
  ENOTDIR: 'a file is where its folder should be',
};

/** Says what is wrong with the disk in words; other errors pass. */
export async function onDisk<T>(job: Pick<Download, 'path' | 'remedy'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const complaint = DISK_ERRORS[(error as NodeJS.ErrnoException).code ?? ''];
    if (complaint === undefined) throw error;
    throw new AppError(
      'UNAVAILABLE',
      `${job.path} cannot be written: ${complaint}; make room or choose another ASSAY_HOME, then ${job.remedy}`,
      { cause: error },
    );
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
