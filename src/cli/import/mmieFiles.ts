import { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { onInterrupt, type Terminal } from '../terminal/terminal.ts';
import { type ImportedAnswers, importMmieAnswers } from './mmieAnswers.ts';
import { importMmieDataset } from './mmieDataset.ts';
import { addRunOptions, modelKind, type RunGiven } from './runOptions.ts';

const HINT = 'Nothing is lost: run the same command again to go on.';

export function mmieDatasetImport(context: CommandContext): Command {
  return new Command('mmie-dataset')
    .description("MMIE's data file, as questions with domains")
    .argument('<file>', 'data.json of MMIE/MMIE on Hugging Face, which is gated')
    .option('--images <dir>', 'folder of the pictures that the records name')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The data set comes before answers and results of models, whose questions it then is. A field that is none of MMIE's
12 becomes a domain, with a warning. The same file again changes nothing.

Example:
  assay import mmie-dataset MMIE/data.json --images MMIE/images`,
    )
    .action(async (path: string, { json, images }: { json?: true; images?: string }) => {
      const { terminal } = context;
      onInterrupt(terminal, HINT);
      const imported = await importMmieDataset(context.client(), terminal, { path, images });
      if (json) return terminal.out(JSON.stringify(imported, null, 2));
      const { records, added } = imported;
      await terminal.out(`MMIE: ${added.questions} of ${records} questions added; the others were there`);
      sayMissing(terminal, images, imported.pictures);
    });
}

interface AnswersGiven extends RunGiven {
  model: string;
  images?: string;
}

export function mmieAnswersImport(context: CommandContext): Command {
  const command = new Command('mmie-answers')
    .description("input of MMIE's evaluator, as a run")
    .argument('<file>', "JSON array of a model's answers")
    .requiredOption('--model <name>', 'the model that answered')
    .option('--images <dir>', 'folder of the pictures that the records name');
  return addRunOptions(command, ['interleaved', 'integrated'])
    .addHelpText(
      'after',
      `
All of an answer is kept. The official evaluator shows its judge at most three pictures of question and answer
together, and leaves out records with more than four in the question: how many that would cut is said at the end.

Example:
  assay import mmie-answers answers.json --model Anole --images outputs/`,
    )
    .action(async (path: string, { json, kind, ...given }: AnswersGiven) => {
      const { terminal } = context;
      onInterrupt(terminal, HINT);
      const imported = await importMmieAnswers(context.client(), terminal, {
        ...given,
        path,
        kind: modelKind(kind),
      });
      if (json) return terminal.out(JSON.stringify({ model: given.model, ...imported }, null, 2));
      await terminal.out(`run ${imported.run}`);
      sayMissing(terminal, given.images, imported.pictures);
      sayCut(terminal, imported);
    });
}

function sayMissing(
  terminal: Terminal,
  folder: string | undefined,
  { there, missing }: ImportedAnswers['pictures'],
): void {
  if (folder === undefined) terminal.err('Pictures are kept by their paths only; --images DIR uploads them.');
  else terminal.err(`Pictures: ${there} uploaded or there already, ${missing} not in ${folder}`);
}

function sayCut(terminal: Terminal, { records, evaluator: { truncated, dropped } }: ImportedAnswers): void {
  terminal.err(
    `The official evaluator would cut ${truncated} of ${records} answers and leave out ${dropped} records.`,
  );
}
