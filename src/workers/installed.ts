import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import {
  type ColorManifest,
  type DetectorManifest,
  type FileEntry,
  type Manifest,
  manifestSchema,
  type VlmManifest,
} from './manifest.ts';
import { judgeDocument, judgeRevision } from './revision.ts';

/** A model whose files are there and are what the manifest says: every `sha256` and `bytes` is filled in. */
export interface Installed<M extends Manifest = Manifest> {
  readonly manifest: M;
  /** By the key of `manifest.files`, for instance `model`. */
  readonly paths: Readonly<Record<string, string>>;
}

export interface InstalledJudge {
  readonly name: string;
  readonly detector: Installed<DetectorManifest>;
  readonly colors: Installed<ColorManifest> | null;
  readonly decide: NonNullable<DetectorManifest['decide']>;
  /** Everything that can change a score, as stored with the judge. */
  readonly document: ReturnType<typeof judgeDocument>;
  /** The digest of `document`. */
  readonly revision: string;
}

/**
 * The manifest of a model. `roots` are folders of models, the repository's first: where two know a name, the
 * first says what the model is.
 */
export async function findManifest(name: string, roots: readonly string[]): Promise<Manifest> {
  for (const root of roots) {
    const manifest = await readManifest(root, name);
    if (manifest) return manifest;
  }
  const known = await manifestNames(roots);
  throw new AppError('NOT_FOUND', `There is no model "${name}". Known: ${known.join(', ') || 'none'}`);
}

/** The names of all models with a manifest, sorted. */
export async function manifestNames(roots: readonly string[]): Promise<string[]> {
  const folders = await Promise.all(roots.map((root) => readdir(root).catch(() => [])));
  const candidates = roots.flatMap((root, at) => (folders[at] ?? []).map((name) => ({ root, name })));
  const found = await Promise.all(
    candidates.map(async ({ root, name }) =>
      (await isThere(join(root, name, 'manifest.json'))) ? [name] : [],
    ),
  );
  return [...new Set(found.flat())].sort();
}

/** Finds the files of a model in any of the roots and checks every one against its sha256. */
export async function loadModel(name: string, roots: readonly string[]): Promise<Installed> {
  const manifest = structuredClone(await findManifest(name, roots));
  const paths: Record<string, string> = {};
  for (const { key, path, found, problem } of await findFiles(manifest, roots)) {
    if (problem) throw problem.error;
    Object.assign(manifest.files[key] as FileEntry, found);
    paths[key] = path as string;
  }
  return { manifest, paths };
}

/** A file that a manifest names, as it is here. */
export interface FoundFile {
  readonly key: string;
  readonly path: string | null;
  readonly found: { readonly sha256: string; readonly bytes: number } | null;
  /** Why a worker would not take it: in a few words, and as it would say it. */
  readonly problem: { readonly state: string; readonly error: AppError } | null;
}

/** Looks for the files of a manifest in any of the roots, and compares them with their digests. */
export async function findFiles(manifest: Manifest, roots: readonly string[]): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const [key, file] of Object.entries(manifest.files)) {
    const folder = await folderOf(manifest.name, file.path, roots);
    if (!folder) {
      const problem = { state: 'no', error: notInstalled(manifest, file.path) };
      files.push({ key, path: null, found: null, problem });
      continue;
    }
    const path = join(folder, file.path);
    const beside = file.sha256 === null ? await readManifest(join(folder, '..'), manifest.name) : null;
    const pinned = file.sha256 ?? beside?.files[key]?.sha256 ?? null;
    const found = await digestFile(path);
    files.push({ key, path, found, problem: problemOf(manifest, folder, path, pinned, found.sha256) });
  }
  return files;
}

function problemOf(
  manifest: Manifest,
  folder: string,
  path: string,
  pinned: string | null,
  sha256: string,
): FoundFile['problem'] {
  if (pinned === sha256) return null;
  const state = pinned === null ? 'not pinned' : 'differs from its manifest';
  return { state, error: wrongDigest(manifest, folder, path, pinned, sha256) };
}

/** A detector with thresholds, its colour model, and the revision that its scores will carry. */
export async function loadJudge(name: string, roots: readonly string[]): Promise<InstalledJudge> {
  const detector = await loadModel(name, roots);
  const { manifest } = detector;
  if (manifest.kind !== 'detector' || !manifest.decide) {
    throw new AppError(
      'INVALID_INPUT',
      `${name} is not a judge: its manifest needs kind "judge", or "detector" and "decide"`,
    );
  }
  const colors = manifest.colors === null ? null : await loadModel(manifest.colors, roots);
  if (colors && !isColors(colors)) {
    throw new AppError(
      'INVALID_INPUT',
      `${name} names ${manifest.colors} for colours, which is a ${colors.manifest.kind}`,
    );
  }
  const document = judgeDocument(manifest, colors?.manifest ?? null);
  return {
    name,
    detector: { manifest, paths: detector.paths },
    colors,
    decide: manifest.decide,
    document,
    revision: judgeRevision(document),
  };
}

function isColors(model: Installed): model is Installed<ColorManifest> {
  return model.manifest.kind === 'color-classifier' || model.manifest.kind === 'clip';
}

/** A vision-language model with its files; what becomes of its answers is the judge's part of a revision. */
export async function loadVlm(name: string, roots: readonly string[]): Promise<Installed<VlmManifest>> {
  const { manifest, paths } = await loadModel(name, roots);
  if (manifest.kind === 'vlm') return { manifest, paths };
  throw new AppError(
    'INVALID_INPUT',
    `${name} is a ${manifest.kind}, not a vision-language model: its manifest needs kind "vlm"`,
  );
}

/** sha256 and size of a file, read in pieces: weights can be larger than memory. */
export async function digestFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  const source = createReadStream(path);
  await pipeline(source, hash);
  return { sha256: hash.digest('hex'), bytes: source.bytesRead };
}

/** Null when there is none; throws with the file's name and every problem when it is not a manifest. */
export function readManifest(root: string, name: string): Promise<Manifest | null> {
  return readManifestFile(join(root, name, 'manifest.json'), name);
}

export async function readManifestFile(
  path: string,
  name: string,
  otherwise = 'it must be named as its folder',
): Promise<Manifest | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = manifestSchema.safeParse(parseJson(path, text));
  if (!parsed.success) {
    throw new AppError('INVALID_INPUT', `${path} is not a manifest:\n${z.prettifyError(parsed.error)}`);
  }
  if (parsed.data.name !== name) {
    throw new AppError('INVALID_INPUT', `${path} is named "${parsed.data.name}": ${otherwise}`);
  }
  return parsed.data;
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

async function folderOf(name: string, path: string, roots: readonly string[]): Promise<string | null> {
  for (const root of roots) if (await isThere(join(root, name, path))) return join(root, name);
  return null;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function canInstall(manifest: Manifest): boolean {
  return Object.values(manifest.files).every((file) => file.url !== undefined);
}

function notInstalled(manifest: Manifest, path: string): AppError {
  const recipe = manifest.kind === 'vlm' ? manifest.recipe : undefined;
  const restore = recipe === undefined ? 'restore it from the repository' : `make it with ${recipe}`;
  const local = `\`assay models install ${manifest.name} --from FOLDER\` takes it from here`;
  const remedy = canInstall(manifest)
    ? `run \`assay models install ${manifest.name}\`; without a network, ${local}`
    : `${restore}; ${local}`;
  return new AppError('NOT_FOUND', `Model ${manifest.name} is not complete: ${path} is missing; ${remedy}`);
}

function wrongDigest(
  manifest: Manifest,
  folder: string,
  path: string,
  expected: string | null,
  found: string,
): AppError {
  if (expected === null) {
    return new AppError(
      'INVALID_INPUT',
      `${path} is not pinned: no manifest gives its sha256. The file there has ${found}; pin it with \`assay models install ${manifest.name} --from ${folder}\``,
    );
  }
  const remedy = canInstall(manifest)
    ? `reinstall with \`assay models install ${manifest.name}\``
    : 'restore it from the repository, or write its digest into manifest.json: its scores are then another judge revision';
  return new AppError(
    'INVALID_INPUT',
    `${path} is not the file its manifest names: sha256 expected ${expected}, got ${found}; ${remedy}`,
  );
}
