import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { commandsFor } from '../../src/cli/commands.ts';
import { contextOf } from '../../src/cli/context.ts';
import { buildProgram, runProgram } from '../../src/cli/program.ts';
import { freePort } from '../support/ports.ts';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  stdin?: string;
}

/** Runs the real program in this process, which starts no Node for it; its output is no terminal. */
export async function runCli(
  words: readonly string[],
  { env, stdin = '' }: CliOptions = {},
): Promise<Outcome> {
  const [out, err] = [keep(), keep()];
  const streams = { stdin: Readable.from([Buffer.from(stdin)]), stdout: out.stream, stderr: err.stream };
  const context = contextOf({ env: { ...process.env, ...env }, ...streams });
  const program = buildProgram(await commandsFor(words, context), context.terminal);
  const code = await runProgram(program, words, context.terminal);
  return { code, out: out.text(), err: err.text() };
}

function keep() {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

export interface ProcessOptions extends CliOptions {
  /** Sends SIGINT, once, when this holds of what came on standard output and error so far. */
  signalWhen?: (text: string) => boolean;
}

/** Runs it in a process of its own, as a person would. */
export function runProcess(words: readonly string[], options: ProcessOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, ...options.env } });
  let [out, err, isSignalled] = ['', '', false];
  const signal = (): void => {
    if (isSignalled || !options.signalWhen?.(out + err)) return;
    isSignalled = true;
    child.kill('SIGINT');
  };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
    signal();
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
    signal();
  });
  child.stdin.on('error', () => {});
  if (options.stdin !== undefined) child.stdin.end(options.stdin);
  return new Promise((done) => child.once('close', (code) => done({ code, out, err })));
}

/** An address where nobody listens any more. */
export const closedPort = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;
