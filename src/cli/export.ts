import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { datasetCommand, verifyCommand } from './export/datasetCommands.ts';
import { everyEvalEverCommand } from './export/everyEvalEver/command.ts';
import { linkCommand } from './export/link.ts';
import { tableCommands } from './export/tables.ts';

export function exportCommand(context: CommandContext): Command {
  const command = new Command('export').description('take tables out as CSV, JSON lines or Parquet');
  for (const each of tableCommands(context)) command.addCommand(each);
  command.addCommand(datasetCommand(context)).addCommand(verifyCommand(context));
  command.addCommand(linkCommand(context)).addCommand(everyEvalEverCommand(context));
  command.addHelpText(
    'after',
    `
Examples:
  assay export leaderboard --benchmark mmie -o board.csv
  assay export scores --benchmark mmie --domain finance --format jsonl | jq .value
  assay export scores -o scores.parquet
  assay export link scores --benchmark mmie
  assay export dataset warehouse/`,
  );
  return command;
}

export { exportCommand as command };
