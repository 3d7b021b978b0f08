import { constants, copyFile, cp, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { onDisk, type PinnedBy } from './download.ts';
import { writeWhole } from './files.ts';
import { GOLDEN_FILE, GOLDEN_FOLDER } from './golden/file.ts';
import type { InstalledFile } from './install.ts';
import { digestFile, findManifest, manifestNames, readManifestFile } from './installed.ts';
import type { FileEntry, Manifest } from './manifest.ts';

export interface InstallLocalOptions {
  readonly roots: readonly string[];
  /** The folder of models, for instance `<ASSAY_HOME>/models`. */
  readonly into: string;
}

/** A file on its way to its place. */
interface Step {
  readonly source: string;
  readonly target: string;
  readonly entry: FileEntry;
}

/**
 * Installs a model from a file or a folder of this machine, and pins what it is given: the manifest written beside the
 * files has every sha256 and size. A folder may bring the manifest itself, where no other says what the name is, and
 * golden pictures. Nothing is put in place before every file is there and is what the manifest names.
 */
export async function installLocal(
  name: string,
  source: string,
  { roots, into }: InstallLocalOptions,
): Promise<InstalledFile[]> {
  const kind = await stat(source).catch(() => null);
  if (!kind) throw new AppError('NOT_FOUND', `There is no file or folder ${source}`);
  const folder = kind.isDirectory() ? source : null;
  const manifest = await manifestOf(name, folder, roots);
  const target = join(into, name);
  const steps = await planOf(manifest, source, folder, target);

  const staged: string[] = [];
  try {
    const files: InstalledFile[] = [];
    for (const step of steps) {
      const wasThere = await isSame(step.source, step.target);
      const copy = wasThere ? step.target : await stage(name, step, staged);
      const found = await digestFile(copy);
      const pinnedBy = check(manifest, step, found.sha256);
      Object.assign(step.entry, found);
      files.push({ path: step.target, ...found, pinnedBy, wasThere });
    }
    for (const part of staged) await rename(part, part.slice(0, -PART.length));
    await writeWhole(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    if (folder !== null) await copyGoldens(folder, target);
    return files;
  } catch (error) {
    await Promise.all(staged.map((part) => rm(part, { force: true })));
    throw error;
  }
}

const PART = '.part';

/** What the roots say that the name is; else what the folder brings. */
async function manifestOf(name: string, folder: string | null, roots: readonly string[]): Promise<Manifest> {
  if ((await manifestNames(roots)).includes(name)) return structuredClone(await findManifest(name, roots));
  const brought =
    folder === null
      ? null
      : await readManifestFile(
          join(folder, 'manifest.json'),
          name,
          `install it by that name, not as ${name}`,
        );
  if (brought) return brought;
  const known = await manifestNames(roots);
  throw new AppError(
    'NOT_FOUND',
    `There is no model "${name}", and no manifest.json comes with it. Known: ${known.join(', ')}. For a model of your own give --from a folder with its manifest.json (models/README.md)`,
  );
}

async function planOf(
  manifest: Manifest,
  source: string,
  folder: string | null,
  target: string,
): Promise<Step[]> {
  const entries = Object.values(manifest.files);
  const [first, ...others] = entries;
  if (!first)
    throw new AppError(
      'INVALID_INPUT',
      `${manifest.name} has no files of its own: there is nothing to install`,
    );
  if (folder === null) {
    if (others.length === 0) return [{ source, target: join(target, first.path), entry: first }];
    throw new AppError(
      'INVALID_INPUT',
      `${manifest.name} has ${entries.length} files: give --from the folder with ${entries.map(({ path }) => path).join(', ')}`,
    );
  }
  const found = await Promise.all(
    entries.map(async (entry) => ({ entry, at: await placeOf(folder, entry) })),
  );
  const missing = found.filter(({ at }) => at === null).map(({ entry }) => entry.path);
  if (missing.length > 0)
    throw new AppError(
      'NOT_FOUND',
      `${folder} has no ${missing.join(', ')}, which the manifest of ${manifest.name} names`,
    );
  return found.map(({ entry, at }) => ({ source: at as string, target: join(target, entry.path), entry }));
}

/** In a folder as the manifest has it, or flat as a download left it. */
async function placeOf(folder: string, { path }: FileEntry): Promise<string | null> {
  for (const candidate of [join(folder, path), join(folder, basename(path))])
    if ((await stat(candidate).catch(() => null))?.isFile()) return candidate;
  return null;
}

async function isSame(source: string, target: string): Promise<boolean> {
  const [from, to] = await Promise.all([realpath(source), realpath(target).catch(() => null)]);
  return from === to;
}

/** Copies it beside its place. */
async function stage(name: string, { source, target }: Step, staged: string[]): Promise<string> {
  const part = `${target}${PART}`;
  staged.push(part);
  const remedy = `run \`assay models install ${name} --from …\` again`;
  await onDisk({ path: target, remedy }, async () => {
    await mkdir(dirname(part), { recursive: true });
    await copyFile(source, part, constants.COPYFILE_FICLONE);
  });
  return part;
}

function check(manifest: Manifest, { entry, source }: Step, sha256: string): PinnedBy {
  if (entry.sha256 === null) return 'this file';
  if (entry.sha256 === sha256) return 'manifest';
  throw new AppError(
    'INVALID_INPUT',
    `${source} is not the file that the manifest of ${manifest.name} names: sha256 expected ${entry.sha256}, got ${sha256}. Other weights are another judge: give them a name and a manifest of their own (models/README.md)`,
  );
}

/** What a worker has to see before it starts, where the folder brings it. */
async function copyGoldens(folder: string, target: string): Promise<void> {
  const golden = join(folder, GOLDEN_FILE);
  if (!(await stat(golden).catch(() => null)) || (await isSame(golden, join(target, GOLDEN_FILE)))) return;
  await copyFile(golden, join(target, GOLDEN_FILE));
  const pictures = join(folder, GOLDEN_FOLDER);
  if (await stat(pictures).catch(() => null))
    await cp(pictures, join(target, GOLDEN_FOLDER), { recursive: true });
}
