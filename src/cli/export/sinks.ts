import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';

/** Where a download goes. */
export interface Sink {
  /** Which file the bytes that are here belong to; null while there are none. */
  etag: string | null;
  /** Bytes here. */
  bytes: number;
  write(chunk: Uint8Array): Promise<void>;
  /** Forgets what is here and begins with another file. */
  begin(etag: string): Promise<void>;
  /** sha256 of all bytes. */
  digest(): string;
  /** Shows the whole file under its name. */
  finish(): Promise<void>;
  /** Leaves things so that a later download goes on from here. */
  close(): Promise<void>;
}

/** A file beside its name until it is whole. What an earlier, interrupted download of the same path left is gone on with. */
export async function fileSink(file: string, path: string): Promise<Sink> {
  const [part, note] = [`${file}.part`, `${file}.part.json`];
  const left = await readFile(note, 'utf8')
    .then((text) => JSON.parse(text) as { path: string; etag: string })
    .catch(() => null);
  const isOurs = left?.path === path;
  const handle = await open(part, isOurs ? 'a' : 'w');
  const bytes = isOurs ? (await handle.stat()).size : 0;
  const sink = new FileSink(handle, { file, part, note, path });
  if (isOurs && bytes > 0) await sink.goOn(left.etag, bytes);
  return sink;
}

interface Names {
  file: string;
  part: string;
  note: string;
  /** What is downloaded, so that it is not mixed up with something else of the same file name. */
  path: string;
}

class FileSink implements Sink {
  etag: string | null = null;
  bytes = 0;
  #hash: Hash = createHash('sha256');
  readonly #handle: FileHandle;
  readonly #names: Names;

  constructor(handle: FileHandle, names: Names) {
    this.#handle = handle;
    this.#names = names;
  }

  async goOn(etag: string, bytes: number): Promise<void> {
    for await (const chunk of createReadStream(this.#names.part, { end: bytes - 1 }))
      this.#hash.update(chunk);
    this.etag = etag;
    this.bytes = bytes;
  }

  async begin(etag: string): Promise<void> {
    await this.#handle.truncate(0);
    await writeFile(this.#names.note, JSON.stringify({ path: this.#names.path, etag }));
    this.#hash = createHash('sha256');
    this.etag = etag;
    this.bytes = 0;
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk);
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  digest = (): string => this.#hash.copy().digest('hex');

  async finish(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#names.part, this.#names.file);
    await rm(this.#names.note, { force: true });
  }

  async close(): Promise<void> {
    await this.#handle.close();
    if ((await stat(this.#names.part)).size > 0) return;
    await rm(this.#names.part, { force: true });
    await rm(this.#names.note, { force: true });
  }
}

/** A pipe. What was written to it cannot be taken back. */
export function streamSink(stream: NodeJS.WritableStream): Sink {
  let hash = createHash('sha256');
  return {
    etag: null,
    bytes: 0,
    async write(chunk) {
      hash.update(chunk);
      this.bytes += chunk.length;
      if (!stream.write(chunk)) await once(stream, 'drain');
    },
    async begin(etag) {
      if (this.bytes > 0)
        throw new Failure(
          'The data changed while it was sent, and what was written cannot be taken back. Run it again, or write to a file with -o.',
        );
      hash = createHash('sha256');
      this.etag = etag;
    },
    digest: () => hash.copy().digest('hex'),
    finish: async () => {},
    close: async () => {},
  };
}
