import { Command, Option } from 'commander';
import { openLog } from '../core/log.ts';
import { DEVICES } from '../workers/inference/tensors.ts';
import { runWorker } from '../workers/main.ts';
import type { JudgeOptions } from '../workers/served.ts';
import type { CommandContext } from './context.ts';
import { findDatabase } from './database.ts';
import { onStopSignal } from './signals.ts';

export function workerCommand(context: CommandContext): Command {
  return new Command('worker')
    .description('score responses with a judge until stopped; run as many as there are devices')
    .requiredOption('--judge <name>', 'a judge of `assay models list`, or vlm for any model with a rubric')
    .addOption(new Option('--device <device>', 'where to infer').choices(DEVICES).default('cpu'))
    .option('--url <url>', 'ask a model behind an OpenAI-compatible server; JUDGE_URL unless given')
    .option('--model <name>', "the installed model to ask, or the model's name on the server")
    .option('--rubric <file>', 'criteria of your own, YAML or JSON (docs/rubrics.md); with --judge vlm')
    .option('--variant <name>', 'of a judge that has several: as-published, whole-answer, own-wording')
    .option('--answer <kind>', 'evalalign: text, read as the scripts do, or options, by their probabilities')
    .addHelpText(
      'after',
      `
Examples:
  assay worker --judge demo-detector
  DATABASE_URL=postgres://… assay worker --judge dfine-m --device cuda
  JUDGE_API_KEY=… assay worker --judge mmie-score --url http://gpu-box:8000/v1
  assay worker --judge vlm --model smolvlm-256m --rubric tone.yaml

Ctrl-C finishes what is being scored and hands the rest back; a second Ctrl-C stops at once.`,
    )
    .action(async (given: JudgeOptions) => {
      const config = context.config();
      const stopping = onStopSignal();
      await runWorker(config, await findDatabase(config), openLog(config, 'worker'), {
        ...given,
        stopping,
        onReady: (revision, { name, place }) => {
          process.send?.({ ready: revision });
          context.terminal.err(`${name}@${revision.slice(0, 12)} is waiting for work on ${place}`);
        },
      });
    });
}

export { workerCommand as command };
