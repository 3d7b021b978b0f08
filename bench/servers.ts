import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeCpuMs } from './cpu.ts';

/** A server in a process of its own. */
export interface Server extends AsyncDisposable {
  url: string;
  pid: number;
  cpuMs(): number;
  /** Resident bytes now. */
  rss(): number;
}

const ROOT = join(import.meta.dirname, '..');

/** The API as `assay serve` runs it. */
export const startApi = (databaseUrl: string, home: string): Promise<Server> =>
  start(join(ROOT, 'src/cli/main.ts'), ['serve'], {
    DATABASE_URL: databaseUrl,
    ASSAY_HOME: home,
    PORT: '0',
    LOG_LEVEL: 'error',
  });

/** One of `bench/servers`. */
export const startServer = (name: string, databaseUrl: string): Promise<Server> =>
  start(join(ROOT, 'bench/servers', `${name}.ts`), [], {
    DATABASE_URL: databaseUrl,
    GRAPHILE_ENV: 'production',
  });

async function start(file: string, words: string[], environment: Record<string, string>): Promise<Server> {
  const child = fork(file, words, {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { ready: string }) => resolve(message.ready));
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code} before it was ready`)));
  });
  const pid = child.pid as number;
  return {
    ...{ url, pid },
    cpuMs: () => treeCpuMs(pid),
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024,
    [Symbol.asyncDispose]: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
