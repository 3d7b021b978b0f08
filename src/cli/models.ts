import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { installModel } from '../workers/install.ts';
import { findManifest, manifestNames } from '../workers/installed.ts';
import type { Manifest } from '../workers/manifest.ts';
import { type CommandContext, processContext } from './context.ts';
import { printRows } from './list.ts';
import { openProgress } from './terminal/progress.ts';
import { onInterrupt } from './terminal/terminal.ts';

interface ModelLine {
  name: string;
  kind: string;
  isJudge: boolean;
  isInstalled: boolean;
  /** Of all files, where the manifest says. */
  bytes: number | null;
  licence: string;
  source: string;
}

export function modelsCommand(context: CommandContext): Command {
  return new Command('models')
    .description('judges and the models they ask, on this machine')
    .addCommand(list(context))
    .addCommand(install(context));
}

function list(context: CommandContext): Command {
  return new Command('list')
    .description('models with a manifest, and whether their files are here')
    .option('--json', 'print a JSON array')
    .action(async ({ json }: { json?: true }) => {
      const roots = context.config().modelRoots;
      const names = await manifestNames(roots);
      const rows = await Promise.all(
        names.map(async (name) => modelLine(await findManifest(name, roots), roots)),
      );
      const columns = {
        model: ({ name }: ModelLine) => name,
        kind: ({ kind }: ModelLine) => kind,
        judge: ({ isJudge }: ModelLine) => (isJudge ? 'yes' : 'no'),
        installed: ({ isInstalled }: ModelLine) => (isInstalled ? 'yes' : 'no'),
        size: ({ bytes }: ModelLine) => (bytes === null ? null : megabytes(bytes)),
        licence: ({ licence }: ModelLine) => licence,
      };
      await printRows(context, { columns, empty: 'There is no model.' }, rows, json === true);
    });
}

/** Whether the files are there, not whether they are right: weights are large, and a worker checks every digest. */
async function modelLine(manifest: Manifest, roots: readonly string[]): Promise<ModelLine> {
  const { name, kind, licence, source } = manifest;
  const files = Object.values(manifest.files);
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(name, path, roots)));
  const known = sizes.map((size, at) => size ?? files[at]?.bytes ?? null);
  return {
    name,
    kind,
    isJudge: kind === 'judge' || (kind === 'detector' && manifest.decide !== undefined),
    isInstalled: sizes.every((size) => size !== null),
    bytes: known.every((size) => size !== null) ? known.reduce((sum, size) => sum + size, 0) : null,
    licence,
    source,
  };
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
    .description('download the files of a model and check their sha256')
    .argument('<name>', 'see `assay models list`')
    .option('--json', 'print the files as JSON')
    .addHelpText(
      'after',
      `
Files go to ASSAY_HOME/models. An interrupted download goes on where it stopped.

Examples:
  assay models install dfine-m`,
    )
    .action(async (name: string, { json }: { json?: true }) => {
      const { terminal } = context;
      const config = context.config();
      const manifest = await findManifest(name, config.modelRoots);
      if (Object.values(manifest.files).every(({ url }) => url === undefined)) {
        return terminal.err(`${name} comes with the program; there is nothing to install.`);
      }
      onInterrupt(terminal, 'Run the same command again to go on with the download.');
      const progress = openProgress(terminal, 'MB');
      const files = await installModel(manifest, {
        into: resolve(config.home, 'models'),
        onProgress: (file, received, total) =>
          progress.update(Math.round(received / 1e6), Math.round((total ?? received) / 1e6), file),
      }).finally(() => progress.end());
      if (json) return terminal.out(JSON.stringify(files, null, 2));
      for (const { path, bytes, sha256, pinnedBy, wasThere } of files) {
        await terminal.out(
          `${path}  ${megabytes(bytes)}  sha256 ${sha256}${wasThere ? '  was there already' : ''}`,
        );
        if (pinnedBy === 'first download') {
          terminal.err(`note: nobody has pinned ${path} before; from now on it must have this sha256`);
        }
      }
    });
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export const command = modelsCommand(processContext);
