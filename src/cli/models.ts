import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { AppError } from '../core/errors.ts';
import { type InstalledFile, installModel } from '../workers/install.ts';
import { findManifest, manifestNames } from '../workers/installed.ts';
import { installLocal } from '../workers/installLocal.ts';
import type { Manifest } from '../workers/manifest.ts';
import { type Readiness, readinessOf } from '../workers/readiness.ts';
import type { CommandContext } from './context.ts';
import { Failure } from './failure.ts';
import { printRows } from './list.ts';
import { modelsGoldenCommand } from './modelsGolden.ts';
import { openProgress } from './terminal/progress.ts';
import { onInterrupt } from './terminal/terminal.ts';

interface ModelLine extends Readiness {
  name: string;
  kind: string | null;
  isJudge: boolean;
  /** Whether a worker would take it. */
  isInstalled: boolean;
  /** Of all files, where the manifest says. */
  bytes: number | null;
  licence: string | null;
  source: string | null;
}

export function modelsCommand(context: CommandContext): Command {
  return new Command('models')
    .description('judges and the models they ask, on this machine')
    .addCommand(list(context))
    .addCommand(install(context))
    .addCommand(modelsGoldenCommand(context));
}

function list(context: CommandContext): Command {
  return new Command('list')
    .description('models with a manifest, and whether a worker would take them as they are here')
    .option('--json', 'print a JSON array')
    .addHelpText(
      'after',
      `
Every file is read and compared with the sha256 of its manifest; --json has the reason where one does not fit.`,
    )
    .action(async ({ json }: { json?: true }) => {
      const roots = context.config().modelRoots;
      const names = await manifestNames(roots);
      const rows: ModelLine[] = [];
      for (const name of names) rows.push(await modelLine(name, roots));
      const columns = {
        model: ({ name }: ModelLine) => name,
        kind: ({ kind }: ModelLine) => kind,
        judge: ({ isJudge }: ModelLine) => (isJudge ? 'yes' : 'no'),
        installed: ({ state }: ModelLine) => state,
        size: ({ bytes }: ModelLine) => (bytes === null ? null : megabytes(bytes)),
        licence: ({ licence }: ModelLine) => licence,
      };
      await printRows(context, { columns, empty: 'There is no model.' }, rows, json === true);
    });
}

/** A manifest that cannot be read is a line too: it is one of those that a worker would not take. */
async function modelLine(name: string, roots: readonly string[]): Promise<ModelLine> {
  const manifest = await findManifest(name, roots).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  if (manifest instanceof AppError) {
    const unknown = {
      kind: null,
      isJudge: false,
      isInstalled: false,
      bytes: null,
      licence: null,
      source: null,
    };
    return { name, ...unknown, state: 'its manifest is not valid', reason: manifest.message };
  }
  const { kind, licence, source } = manifest;
  const readiness = await readinessOf(manifest, roots);
  return {
    name,
    kind,
    isJudge: kind === 'judge' || (kind === 'detector' && manifest.decide !== undefined),
    isInstalled: readiness.reason === null,
    ...readiness,
    bytes: await bytesOf(manifest, roots),
    licence,
    source,
  };
}

async function bytesOf({ name, files }: Manifest, roots: readonly string[]): Promise<number | null> {
  const entries = Object.values(files);
  const sizes = await Promise.all(
    entries.map(async ({ path, bytes }) => (await sizeOf(name, path, roots)) ?? bytes),
  );
  return sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
}

async function sizeOf(name: string, path: string, roots: readonly string[]): Promise<number | null> {
  for (const root of roots) {
    const found = await stat(join(root, name, path)).catch(() => null);
    if (found) return found.size;
  }
  return null;
}

function install(context: CommandContext): Command {
  return new Command('install')
    .description('download the files of a model, or take them from here, and check their sha256')
    .argument('<name>', 'see `assay models list`')
    .option('--from <path>', 'a file or a folder of this machine instead of the download')
    .option('--json', 'print the files as JSON')
    .addHelpText(
      'after',
      `
Files go to ASSAY_HOME/models. An interrupted download goes on where it stopped. With --from nothing is fetched: what
is given is copied and pinned, and a folder may bring a manifest.json and golden pictures of its own (models/README.md).

Examples:
  assay models install dfine-m
  assay models install dfine-m --from Downloads/model.onnx
  assay models install our-detector --from exports/our-detector`,
    )
    .action(async (name: string, { from, json }: { from?: string; json?: true }) => {
      const { terminal } = context;
      const config = context.config();
      const into = resolve(config.home, 'models');
      const files =
        from === undefined
          ? await fetched(context, name, into)
          : await installLocal(name, resolve(from), { roots: config.modelRoots, into });
      if (files === null) return terminal.err(`${name} comes with the program; there is nothing to install.`);
      if (json) return terminal.out(JSON.stringify(files, null, 2));
      for (const { path, bytes, sha256, pinnedBy, wasThere } of files) {
        await terminal.out(
          `${path}  ${megabytes(bytes)}  sha256 ${sha256}${wasThere ? '  was there already' : ''}`,
        );
        if (pinnedBy === 'first download' || pinnedBy === 'this file') {
          terminal.err(`note: nobody has pinned ${path} before; from now on it must have this sha256`);
        }
      }
      const { reason } = await readinessOf(await findManifest(name, config.modelRoots), config.modelRoots);
      if (reason !== null) terminal.err(`note: a worker would not take it yet: ${reason}`);
    });
}

/** Null for a model whose files are all here, and from nowhere to be downloaded. */
async function fetched(context: CommandContext, name: string, into: string): Promise<InstalledFile[] | null> {
  const { modelRoots } = context.config();
  const manifest = await findManifest(name, modelRoots);
  if (Object.values(manifest.files).every(({ url }) => url === undefined)) {
    const { state, reason } = await readinessOf(manifest, modelRoots);
    if (state === 'yes' || state.startsWith('needs ')) return null;
    throw new Failure(reason ?? state);
  }
  onInterrupt(context.terminal, 'Run the same command again to go on with the download.');
  const progress = openProgress(context.terminal, 'MB');
  return installModel(manifest, {
    into,
    onProgress: (file, received, total) =>
      progress.update(Math.round(received / 1e6), Math.round((total ?? received) / 1e6), file),
  }).finally(() => progress.end());
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export { modelsCommand as command };
