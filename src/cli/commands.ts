import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

/**
 * In the order of the help. Only the command asked for is loaded: the API, the database driver and the inference
 * runtime together take over a second, and no other command needs them. Help, completion and typing errors load all.
 */
export const COMMANDS: Readonly<
  Record<string, () => Promise<{ command: (context: CommandContext) => Command }>>
> = {
  start: () => import('./start.ts'),
  serve: () => import('./serve.ts'),
  worker: () => import('./worker.ts'),
  benchmark: () => import('./benchmark.ts'),
  models: () => import('./models.ts'),
  import: () => import('./import.ts'),
  export: () => import('./export.ts'),
  leaderboard: () => import('./leaderboard.ts'),
  compare: () => import('./compare.ts'),
  watch: () => import('./watch.ts'),
  runs: () => import('./runs.ts'),
  evaluations: () => import('./evaluations.ts'),
  judges: () => import('./judges.ts'),
  workers: () => import('./workers.ts'),
  geneval: () => import('./geneval.ts'),
  bi: () => import('./bi.ts'),
  keys: () => import('./keys.ts'),
  doctor: () => import('./doctor.ts'),
  completion: () => import('./completion.ts'),
};

/** Those of which a command line speaks: one, or all where help, completion or a typing error needs them. */
export async function commandsFor(words: readonly string[], context: CommandContext): Promise<Command[]> {
  const word = words[0] ?? '';
  if (word === '--version' || word === '-V') return [];
  const asked = word === 'completion' ? undefined : COMMANDS[word];
  const loaded = await Promise.all((asked ? [asked] : Object.values(COMMANDS)).map((load) => load()));
  return loaded.map(({ command }) => command(context));
}
