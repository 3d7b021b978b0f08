import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';
import { download } from './download.ts';
import { type EvaluationFilter, isOpen, listEvaluations } from './evaluations.ts';
import {
  type EvaluationEntry,
  type FileEntry,
  isThere,
  type Manifest,
  readManifest,
  writeManifest,
} from './manifest.ts';
import { type ExportSource, exportPath, requestExport } from './request.ts';
import { fileSink } from './sinks.ts';

export interface DatasetSummary {
  directory: string;
  evaluations: number;
  /** Files that were written now, and that were as they are already. */
  written: number;
  unchanged: number;
  /** Evaluations that are still being scored, and come when they are closed. */
  open: number;
  rows: Manifest['rows'];
}

export interface DatasetOptions {
  directory: string;
  filter: EvaluationFilter;
  client: Client;
  source: ExportSource;
  progress: Progress;
}

/**
 * Brings a directory up to date: what is new or has changed since is fetched, the rest stays. Each file appears whole
 * or not at all, and the manifest comes last; a run that was broken off is gone on with by the next.
 */
export async function exportDataset(options: DatasetOptions): Promise<DatasetSummary> {
  const { directory, filter, client, source, progress } = options;
  const earlier = await readManifest(directory);
  const filters = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  if (earlier) refuseOtherFilters(directory, earlier.filters, filters);
  const snapshot = new Date().toISOString();
  const exportVersion = await checkedVersion(source, filter);
  const all = await listEvaluations(client, filter);
  const closed = all.filter((evaluation) => !isOpen(evaluation));
  const known = new Map(earlier?.files.map((file) => [file.path, file]));
  const files: FileEntry[] = [];
  let written = 0;
  const wanted = closed.length === 0 ? [] : filesOf(closed);
  await mkdir(directory, { recursive: true });
  for (const [index, want] of wanted.entries()) {
    const before = known.get(want.path);
    const entry = await bring(source, directory, want, before);
    if (entry !== before) written++;
    files.push(entry);
    progress.update(index + 1, wanted.length);
  }
  // One that is scored again meanwhile keeps what it had.
  const kept = earlier?.files.filter(({ path }) => !files.some((file) => file.path === path)) ?? [];
  const { rows } = await writeManifest(directory, {
    format: 'assay-dataset',
    version: 1,
    ...{ exportVersion, snapshot, filters, evaluations: closed },
    files: [...files, ...kept].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  });
  return {
    ...{ directory, evaluations: closed.length, written, rows },
    unchanged: files.length - written,
    open: all.length - closed.length,
  };
}

type Wanted = Pick<FileEntry, 'path' | 'table' | 'of'> & { benchmark: string; evaluation: string };

/** Scores and rollups of each evaluation, responses of each run. */
function filesOf(evaluations: readonly EvaluationEntry[]): Wanted[] {
  const runs = new Set<string>();
  return evaluations.flatMap(({ id, run, benchmark }) => {
    const folder = `benchmark=${benchmark}/evaluation=${id}`;
    const own = (['scores', 'rollups'] as const).map((table) => ({
      ...{ path: `${folder}/${table}.parquet`, table, of: id, benchmark, evaluation: id },
    }));
    if (runs.has(run)) return own;
    runs.add(run);
    const responses = `benchmark=${benchmark}/run=${run}/responses.parquet`;
    return [...own, { path: responses, table: 'responses' as const, of: run, benchmark, evaluation: id }];
  });
}

/** The entry as it was when nothing has changed. */
async function bring(
  source: ExportSource,
  directory: string,
  { path, table, of, benchmark, evaluation }: Wanted,
  before: FileEntry | undefined,
): Promise<FileEntry> {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  const url = exportPath(table, { format: 'parquet', benchmark, evaluation });
  const sink = await fileSink(file, url);
  const known = before && (await isThere(directory, before)) ? before.etag : undefined;
  try {
    const found = await download(source, url, sink, { known });
    if (!found && before) {
      await sink.close();
      return before;
    }
    if (!found) throw new Failure(`${path}: the server says that it is here, and it is not`);
    await sink.finish();
    const { rows, bytes, sha256, etag } = found;
    return { path, table, of, rows, bytes, sha256, etag };
  } catch (error) {
    await sink.close();
    throw error;
  }
}

/** Asks once for what all files have, so that a wrong key or name is told before anything is written. */
async function checkedVersion(source: ExportSource, filter: EvaluationFilter): Promise<number> {
  // Whatever it is, it is known: so nothing is made.
  const { headers } = await requestExport(source, exportPath('scores', { ...filter }), {
    headers: { 'if-none-match': '*' },
  });
  return Number(headers.get('assay-export-version'));
}

function refuseOtherFilters(
  directory: string,
  had: Readonly<Record<string, string>>,
  asked: Readonly<Record<string, string | undefined>>,
): void {
  const say = (filters: Readonly<Record<string, string | undefined>>) =>
    Object.entries(filters)
      .toSorted()
      .map(([name, value]) => `--${name} ${value}`)
      .join(' ') || 'no filter';
  if (say(had) === say(asked)) return;
  throw new Failure(
    `${directory} was exported with ${say(had)}, and now there is ${say(asked)}. Give the same, or another directory.`,
  );
}
