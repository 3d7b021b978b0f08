import { Command, InvalidArgumentError, Option } from 'commander';
import { DIMENSIONS, type Dimension } from '../../benchmarks/evalalign/skills.ts';
import type { CommandContext } from '../context.ts';
import { onInterrupt } from '../terminal/terminal.ts';
import { importEvalalignImages } from './evalalignImages.ts';
import { importEvalalignReplies } from './evalalignReplies.ts';
import { evalalignSummary, evalalignSummaryLines } from './evalalignSummary.ts';
import { endWith } from './omissions.ts';
import { addRunOptions, type RunGiven } from './runOptions.ts';
import { closingWords, findImportedCriteria } from './standing.ts';

const HINT = 'Nothing is lost: run the same command again to go on.';

interface RepliesGiven extends RunGiven {
  model: string;
  dimension: Dimension;
  judgeRevision?: string;
  images?: number;
}

export function dimensionOption(): Option {
  return new Option('--dimension <dimension>', 'which of the two the file is about')
    .choices(DIMENSIONS)
    .makeOptionMandatory();
}

export function evalalignRepliesImport(context: CommandContext): Command {
  const command = new Command('evalalign-replies')
    .description("replies of EvalAlign's judge, as a scored run")
    .argument('<file>', 'JSON lines {"promptId": "45", "criterion": "Object", "reply": "2, All objects…"}')
    .addOption(dimensionOption())
    .requiredOption('--model <name>', 'the model that made the pictures')
    .option('--judge-revision <rev>', 'revision of the EvalAlign weights that judged, as far as known')
    .option('--images <n>', 'pictures in the folder that was judged, to check', parseImages);
  return addRunOptions(command, ['text-to-image'])
    .addHelpText(
      'after',
      `
Both dimensions of a model are one evaluation: import the second file with the same model, settings and revision.
Other pictures of the same model are another run; tell them apart with --settings.

With the released prompts installed (assay benchmark install evalalign --from DIR) an unknown prompt is an error
for alignment, as in the published script; faithfulness asks its five questions of any picture. A picture that is
asked nothing leaves no reply and still counts: it is added when all others are there, or named on a line of its
own, {"promptId": "675"}.

Example:
  assay import evalalign-replies align.jsonl --dimension alignment --model PixArt --judge-revision 34b-9e2`,
    )
    .action((path: string, given: RepliesGiven) => importReplies(context, path, given));
}

async function importReplies(
  context: CommandContext,
  path: string,
  { json, ...given }: RepliesGiven,
): Promise<void> {
  const { terminal } = context;
  const { dimension } = given;
  const client = context.client();
  onInterrupt(terminal, HINT);
  const imported = await importEvalalignReplies(client, terminal, { ...given, path });
  const { run, evaluation, closed, images, added, omitted } = imported;
  const criteria = await findImportedCriteria(client, evaluation, 'evalalign', dimension);
  const summary = evalalignSummary(dimension, criteria, images);
  if (json) {
    const { status } = closed;
    const result = {
      run,
      model: given.model,
      evaluation: { ...evaluation, status },
      images,
      added,
      omitted,
      ...summary,
    };
    await terminal.out(JSON.stringify(result, null, 2));
    return endWith(terminal, { said: omitted });
  }
  await terminal.out(`run ${run}\nevaluation ${evaluation.id}`);
  await terminal.out(evalalignSummaryLines(summary).join('\n'));
  terminal.err(closingWords(closed));
  endWith(terminal, { said: omitted });
}

function parseImages(text: string): number {
  const images = Number(text);
  if (Number.isInteger(images) && images >= 1) return images;
  throw new InvalidArgumentError('It must be an integer from 1.');
}

export function evalalignImagesImport(context: CommandContext): Command {
  const command = new Command('evalalign-images')
    .description('a folder of pictures, for EvalAlign to judge here')
    .argument('<dir>', 'folder with a picture per prompt, named <promptId>.png, .jpg or .webp')
    .addOption(dimensionOption())
    .requiredOption('--model <name>', 'the model that made the pictures');
  return addRunOptions(command, ['text-to-image'])
    .addHelpText(
      'after',
      `
Both dimensions of a model are one run: import the second folder with the same model and settings. Alignment needs
the released prompts (assay benchmark install evalalign --from DIR), for they hold what the judge is to ask.

Example:
  assay import evalalign-images pixart/alignment --dimension alignment --model PixArt`,
    )
    .action((dir: string, given: RunGiven & ImagesGiven) => importImages(context, dir, given));
}

interface ImagesGiven {
  model: string;
  dimension: Dimension;
}

async function importImages(
  context: CommandContext,
  dir: string,
  { json, model, dimension, settings, strict }: RunGiven & ImagesGiven,
): Promise<void> {
  const { terminal } = context;
  onInterrupt(terminal, HINT);
  const imported = await importEvalalignImages(context.client(), terminal, {
    dir,
    model,
    dimension,
    settings,
    strict,
  });
  const { run, images, missing, omitted } = imported;
  await terminal.out(json ? JSON.stringify({ model, ...imported }, null, 2) : `run ${run}`);
  if (json) return endWith(terminal, { said: omitted });
  const shown = missing.slice(0, 8).join(', ');
  if (missing.length > 0)
    terminal.err(`${missing.length} prompts have no picture: ${shown}${missing.length > 8 ? ', …' : ''}`);
  terminal.err(`${images} pictures. Score them: assay evaluations start ${run} JUDGE`);
  endWith(terminal, { said: omitted });
}
