import { readFile } from 'node:fs/promises';
import { PictureRefused } from '../client/answer.ts';
import type { Client } from '../client/client.ts';
import { describeFailure, Failure } from '../failure.ts';
import { withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { eachOf } from './eachOf.ts';
import { type Omissions, omitOr, someOf } from './omissions.ts';
import { findPictures } from './pictureFiles.ts';

/** Pictures that a file names by their paths: the digest of each that was uploaded, null where there is none. */
export type Pictures = ReadonlyMap<string, string | null>;

export interface UploadedPictures {
  pictures: Pictures;
  /** Paths that the folder has not. */
  missing: string[];
}

const LANES = 8;

/**
 * Uploads what the folder has of these paths. A path without a file is told and kept, since the scripts go on without
 * it, and a file that is no picture is left out. Nothing is uploaded where no folder is given.
 */
export async function uploadPictures(
  client: Client,
  terminal: Terminal,
  folder: string | undefined,
  paths: ReadonlySet<string>,
  { omit }: Omissions,
): Promise<UploadedPictures> {
  const pictures = new Map<string, string | null>();
  if (folder === undefined) return { pictures, missing: [] };
  const places = await findPictures(folder, paths);
  const missing = [...places].filter(([, place]) => place === null).map(([path]) => path);
  if (!omit && missing.length > 0) throw new Failure(`${folder} has no picture ${someOf(missing)}`);
  await withProgress(terminal, 'pictures', String, (progress) =>
    eachOf(places, LANES, async ([path, place]) => {
      pictures.set(path, place && (await uploadPicture(client, place, omit)));
      progress.update(pictures.size, paths.size);
    }),
  );
  return { pictures, missing };
}

/** The digest of a file that is a picture; null where it is none and may be left out. */
export async function uploadPicture(
  client: Client,
  place: string,
  omit: Omissions['omit'],
  read: () => Promise<Uint8Array<ArrayBuffer>> = () => readFile(place),
  mediaType = 'application/octet-stream',
): Promise<string | null> {
  try {
    const bytes = await read().catch((error) => {
      throw new PictureRefused(`${place}: ${describeFailure(error)}`, null);
    });
    return await client.putMedia(bytes, mediaType, place);
  } catch (error) {
    if (!(error instanceof PictureRefused)) throw error;
    omitOr(omit, error);
    return null;
  }
}

export interface CountedPictures {
  there: number;
  missing: number;
  /** The paths of those that are missing. */
  missingPaths: string[];
}

export function countPictures({ pictures, missing }: UploadedPictures): CountedPictures {
  const there = [...pictures.values()].filter((digest) => digest !== null).length;
  return { there, missing: pictures.size - there, missingPaths: missing };
}
