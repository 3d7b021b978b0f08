import { Command } from 'commander';
import { decimal } from '../../core/decimal.ts';
import type { CommandContext } from '../context.ts';
import { onInterrupt } from '../terminal/terminal.ts';
import { importGenevalAnnotations } from './genevalAnnotations.ts';
import { importGenevalResults } from './genevalResults.ts';
import { genevalSummary, genevalSummaryLines } from './genevalSummary.ts';
import { endWith } from './omissions.ts';
import { addRunOptions, type RunGiven } from './runOptions.ts';
import { closingWords, findImportedStanding } from './standing.ts';

const HINT = 'Nothing is lost: run the same command again to go on.';

interface ResultsGiven extends RunGiven {
  model: string;
  judge?: string;
  judgeRevision?: string;
}

export function genevalResultsImport(context: CommandContext): Command {
  const command = new Command('geneval-results')
    .description("rows of GenEval's evaluator, as a scored run")
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
  onInterrupt(terminal, HINT);
  const imported = await importGenevalResults(client, terminal, { ...given, path });
  const { run, evaluation, closed, records, added, omitted } = imported;
  const official = genevalSummary(await findImportedStanding(client, evaluation.id));
  if (json) {
    const { status } = closed;
    const result = {
      run,
      model: given.model,
      evaluation: { ...evaluation, status },
      records,
      added,
      omitted,
      official,
    };
    await terminal.out(JSON.stringify(result, null, 2));
    return endWith(terminal, { said: omitted });
  }
  await terminal.out(`run ${run}\nevaluation ${evaluation.id}`);
  await terminal.out(genevalSummaryLines(official).join('\n'));
  terminal.err(closingWords(closed));
  endWith(terminal, { said: omitted });
}

export function genevalAnnotationsImport(context: CommandContext): Command {
  const command = new Command('geneval-annotations')
    .description("GenEval's human annotations, as scores by people")
    .argument('<file>', 'annotations_clip.csv, annotations_if-xl.csv or annotations_sdv2.csv')
    .requiredOption('--model <name>', 'the model whose pictures were annotated');
  return addRunOptions(command, ['text-to-image'])
    .addHelpText(
      'after',
      `
The score of a picture is the share of its annotators who saw what the prompt asks for. Needs the official prompts:
assay benchmark install geneval. Only some of the prompts were annotated, so such a run is incomplete.

Example:
  assay import geneval-annotations annotations_sdv2.csv --model "SD v2.1"`,
    )
    .action((path: string, given: RunGiven & { model: string }) => importAnnotations(context, path, given));
}

async function importAnnotations(
  context: CommandContext,
  path: string,
  { json, model, settings, strict }: RunGiven & { model: string },
): Promise<void> {
  const { terminal } = context;
  const client = context.client();
  onInterrupt(terminal, HINT);
  const imported = await importGenevalAnnotations(client, terminal, { path, model, settings, strict });
  const { run, evaluation, closed, annotations, omitted, added } = imported;
  const { overall, tasks, images } = genevalSummary(await findImportedStanding(client, evaluation.id));
  if (json) {
    const { status } = closed;
    const means = { images, tasks, overall };
    const result = {
      run,
      model,
      evaluation: { ...evaluation, status },
      annotations,
      leftOut: omitted.length,
      omitted,
      added,
      ...means,
    };
    await terminal.out(JSON.stringify(result, null, 2));
    return endWith(terminal, { said: omitted });
  }
  await terminal.out(`run ${run}\nevaluation ${evaluation.id}`);
  for (const { task, mean, images } of tasks)
    await terminal.out(`${task.padEnd(16)} = ${printed(mean)} (${images} images)`);
  await terminal.out(`Mean of tasks: ${printed(overall)} (${annotations} annotations of ${images} images)`);
  terminal.err(closingWords(closed));
  endWith(terminal, { said: omitted });
}

const printed = (mean: number | null): string => (mean === null ? 'None' : decimal(mean));
