import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { serveApi } from '../../../src/api/main.ts';
import { test } from '../../support/fixtures.ts';
import { freePort } from '../../support/ports.ts';

export function declare(folder: string): void {
  test('pages and the explorer find their files below a path', async ({ config, databaseUrl, log }) => {
    const port = await freePort();
    const publicUrl = `http://localhost:${port}/assay`;
    const api = await serveApi({ ...config, publicUrl: 'https://evals.example.org/assay' }, databaseUrl, log);
    const script = readFileSync(join(folder, 'proxy.mjs'), 'utf8')
      .replaceAll('4310', new URL(api.url).port)
      .replaceAll('4320', String(port));
    const proxy = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    onTestFinished(async () => {
      proxy.kill();
      await api.close();
    });
    while (
      !(await fetch(`${publicUrl}/health`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await sleep(50);

    for (const page of ['/', '/evaluations', '/graphql']) {
      const html = await (await fetch(publicUrl + page, { headers: { accept: 'text/html' } })).text();
      const base = new URL(/<base href="([^"]*)">/.exec(html)?.[1] ?? '', publicUrl + page);
      const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(
        ([, file = '']) => new URL(file, base),
      );
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect((await fetch(file)).status).toBe(200);
    }
  });
}
