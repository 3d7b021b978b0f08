import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { download, type PinnedBy } from './download.ts';
import { writeWhole } from './files.ts';
import { digestFile, readManifest } from './installed.ts';
import type { FileEntry, Manifest } from './manifest.ts';

export interface InstalledFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly pinnedBy: PinnedBy;
  /** It was there already and is the right one. */
  readonly wasThere: boolean;
}

export interface InstallOptions {
  /** The folder of models, for instance `<ASSAY_HOME>/models`. */
  readonly into: string;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the file at hand; `total` is null where the server does not say. */
  readonly onProgress?: ((file: string, received: number, total: number | null) => void) | undefined;
}

/**
 * Downloads the files of a model that have a `url` into `<into>/<name>/`, continuing what an earlier try left, and
 * writes the manifest beside them with every digest filled in, so that from then on all of them are pinned.
 * Nothing is put in place before its sha256 is right.
 */
export async function installModel(manifest: Manifest, options: InstallOptions): Promise<InstalledFile[]> {
  const folder = join(options.into, manifest.name);
  const earlier = await readManifest(options.into, manifest.name).catch(() => null);
  const pinned = structuredClone(manifest);
  const files: InstalledFile[] = [];
  for (const [key, entry] of Object.entries(pinned.files)) {
    const before = earlier?.files[key];
    // A manifest that now names another source is not bound by what the old one brought.
    const earlierSha256 = before?.url === entry.url ? (before?.sha256 ?? null) : null;
    const file = await installFile(folder, manifest.name, entry, earlierSha256, options);
    Object.assign(entry, { sha256: file.sha256, bytes: file.bytes });
    files.push(file);
  }
  await writeWhole(join(folder, 'manifest.json'), `${JSON.stringify(pinned, null, 2)}\n`);
  return files;
}

async function installFile(
  folder: string,
  model: string,
  entry: FileEntry,
  earlierSha256: string | null,
  { signal, onProgress }: InstallOptions,
): Promise<InstalledFile> {
  const path = join(folder, entry.path);
  const pin = entry.sha256
    ? { sha256: entry.sha256, by: 'manifest' as const }
    : earlierSha256 && { sha256: earlierSha256, by: 'earlier install' as const };
  const there = await digestFile(path).catch(() => null);
  if (there && pin && there.sha256 === pin.sha256)
    return { path, ...there, pinnedBy: pin.by, wasThere: true };
  if (!entry.url) {
    throw new AppError(
      'INVALID_INPUT',
      `${model} cannot be installed: ${entry.path} has no url in its manifest`,
    );
  }
  const downloaded = await download({
    url: entry.url,
    path,
    pin: pin || null,
    remedy: `run \`assay models install ${model}\` again`,
    signal,
    onProgress: (received, total) => onProgress?.(entry.path, received, total ?? entry.bytes),
  });
  return { path, ...downloaded, wasThere: false };
}
