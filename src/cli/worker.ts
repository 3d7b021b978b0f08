import { Command, Option } from 'commander';
import { openLog } from '../core/log.ts';
import { runWorker } from '../workers/main.ts';
import { DEVICES, type Device } from '../workers/onnx.ts';
import { type CommandContext, processContext } from './context.ts';
import { findDatabase } from './database.ts';
import { onStopSignal } from './signals.ts';

export function workerCommand(context: CommandContext): Command {
  return new Command('worker')
    .description('score responses with a judge until stopped; run as many as there are devices')
    .requiredOption('--judge <name>', 'an installed detector with thresholds, see `assay models list`')
    .addOption(new Option('--device <device>', 'where to infer').choices(DEVICES).default('cpu'))
    .addHelpText(
      'after',
      `
Examples:
  assay worker --judge demo-detector
  DATABASE_URL=postgres://… assay worker --judge dfine-m --device cuda

Ctrl-C finishes what is being scored and hands the rest back; a second Ctrl-C stops at once.`,
    )
    .action(async ({ judge, device }: { judge: string; device: Device }) => {
      const config = context.config();
      const stopping = onStopSignal();
      const onReady = (revision: string) => {
        process.send?.({ ready: revision });
        context.terminal.err(`${judge}@${revision.slice(0, 12)} is waiting for work on ${device}`);
      };
      await runWorker(config, await findDatabase(config), openLog(config, 'worker'), {
        judge,
        device,
        stopping,
        onReady,
      });
    });
}

export const command = workerCommand(processContext);
