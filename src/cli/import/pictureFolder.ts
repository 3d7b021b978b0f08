import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { eachOf } from './eachOf.ts';

/** Pictures that a file names by their paths: the digest of each that was uploaded, null where there is none. */
export type Pictures = ReadonlyMap<string, string | null>;

const LANES = 8;

/**
 * Uploads what the folder has of these paths. A path without a file is no error, since the scripts go on without it;
 * a file that is no picture is. Nothing is uploaded where no folder is given.
 */
export async function uploadPictures(
  client: Client,
  terminal: Terminal,
  folder: string | undefined,
  paths: ReadonlySet<string>,
): Promise<Pictures> {
  const pictures = new Map<string, string | null>();
  if (folder === undefined) return pictures;
  for (const path of paths) refuseOutside(path);
  await withProgress(terminal, 'pictures', String, (progress) =>
    eachOf(paths, LANES, async (path) => {
      const place = join(folder, path);
      const bytes = await readFile(place).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      pictures.set(path, bytes && (await client.putMedia(bytes, 'application/octet-stream', place)));
      progress.update(pictures.size, paths.size);
    }),
  );
  return pictures;
}

/** A file from elsewhere may not reach for other files of this machine. */
function refuseOutside(path: string): void {
  const inside = normalize(path);
  if (!inside.startsWith('/') && inside !== '..' && !inside.startsWith('../')) return;
  throw new Failure(`Picture ${JSON.stringify(path)} lies outside the folder of pictures`);
}

export function countPictures(pictures: Pictures): { there: number; missing: number } {
  const there = [...pictures.values()].filter((digest) => digest !== null).length;
  return { there, missing: pictures.size - there };
}
