import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';

/** Files under the sha256 of their content. */
export interface MediaFolder {
  /** Throws INVALID_INPUT when the content is not what the digest says. A file that is there stays. */
  write(digest: string, bytes: Buffer): Promise<void>;
  /** Throws NOT_FOUND. */
  read(digest: string): Promise<Buffer>;
  /** Throws NOT_FOUND. */
  stream(digest: string): Promise<ReadStream>;
}

export function openMediaFolder(folder: string): MediaFolder {
  const pathOf = (digest: string) => join(folder, digest.slice(0, 2), digest);
  return {
    async write(digest, bytes) {
      const actual = sha256(bytes);
      if (actual !== digest) {
        throw new AppError(
          'INVALID_INPUT',
          `The sha256 of the file is ${actual}, not ${digest}; it was damaged on the way`,
        );
      }
      const path = pathOf(digest);
      if (await stat(path).catch(() => null)) return;
      await mkdir(join(folder, digest.slice(0, 2)), { recursive: true });
      // Written beside and moved, so that nobody ever reads half a picture.
      const part = `${path}.${newId()}.part`;
      try {
        await writeFile(part, bytes);
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    read: (digest) => readFile(pathOf(digest)).catch((error) => missing(error, digest)),
    async stream(digest) {
      const stream = createReadStream(pathOf(digest));
      await once(stream, 'open').catch((error) => missing(error, digest));
      return stream;
    },
  };
}

function missing(error: NodeJS.ErrnoException, digest: string): never {
  if (error.code === 'ENOENT')
    throw new AppError('NOT_FOUND', `Picture ${digest} is not in the media folder`);
  throw error;
}
