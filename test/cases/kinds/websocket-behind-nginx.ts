import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { test } from '../../support/fixtures.ts';
import { freePort } from '../../support/ports.ts';

/** The status with which a page's WebSocket begins, and the words of a refusal. */
const opened = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://localhost:${port}/graphql`, ['graphql-transport-ws'], {
      origin: `http://localhost:${port}`,
    });
    socket.on('open', () => {
      socket.terminate();
      resolve('101');
    });
    socket.on('unexpected-response', async (_, answer) =>
      resolve(`${answer.statusCode} ${(await answer.toArray()).join('')}`),
    );
    socket.on('error', () => undefined);
  });

export function declare(folder: string): void {
  test('a WebSocket whose Host a proxy changed is refused with the remedy', async ({ api, home, skip }) => {
    if (spawnSync('which', ['nginx']).status !== 0) skip('nginx is not installed');
    const ports = [await freePort(), await freePort(), await freePort()] as const;
    const text = ports.reduce(
      (sofar, port, at) => sofar.replaceAll(String(4330 + at), String(port)),
      readFileSync(join(folder, 'nginx.conf'), 'utf8'),
    );
    const file = join(home, 'nginx.conf');
    writeFileSync(
      file,
      `user root; daemon off;\n${text.replaceAll('/tmp/nginx-case', home).replaceAll('localhost:4310', `localhost:${new URL(api.url).port}`)}`,
    );
    const nginx = spawn('nginx', ['-p', home, '-c', file], { stdio: 'ignore' });
    onTestFinished(() => void nginx.kill());
    while (
      !(await fetch(`http://localhost:${ports[2]}/health`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await sleep(50);

    expect(await opened(ports[0])).toMatch(/^403 .*set PUBLIC_URL/);
    expect(await opened(ports[1])).toMatch(/^403 .*set PUBLIC_URL/);
    expect(await opened(ports[2])).toBe('101');
  });
}
