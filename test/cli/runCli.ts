import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  stdin?: string;
  /** Told what came on standard output and error so far, for example to send a signal at the right moment. */
  onOutput?: (text: string, child: { kill(signal: NodeJS.Signals): void }) => void;
}

/** Runs the real program as a person would. */
export function runCli(words: readonly string[], options: CliOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, ...options.env } });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
    options.onOutput?.(out + err, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
    options.onOutput?.(out + err, child);
  });
  child.stdin.on('error', () => {});
  if (options.stdin !== undefined) child.stdin.end(options.stdin);
  return new Promise((done) => child.once('close', (code) => done({ code, out, err })));
}

/** An address where nobody listens any more. */
export async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
