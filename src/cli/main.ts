#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { commandsFor } from './commands.ts';
import { contextOf } from './context.ts';
import { buildProgram, runProgram } from './program.ts';
import { leaveQuietlyOnClosedPipe } from './terminal/terminal.ts';

// Halves what a command needs to start; where it cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)));
leaveQuietlyOnClosedPipe();
const words = process.argv.slice(2);
const context = contextOf(process);
const program = buildProgram(await commandsFor(words, context), context.terminal);
// Set, not exited with: what was written may still be on its way out.
process.exitCode = await runProgram(program, words, context.terminal);
// A parent's channel would keep the process alive after its work.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect();
