import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { genevalSummary, genevalSummaryLines } from './genevalSummary.ts';
import { closingWords, findImportedStanding } from './importedStanding.ts';
import { importGenevalResults } from './importGenevalResults.ts';
import { addRunOptions, type RunGiven } from './runOptions.ts';
import { onInterrupt } from './terminal.ts';

interface ResultsGiven extends RunGiven {
  model: string;
  judge?: string;
  judgeRevision?: string;
}

export function genevalResultsImport(context: CommandContext): Command {
  const command = new Command('geneval-results')
    .description("GenEval: the official evaluator's rows become a run and scores")
    .argument('<file>', "results.jsonl, or SANA's {exp}_geneval.jsonl")
    .requiredOption('--model <name>', 'the model that made the pictures')
    .option('--judge <name>', 'who decided, if not the published detector (geneval-mask2former)')
    .option('--judge-revision <rev>', 'its revision, as far as known');
  return addRunOptions(command, ['text-to-image'])
    .addHelpText(
      'after',
      `
A row belongs to the prompt of its folder (00042/samples/0001.png), or to the prompt with the same metadata. With the
official prompts installed (assay benchmark install geneval) a row must be of one of them; without, the prompts
come from the rows. The same file again changes nothing.

Example:
  assay import geneval-results results.jsonl --model my-model --settings '{"seed": 42}'`,
    )
    .action((path: string, given: ResultsGiven) => importResults(context, path, given));
}

async function importResults(
  context: CommandContext,
  path: string,
  { json, ...given }: ResultsGiven,
): Promise<void> {
  const { terminal } = context;
  const client = context.client();
  onInterrupt(terminal, 'Nothing is lost: run the same command again to go on.');
  const imported = await importGenevalResults(client, terminal, { ...given, path });
  const { run, evaluation, closed, records, added } = imported;
  const official = genevalSummary(await findImportedStanding(client, evaluation.id));
  if (json) {
    const { status } = closed;
    const result = {
      run,
      model: given.model,
      evaluation: { ...evaluation, status },
      records,
      added,
      official,
    };
    return terminal.out(JSON.stringify(result, null, 2));
  }
  await terminal.out(`run ${run}\nevaluation ${evaluation.id}`);
  await terminal.out(genevalSummaryLines(official).join('\n'));
  terminal.err(closingWords(closed));
}
