import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../core/config.ts';
import { Failure } from './failure.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** A command of this program in a process of its own. */
export interface Child {
  readonly name: string;
  /** What it said when it was ready. */
  readonly ready: string;
  /** Resolves with its exit code when it ends. */
  readonly ended: Promise<number>;
  /** First call: finish and stop; after `graceMs` it is killed. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Starts it and waits until it is ready. It is in a session of its own, so that Ctrl-C reaches this process alone,
 * which then stops its children in order; a child notices by itself when this process is gone.
 */
export async function startChild(
  words: readonly string[],
  environment: Record<string, string>,
): Promise<Child> {
  const said: string[] = [];
  const child = fork(MAIN, words, {
    detached: true,
    env: childEnvironment(environment),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.push(text);
    if (said.length > 50) said.shift();
  });
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const ready = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { ready: string }) => resolve(message.ready));
    void ended.then(() => reject(new Failure(lastWords(words, said))));
  });
  child.stderr?.on('data', (text: string) => process.stderr.write(withoutChatter(text)));
  return { name: words[0] ?? '', ready, ended, stop: (graceMs) => stop(child, ended, graceMs) };
}

async function stop(child: ChildProcess, ended: Promise<number>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(killing);
}

function lastWords(words: readonly string[], said: readonly string[]): string {
  const error = /^error: (.*)$/ms.exec(said.join(''))?.[1];
  return error?.trim() ?? `\`assay ${words.join(' ')}\` ended before it was ready:\n${said.join('').trim()}`;
}

/** Warnings and errors are for whoever started it; that the child is ready is said already. */
function withoutChatter(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/"level":(10|20|30),/.test(line))
    .join('\n');
}
