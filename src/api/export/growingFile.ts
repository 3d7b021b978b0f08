import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises';
import type { Piece } from './batches.ts';

/** What is known of a file that is all there. */
export interface Whole {
  bytes: number;
  rows: number;
  /** 64 hex digits. */
  sha256: string;
}

/** A file that may still be written, and can be read meanwhile. */
export interface SpoolFile {
  readonly path: string;
  /** So far. */
  readonly bytes: number;
  readonly rows: number;
  /** Null while it is written. */
  readonly whole: Whole | null;
  /** Resolves when so much is there that more can be told from it, or all. */
  readonly started: Promise<void>;
  readonly finished: Promise<Whole>;
  /** The bytes from `start` on, up to and including `end`, waiting for those that are not written yet. */
  read(start?: number, end?: number): AsyncGenerator<Buffer>;
}

const CHUNK = 256 * 1024;
const START = 64 * 1024;

export interface Growth {
  /** Where it is read, once it is whole. */
  path: string;
  /** Where it is written before. */
  part: string;
  /** What is known of it is left here. */
  note: string;
  pieces: AsyncGenerator<Piece>;
  signal: AbortSignal;
}

/** Writes the pieces to a file as they come. It appears under its name when it is whole, or not at all. */
export function growFile({ path, part, note, pieces, signal }: Growth): SpoolFile {
  const file = new Growing(part);
  const written = write();
  async function write(): Promise<Whole> {
    const hash = createHash('sha256');
    const handle = await open(part, 'wx');
    file.begin();
    try {
      for await (const piece of pieces) {
        signal.throwIfAborted();
        await handle.writeFile(piece.bytes);
        hash.update(piece.bytes);
        file.grow(piece);
      }
    } finally {
      await handle.close();
    }
    const whole = { bytes: file.bytes, rows: file.rows, sha256: hash.digest('hex') };
    await writeFile(note, JSON.stringify(whole));
    await rename(part, path);
    file.path = path;
    return whole;
  }
  file.finishWith(
    written.catch(async (error) => {
      file.fail(error);
      await rm(part, { force: true });
      throw error;
    }),
  );
  return file;
}

class Growing implements SpoolFile {
  path: string;
  bytes = 0;
  rows = 0;
  whole: Whole | null = null;
  started: Promise<void>;
  finished: Promise<Whole> = Promise.reject(new Error('not begun'));
  #change = Promise.withResolvers<void>();
  #failure: { error: unknown } | null = null;
  readonly #begun = Promise.withResolvers<void>();
  readonly #start = Promise.withResolvers<void>();

  constructor(path: string) {
    this.path = path;
    this.started = this.#start.promise;
    for (const promise of [this.finished, this.started, this.#change.promise, this.#begun.promise])
      promise.catch(() => undefined);
  }

  grow({ bytes, rows }: Piece): void {
    this.bytes += bytes.length;
    this.rows += rows;
    if (this.bytes >= START) this.#start.resolve();
    this.#tell();
  }

  finishWith(written: Promise<Whole>): void {
    this.finished = written.then((whole) => {
      this.whole = whole;
      return whole;
    });
    this.finished.then(
      () => {
        this.#start.resolve();
        this.#tell();
      },
      (error) => {
        this.#start.reject(error);
        this.#change.reject(error);
      },
    );
  }

  /** The file is there. */
  begin(): void {
    this.#begun.resolve();
  }

  /** What made it end before it was whole; said before the file goes. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#begun.reject(error);
  }

  async #open(): Promise<FileHandle> {
    await this.#begun.promise;
    const { path } = this;
    try {
      return await open(path, 'r');
    } catch (error) {
      // It may have got its name while it was looked for, or failed and gone.
      if (this.#failure) throw this.#failure.error;
      if (this.path !== path) return open(this.path, 'r');
      throw error;
    }
  }

  #tell(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
    this.#change.promise.catch(() => undefined);
  }

  async *read(start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
    const handle = await this.#open();
    try {
      for (let at = start; at <= end; ) {
        const change = this.#change.promise;
        const until = Math.min(this.bytes, end + 1);
        if (at < until) {
          const piece = await readAt(handle, at, Math.min(CHUNK, until - at));
          at += piece.length;
          yield piece;
        } else if (this.whole) return;
        else await change;
      }
    } finally {
      await handle.close();
    }
  }
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
  if (bytesRead === 0) throw new Error('An export was cut short on disk');
  return buffer.subarray(0, bytesRead);
}

/** A file that was written before. */
export function wholeFile(path: string, whole: Whole): SpoolFile {
  const file = new Growing(path);
  file.bytes = whole.bytes;
  file.rows = whole.rows;
  file.whole = whole;
  file.begin();
  file.finishWith(Promise.resolve(whole));
  return file;
}
