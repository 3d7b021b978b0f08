import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import { isLeftBehind } from '../../core/fileNames.ts';
import { Failure } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';
import { type FileEntry, type Manifest, readManifest } from './manifest.ts';

/** What is not as the manifest says. */
export interface Fault {
  path: string;
  fault: string;
}

export interface Verified {
  files: number;
  rows: Manifest['rows'];
  faults: Fault[];
}

/** Holds every file against the manifest: there, of its size, digest and number of rows, and none beside them. */
export async function verifyDataset(directory: string, progress: Progress): Promise<Verified> {
  const manifest = await readManifest(directory);
  if (!manifest)
    throw new Failure(`${directory} has no manifest.json. Make one: assay export dataset ${directory}`);
  const faults: Fault[] = [];
  for (const [index, file] of manifest.files.entries()) {
    const fault = await faultOf(directory, file);
    if (fault) faults.push({ path: file.path, fault });
    progress.update(index + 1, manifest.files.length);
  }
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const path of await parquetFiles(directory)) {
    if (!listed.has(path)) faults.push({ path, fault: 'is not in the manifest' });
  }
  return { files: manifest.files.length, rows: manifest.rows, faults };
}

async function faultOf(directory: string, { path, bytes, sha256, rows }: FileEntry): Promise<string | null> {
  const file = join(directory, path);
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return 'is not there';
  if (size !== bytes) return `has ${size} bytes, not ${bytes}`;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== sha256) return 'has another sha256: its content was changed';
  const metadata = await parquetMetadataAsync(await asyncBufferFromFile(file));
  return Number(metadata.num_rows) === rows ? null : `has ${metadata.num_rows} rows, not ${rows}`;
}

async function parquetFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  return names.filter((name) => name.endsWith('.parquet') && !name.split(sep).some(isLeftBehind)).toSorted();
}
