import { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { ExitCode } from '../program.ts';
import { withProgress } from '../terminal/progress.ts';
import { onInterrupt } from '../terminal/terminal.ts';
import { exportDataset } from './dataset.ts';
import { exportSource } from './request.ts';
import { verifyDataset } from './verify.ts';

interface Given {
  benchmark?: string;
  model?: string;
  judge?: string;
  key?: string;
  json?: true;
}

export function datasetCommand(context: CommandContext): Command {
  const { terminal } = context;
  return new Command('dataset')
    .description(
      'a directory of Parquet files by benchmark and evaluation; again, and it is brought up to date',
    )
    .argument('<dir>', 'made if it is not there')
    .option('--benchmark <slug>', 'only this benchmark')
    .option('--model <name>', 'only this model')
    .option('--judge <name>', 'only this judge, all its revisions')
    .option('--key <key>', 'API key; ASSAY_API_KEY unless given')
    .option('--json', 'print what was done as JSON')
    .addHelpText(
      'after',
      `
Evaluations that are still being scored come when they are closed. Read it with any reader of Parquet, for example
  duckdb -c "select model, avg(value) from 'DIR/*/*/scores.parquet' group by model"

Example:
  assay export dataset warehouse/ --benchmark mmie`,
    )
    .action(async (directory: string, { key, json, ...filter }: Given) => {
      const source = exportSource(context.config(), key);
      onInterrupt(terminal, 'The same command again goes on from here.');
      const summary = await withProgress(terminal, 'files', String, (progress) =>
        exportDataset({ directory, filter, client: context.client(), source, progress }),
      );
      const { evaluations, written, unchanged, open, rows } = summary;
      const waiting = open > 0 ? `; ${open} still being scored` : '';
      await terminal.out(
        json
          ? JSON.stringify(summary, null, 2)
          : `${evaluations} evaluations, ${rows.scores} scores: ${written} files written, ${unchanged} unchanged${waiting}`,
      );
    });
}

export function verifyCommand(context: CommandContext): Command {
  const { terminal } = context;
  return new Command('verify')
    .description('hold a directory against its manifest; exit code 1 when something differs')
    .argument('<dir>', 'made by `assay export dataset`')
    .option('--json', 'print the findings as JSON')
    .action(async (directory: string, { json }: { json?: true }) => {
      const found = await withProgress(terminal, 'files', String, (progress) =>
        verifyDataset(directory, progress),
      );
      if (json) await terminal.out(JSON.stringify(found, null, 2));
      for (const { path, fault } of json ? [] : found.faults) await terminal.out(`${path} ${fault}`);
      if (found.faults.length > 0) {
        terminal.err('Delete the files named, and run the same `assay export dataset` again.');
        throw new ExitCode(1);
      }
      if (!json) await terminal.out(`All is well: ${found.files} files are as the manifest says.`);
    });
}
