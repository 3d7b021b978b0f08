import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { installPrompts } from '../workers/judges/install.ts';
import type { CommandContext } from './context.ts';

export function judgesInstallCommand(context: CommandContext): Command {
  return new Command('install')
    .description("take a judge's prompts out of the published file, which does not come with the program")
    .argument('<name>', 'mmie-score or evalalign')
    .requiredOption('--prompts <file>', "MMIE's prompts.py, or EvalAlign's test_faithfulness.py")
    .addHelpText(
      'after',
      `
The prompts go to ASSAY_HOME/models/<name>/prompts.json. For mmie-score any file but the official one is refused.

Example:
  assay judges install mmie-score --prompts MMIE/prompts.py`,
    )
    .action(async (name: string, { prompts }: { prompts: string }) => {
      const { home, modelRoots } = context.config();
      const text = await readFile(prompts, 'utf8');
      await context.terminal.out(
        await installPrompts(name, text, { roots: modelRoots, into: resolve(home, 'models') }),
      );
    });
}
