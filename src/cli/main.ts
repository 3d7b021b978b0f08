#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from './commands.ts';
import { processContext } from './context.ts';
import { buildProgram, runProgram } from './program.ts';
import { leaveQuietlyOnClosedPipe } from './terminal/terminal.ts';

// Halves what a command needs to start; where it cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)));
leaveQuietlyOnClosedPipe();
const words = process.argv.slice(2);
const loaded = await Promise.all(neededFor(words[0] ?? '').map((load) => load()));
const program = buildProgram(loaded.map(({ command }) => command));
// Set, not exited with: what was written may still be on its way out.
process.exitCode = await runProgram(program, words, processContext.terminal);
// A parent's channel would keep the process alive after its work.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect();

function neededFor(word: string) {
  if (word === '--version' || word === '-V') return [];
  const asked = word === 'completion' ? undefined : COMMANDS[word];
  return asked ? [asked] : Object.values(COMMANDS);
}
