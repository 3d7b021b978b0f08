import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
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
  /** Sends SIGINT, once, when this holds of what came on standard output and error so far. */
  signalWhen?: (text: string) => boolean;
}

/** Runs the real program as a person would. */
export function runCli(words: readonly string[], options: CliOptions = {}): Promise<Outcome> {
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
