import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { onTestFinished, vi } from 'vitest';

/** Why `python3` cannot be run here; null where it can. */
export function whyNoPython(): string | null {
  return spawnSync('python3', ['--version']).status === 0 ? null : 'no python3 on this machine';
}

/** A free port, which the next that asks may take. */
export async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A server that somebody wrote in Python, until the test ends. */
export async function aPythonServer(args: readonly string[], port: number): Promise<string> {
  const child = spawn('python3', args, { stdio: 'ignore' });
  onTestFinished(() => void child.kill());
  const origin = `http://127.0.0.1:${port}`;
  await vi.waitUntil(
    () =>
      fetch(`${origin}/models`).then(
        () => true,
        () => false,
      ),
    { timeout: 20_000, interval: 50 },
  );
  return origin;
}
