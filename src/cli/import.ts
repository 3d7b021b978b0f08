import { Command } from 'commander';
import { type CommandContext, processContext } from './context.ts';
import { evalalignImagesImport, evalalignRepliesImport } from './importEvalalign.ts';
import { genevalImport } from './importGenevalFolder.ts';
import { genevalAnnotationsImport, genevalResultsImport } from './importGenevalRows.ts';
import { mmieResultsImport } from './importMmie.ts';
import { mmieAnswersImport, mmieDatasetImport } from './importMmieFiles.ts';
import { scoresImport } from './importScores.ts';

/** In the order of the help. */
const IMPORTS = [
  genevalImport,
  genevalResultsImport,
  genevalAnnotationsImport,
  mmieDatasetImport,
  mmieAnswersImport,
  mmieResultsImport,
  evalalignImagesImport,
  evalalignRepliesImport,
  scoresImport,
];

export function importCommand(context: CommandContext): Command {
  const command = new Command('import').description(
    'bring in what you have: pictures, answers, replies, scores',
  );
  // Every one has options; without saying so each fits a line.
  command.configureHelp({ subcommandTerm: (child) => [child.name(), ...argumentsOf(child)].join(' ') });
  for (const build of IMPORTS) command.addCommand(build(context));
  return command;
}

const argumentsOf = (command: Command): string[] =>
  command.registeredArguments.map((argument) => `<${argument.name()}>`);

export const command = importCommand(processContext);
