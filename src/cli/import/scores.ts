import { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { UsageFailure } from '../failure.ts';
import { onInterrupt } from '../terminal/terminal.ts';
import { endWith } from './omissions.ts';
import { strictOption } from './runOptions.ts';
import { importScoreFile, type ScoresImport } from './scoreFile.ts';
import { closingWords } from './standing.ts';

interface Given extends Omit<ScoresImport, 'path'> {
  json?: true;
}

export function scoresImport(context: CommandContext): Command {
  return new Command('scores')
    .description('your own scores of a run, by a judge you name')
    .argument('<file>', 'CSV with a header, JSON lines or a JSON array, or Parquet, by the end of its name')
    .option('--run <id>', 'the run that was scored, see `assay runs list`')
    .option('--benchmark <slug>', 'with --model: the newest run of that model')
    .option('--model <name>', 'with --benchmark: the newest run of that model')
    .option('--make-run', 'when the model has no run, make one from the rows, without content')
    .requiredOption('--judge <name>', 'who scored')
    .option('--judge-revision <rev>', 'its revision; other scores by the same judge need another')
    .addOption(strictOption())
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Columns: question (its id in the benchmark's files), sample (0 unless given), criterion (the benchmark's headline
unless given), value (in units of the criterion's scale), and where there is no value outcome (NOT_APPLICABLE,
UNPARSEABLE, OUT_OF_RANGE, JUDGE_ERROR, MISSING_MEDIA); reason says why; official_value is what a published script
reads where that is another. Other columns are named and not read. true is 1, NaN and NA are no value. What
\`assay export scores\` writes for one evaluation comes back as it is. Rows that cannot be read are
left out and listed at the end, with exit code 3; --strict stops at the first. A row that contradicts the benchmark or
another row stops the import with nothing stored.

The same file again changes nothing. Where another value is there the file is refused: a second rater is a --judge of
its own, and corrected scores are another --judge-revision.

Examples:
  assay import scores scores.csv --benchmark geneval --model my-model --judge our-detector
  assay import scores f1.parquet --run UnVuOj… --judge our-rater --judge-revision 2026-11`,
    )
    .action((path: string, given: Given) => importScores(context, path, given));
}

async function importScores(context: CommandContext, path: string, { json, ...given }: Given): Promise<void> {
  const byModel = given.benchmark !== undefined && given.model !== undefined;
  const named = [given.benchmark, given.model].filter((name) => name !== undefined).length;
  if (given.run === undefined ? !byModel : named > 0)
    throw new UsageFailure('Name the run: either --run ID, or both --benchmark and --model');
  if (given.run !== undefined && given.makeRun)
    throw new UsageFailure('--make-run goes with --benchmark and --model');
  const { terminal } = context;
  onInterrupt(terminal, 'Nothing is lost: run the same command again to go on.');
  const { run, evaluation, closed, rows, added, notRead, omitted } = await importScoreFile(
    context.client(),
    terminal,
    {
      ...given,
      path,
    },
  );
  if (json) {
    const { status } = closed;
    const result = { run, evaluation: { ...evaluation, status }, rows, added, notRead, omitted };
    await terminal.out(JSON.stringify(result, null, 2));
    return endWith(terminal, { said: omitted });
  }
  await terminal.out(`run ${run}\nevaluation ${evaluation.id}`);
  terminal.err(`${added.scores} scores added, ${rows - added.scores} were there already.`);
  if (notRead.length > 0) terminal.err(`Not read: ${notRead.join(', ')}.`);
  terminal.err(closingWords(closed));
  endWith(terminal, { said: omitted });
}
