import { Command, InvalidArgumentError } from 'commander';
import { sha256 } from '../../core/canonicalJson.ts';
import type { Client } from '../client/client.ts';
import type { CommandContext } from '../context.ts';
import { Failure } from '../failure.ts';
import { ExitCode } from '../program.ts';
import { openProgress } from '../terminal/progress.ts';
import { onInterrupt } from '../terminal/terminal.ts';
import { closingLine, findOutcome, watchOnTerminal } from '../watch.ts';
import { type Imported, type ImportOptions, importImageFolder } from './geneval.ts';
import { describeMissing } from './missing.ts';
import { endWith } from './omissions.ts';
import { addRunOptions, modelKind, type RunGiven } from './runOptions.ts';

interface Given extends RunGiven {
  model: string;
  benchmark: string;
  concurrency: number;
  evaluate?: string;
  run?: string;
}

export function genevalImport(context: CommandContext): Command {
  const command = new Command('geneval')
    .description("GenEval's image folder, as a run")
    .argument('<dir>', 'folder with 00000/metadata.jsonl, 00000/samples/00000.png and so on')
    .requiredOption('--model <name>', 'the model that made the pictures')
    .option('--benchmark <slug>', 'geneval, or another benchmark of its form', 'geneval')
    .option('--evaluate <judge>', 'score the run and watch until it is done')
    .option('--concurrency <n>', 'uploads at a time', parseCount, 8)
    .option('--run <id>', 'add to this run instead of making one');
  return addRunOptions(command, ['text-to-image', 'interleaved', 'integrated'])
    .addHelpText(
      'after',
      `
The same command again goes on where an interrupted one stopped. An incomplete folder is imported too: what is
missing is listed, and the run has no rank until it is complete. A picture that cannot be read is a response without its
picture, which scores as MISSING_MEDIA; all of them are listed at the end, with exit code 3. --strict stops at the first.

Files are taken when their whole name is digits and .png. The published script also takes 0000.png.bak, because
it reads only how a name begins; such files are left out with a warning.

Examples:
  assay import geneval outputs/ --model my-model --evaluate demo-detector
  assay import geneval outputs/ --model my-model --settings '{"seed": 42, "steps": 50}'`,
    )
    .action((dir: string, given: Given) => importGeneval(context, dir, given));
}

async function importGeneval(context: CommandContext, dir: string, given: Given): Promise<void> {
  const { terminal } = context;
  const client = context.client();
  onInterrupt(terminal, 'Nothing is lost: run the same command again to go on.');
  const judge = given.evaluate === undefined ? null : await findJudge(client, given.evaluate);

  const imported = await upload(context, client, {
    ...given,
    dir,
    kind: modelKind(given.kind),
  });
  const { run, added, missing, samplesPerQuestion, omitted } = imported;
  for (const line of describeMissing(missing, samplesPerQuestion)) terminal.err(line);
  if (!judge) {
    await terminal.out(given.json ? JSON.stringify({ run, added, missing, omitted }, null, 2) : `run ${run}`);
    if (!given.json) terminal.err(`Score it: assay evaluations start ${run} JUDGE`);
    return endWith(terminal, { said: omitted });
  }

  const evaluation = await startEvaluation(client, run, judge, missing.present);
  onInterrupt(terminal, `The evaluation goes on; watch it with: assay watch ${evaluation}`);
  const closing = await watchOnTerminal(context, evaluation, false);
  const status = closing?.status ?? 'RUNNING';
  await terminal.out(
    given.json
      ? JSON.stringify({ run, added, missing, omitted, evaluation: { id: evaluation, status } }, null, 2)
      : `run ${run}\nevaluation ${evaluation}`,
  );
  if (closing) terminal.err(closingLine(closing, await findOutcome(client, evaluation)));
  if (status === 'FAILED' || status === 'CANCELLED') throw new ExitCode(1);
  endWith(terminal, { said: omitted });
}

async function upload(context: CommandContext, client: Client, options: ImportOptions): Promise<Imported> {
  const progress = openProgress(context.terminal, 'uploading');
  try {
    return await importImageFolder(client, options, progress);
  } finally {
    progress.end();
  }
}

interface Judge {
  name: string;
  revision: string;
}

/** Asked before the upload: finding out after it that nobody can score the run would be a pity. */
async function findJudge(client: Client, asked: string): Promise<Judge> {
  const { judges } = await client.query<{ judges: Judge[] }>('{ judges { name revision } }');
  const [name, digits = ''] = asked.split('@');
  const [found, other] = judges.filter((judge) => judge.name === name && judge.revision.startsWith(digits));
  if (found && other && digits) throw new Failure(`"${asked}" fits several revisions; give more digits`);
  if (found) return found;
  const known = judges.map((judge) => `${judge.name}@${judge.revision.slice(0, 12)}`).join(', ');
  throw new Failure(
    `There is no judge "${asked}"; ${known ? `there are ${known}` : 'there is none yet'}. ` +
      `A worker brings it: assay worker --judge ${name}`,
  );
}

/** Repeating the command watches the evaluation it started, unless that one failed or the run or judge has changed. */
async function startEvaluation(
  client: Client,
  run: string,
  { name, revision }: Judge,
  responses: number,
): Promise<string> {
  const judge = `${name}@${revision}`;
  const idempotencyKey = sha256(['import', run, judge, responses].join('\n'));
  const started = await start(client, { run, judge, idempotencyKey });
  if (started.status !== 'FAILED' && started.status !== 'CANCELLED') return started.id;
  return (await start(client, { run, judge })).id;
}

async function start(
  client: Client,
  input: Readonly<Record<string, string>>,
): Promise<{ id: string; status: string }> {
  const { startEvaluation } = await client.query<{
    startEvaluation: { evaluation: { id: string; status: string } };
  }>(
    'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id status } } }',
    { input },
  );
  return startEvaluation.evaluation;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError('It must be an integer from 1 to 64.');
}
