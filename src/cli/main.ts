#!/usr/bin/env node
import type { Command } from 'commander';
import { processContext } from './context.ts';
import { buildProgram, runProgram } from './program.ts';
import { leaveQuietlyOnClosedPipe } from './terminal/terminal.ts';

/**
 * In the order of the help. Only the command asked for is loaded: the API, the database driver and the inference
 * runtime together take over a second, and no other command needs them. Help and typing errors load all.
 */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
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
};

leaveQuietlyOnClosedPipe();
const words = process.argv.slice(2);
const asked = Object.entries(COMMANDS).filter(([name]) => name === words[0]);
const loaded = await Promise.all(
  (asked.length > 0 ? asked : Object.entries(COMMANDS)).map(([, load]) => load()),
);
const program = buildProgram(loaded.map(({ command }) => command));
// Set, not exited with: what was written may still be on its way out.
process.exitCode = await runProgram(program, words, processContext.terminal);
// A parent's channel would keep the process alive after its work.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect();
