import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { composedName, isLeftBehind, type PathParts, partsOfPath } from '../../core/fileNames.ts';
import { Failure } from '../failure.ts';

/** Where the pictures that a file names are in a folder; null for those that are not there. */
export type PicturePlaces = ReadonlyMap<string, string | null>;

/**
 * Finds pictures by the paths that somebody wrote on another machine: with either slash, letters composed or not, and
 * whatever case where one file fits. Those that begin at a root are looked for without their first folders, as many for
 * all as finds the most. Throws for one that leaves the folder.
 */
export async function findPictures(folder: string, paths: ReadonlySet<string>): Promise<PicturePlaces> {
  const find = openFinder(folder);
  const all = [...paths].map((path) => ({ path, ...partsOfPath(path) }));
  for (const { path, parts } of all)
    if (parts.includes('..'))
      throw new Failure(`Picture ${JSON.stringify(path)} lies outside the folder of pictures`);
  const cut = await bestCut(
    all.filter(({ isAbsolute }) => isAbsolute),
    find,
  );
  const places = new Map<string, string | null>();
  for (const { path, parts, isAbsolute } of all)
    places.set(path, await find(isAbsolute ? parts.slice(cut) : parts));
  return places;
}

type Find = (parts: readonly string[]) => Promise<string | null>;

async function bestCut(absolute: readonly PathParts[], find: Find): Promise<number> {
  const deepest = Math.max(0, ...absolute.map(({ parts }) => parts.length));
  let [best, most] = [0, 0];
  for (let cut = 0; cut < deepest && most < absolute.length; cut++) {
    let found = 0;
    for (const { parts } of absolute) if ((await find(parts.slice(cut))) !== null) found += 1;
    if (found > most) [best, most] = [cut, found];
  }
  return best;
}

interface Listing {
  exact: ReadonlySet<string>;
  composed: ReadonlyMap<string, string>;
  /** Null where several differ only in case. */
  caseless: ReadonlyMap<string, string | null>;
}

/** Looks up parts one folder after the other; each folder is read once. */
function openFinder(folder: string): Find {
  const listings = new Map<string, Promise<Listing | null>>();
  const listed = (dir: string): Promise<Listing | null> => {
    const known = listings.get(dir) ?? readListing(dir, dir === folder);
    listings.set(dir, known);
    return known;
  };
  return async (parts) => {
    let place = folder;
    for (const part of parts) {
      const names = await listed(place);
      const name = names && nameIn(names, part);
      if (!name) return null;
      place = join(place, name);
    }
    return parts.length > 0 ? place : null;
  };
}

function nameIn({ exact, composed, caseless }: Listing, part: string): string | null {
  if (exact.has(part)) return part;
  const name = composedName(part);
  return composed.get(name) ?? caseless.get(name.toLowerCase()) ?? null;
}

async function readListing(dir: string, isRoot: boolean): Promise<Listing | null> {
  const all = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (!isRoot && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  });
  if (all === null) return null;
  const names = all.filter((name) => !isLeftBehind(name));
  const caseless = new Map<string, string | null>();
  for (const name of names) {
    const key = composedName(name).toLowerCase();
    caseless.set(key, caseless.has(key) ? null : name);
  }
  // Exactly as it is named a picture may be hidden.
  return {
    exact: new Set(all),
    composed: new Map(names.map((name) => [composedName(name), name])),
    caseless,
  };
}
