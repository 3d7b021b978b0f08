import { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { onInterrupt, type Terminal } from '../terminal/terminal.ts';
import { type ImportedAnswers, importMmieAnswers } from './mmieAnswers.ts';
import { importMmieDataset } from './mmieDataset.ts';
import { endWith, someOf } from './omissions.ts';
import { addRunOptions, modelKind, type RunGiven, strictOption } from './runOptions.ts';

const HINT = 'Nothing is lost: run the same command again to go on.';

export function mmieDatasetImport(context: CommandContext): Command {
  return new Command('mmie-dataset')
    .description("MMIE's data file, as questions with domains")
    .argument('<file>', 'data.json of MMIE/MMIE on Hugging Face, which is gated')
    .option('--images <dir>', 'folder of the pictures that the records name')
    .addOption(strictOption())
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The data set comes before answers and results of models, whose questions it then is. A field that is none of MMIE's
12 becomes a domain, with a warning. The same file again changes nothing.

Example:
  assay import mmie-dataset MMIE/data.json --images MMIE/images`,
    )
    .action(async (path: string, { json, images, strict }: DatasetGiven) => {
      const { terminal } = context;
      onInterrupt(terminal, HINT);
      const imported = await importMmieDataset(context.client(), terminal, { path, images, strict });
      const { records, added } = imported;
      if (json) await terminal.out(JSON.stringify(imported, null, 2));
      else
        await terminal.out(`MMIE: ${added.questions} of ${records} questions added; the others were there`);
      sayMissing(terminal, images, imported.pictures);
      endWith(terminal, { said: imported.omitted }, imported.pictures.missingPaths);
    });
}

interface DatasetGiven {
  json?: true;
  images?: string;
  strict?: true;
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

Records and pictures that cannot be read are left out, and all are listed at the end with the pictures that the folder
has not; the exit code is then 3. Paths may be Windows' or macOS's. --strict stops at the first.

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
      if (json) await terminal.out(JSON.stringify({ model: given.model, ...imported }, null, 2));
      else await terminal.out(`run ${imported.run}`);
      sayMissing(terminal, given.images, imported.pictures);
      sayCut(terminal, imported);
      endWith(terminal, { said: imported.omitted }, imported.pictures.missingPaths);
    });
}

function sayMissing(
  terminal: Terminal,
  folder: string | undefined,
  { there, missing, missingPaths }: ImportedAnswers['pictures'],
): void {
  if (folder === undefined) terminal.err('Pictures are kept by their paths only; --images DIR uploads them.');
  else terminal.err(`Pictures: ${there} uploaded or there already, ${missing} missing`);
  if (missingPaths.length > 0)
    terminal.err(`${missingPaths.length} not found in ${folder}: ${someOf(missingPaths)}`);
}

function sayCut(terminal: Terminal, { records, evaluator: { truncated, dropped } }: ImportedAnswers): void {
  terminal.err(
    `The official evaluator would cut ${truncated} of ${records} answers and leave out ${dropped} records.`,
  );
}
