import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../failure.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const fileEntry = z.object({
  /** Relative to the directory. */
  path: z.string(),
  table: z.enum(['scores', 'rollups', 'responses']),
  /** The evaluation that it is of, or the run. */
  of: z.string(),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: digest,
  /** The server's tag of what it holds: a file with another tag is exported again. */
  etag: digest,
});

const evaluationEntry = z.object({
  id: z.string(),
  run: z.string(),
  benchmark: z.string(),
  model: z.string(),
  settings: z.record(z.string(), z.unknown()),
  judge: z.string(),
  judgeRevision: z.string(),
  status: z.string(),
  finishedAt: z.string().nullable(),
});

const manifest = z.object({
  format: z.literal('assay-dataset'),
  version: z.literal(1),
  /** Of the tables' columns. */
  exportVersion: z.int(),
  /** When the list of evaluations was read; each file is of one instant at or after it. */
  snapshot: z.iso.datetime(),
  filters: z.record(z.string(), z.string()),
  rows: z.object({ scores: z.int(), rollups: z.int(), responses: z.int() }),
  evaluations: z.array(evaluationEntry),
  files: z.array(fileEntry),
});

export type FileEntry = z.infer<typeof fileEntry>;
export type EvaluationEntry = z.infer<typeof evaluationEntry>;
export type Manifest = z.infer<typeof manifest>;

const NAME = 'manifest.json';

/** Null where the directory has none. Throws for one that cannot be read, since a dataset must not be guessed at. */
export async function readManifest(directory: string): Promise<Manifest | null> {
  const path = join(directory, NAME);
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = manifest.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    `${path} is no manifest of this program (${issue?.path.join('.') || 'file'}: ${issue?.message}). Export into another directory.`,
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Replaces the manifest in one step, after everything that it names is there. */
export async function writeManifest(directory: string, written: Omit<Manifest, 'rows'>): Promise<Manifest> {
  const path = join(directory, NAME);
  const count = (table: FileEntry['table']) =>
    written.files.filter((file) => file.table === table).reduce((sum, { rows }) => sum + rows, 0);
  const rows = { scores: count('scores'), rollups: count('rollups'), responses: count('responses') };
  const { evaluations, files, ...about } = written;
  const whole = { ...about, rows, evaluations, files };
  const handle = await open(`${path}.part`, 'w');
  try {
    await handle.writeFile(`${JSON.stringify(whole, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.part`, path);
  return whole;
}

/** Whether a file is there with the size that it had. */
export async function isThere(directory: string, file: FileEntry): Promise<boolean> {
  const size = await stat(join(directory, file.path)).then(
    (found) => found.size,
    () => -1,
  );
  return size === file.bytes;
}
