import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { evalalignImagesImport, evalalignRepliesImport } from './import/evalalign.ts';
import { genevalImport } from './import/genevalFolder.ts';
import { genevalAnnotationsImport, genevalResultsImport } from './import/genevalRows.ts';
import { mmieResultsImport } from './import/mmie.ts';
import { mmieAnswersImport, mmieDatasetImport } from './import/mmieFiles.ts';
import { scoresImport } from './import/scores.ts';

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

export { importCommand as command };
