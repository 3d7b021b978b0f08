import { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { onInterrupt } from '../terminal/terminal.ts';
import { importMmieResults } from './mmieResults.ts';
import { mmieSummary, mmieSummaryLines } from './mmieSummary.ts';
import { endWith } from './omissions.ts';
import { addRunOptions, modelKind, type RunGiven } from './runOptions.ts';
import { closingWords, findImportedStanding } from './standing.ts';

interface ResultsGiven extends RunGiven {
  model?: string;
  judgeRevision?: string;
}

export function mmieResultsImport(context: CommandContext): Command {
  const command = new Command('mmie-results')
    .description("output of MMIE's evaluator, as a scored run")
    .argument('<file>', 'eval_result.json, or one of its checkpoints')
    .option('--model <name>', "the model that answered; the records' own unless given")
    .option('--judge-revision <rev>', 'revision of the MMIE-Score weights that judged, as far as known');
  return addRunOptions(command, ['interleaved', 'integrated'])
    .addHelpText(
      'after',
      `
The replies are read twice: as the published script reads them, and as a careful person would. Both numbers are
kept and shown. The weights of MMIE-Score were replaced once, so the revision belongs to the result.

With the data set installed (assay import mmie-dataset) every record must be one of its questions. Without it the
questions come from the records. The same file again changes nothing. Records that cannot be read are left out and
listed at the end, with exit code 3; --strict stops at the first.

Example:
  assay import mmie-results eval_outputs/eval_result.json --model Anole --judge-revision 3f2c1ab`,
    )
    .action((path: string, given: ResultsGiven) => importResults(context, path, given));
}

async function importResults(
  context: CommandContext,
  path: string,
  { json, kind, ...given }: ResultsGiven,
): Promise<void> {
  const { terminal } = context;
  const client = context.client();
  onInterrupt(terminal, 'Nothing is lost: run the same command again to go on.');
  const imported = await importMmieResults(client, terminal, { ...given, path, kind: modelKind(kind) });
  const { run, model, evaluation, closed, added, records, omitted } = imported;
  const summary = mmieSummary(await findImportedStanding(client, evaluation.id));
  if (json) {
    const { status } = closed;
    const result = { run, model, evaluation: { ...evaluation, status }, records, added, omitted, ...summary };
    await terminal.out(JSON.stringify(result, null, 2));
    return endWith(terminal, { said: omitted });
  }
  await terminal.out([`run ${run}`, `evaluation ${evaluation.id}`, ...mmieSummaryLines(summary)].join('\n'));
  terminal.err(closingWords(closed));
  endWith(terminal, { said: omitted });
}
