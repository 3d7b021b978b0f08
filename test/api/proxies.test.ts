import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { serveApi } from '../../src/api/main.ts';
import type { Config } from '../../src/core/config.ts';
import type { Log } from '../../src/core/log.ts';
import { runCli } from '../cli/runCli.ts';
import { test } from '../support/fixtures.ts';
import { freePort } from '../support/ports.ts';

const GUIDE = readFileSync(new URL('../../docs/proxies.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
const [nginxAtRoot = '', nginxBelowPath = ''] = blocks('nginx');
const [caddyAtRoot = '', caddyBelowPath = ''] = blocks('caddy');
/** The example of nginx's own documentation, which does not pass Host on. */
const nginxWithoutHost = nginxAtRoot.replace(/.*proxy_set_header Host.*\n/, '');
/** A proxy that leaves the path on. */
const nginxLeavingPath = nginxBelowPath.replace('localhost:4000/;', 'localhost:4000;');

const has = (program: string) => spawnSync('which', [program]).status === 0;

interface Kind {
  program: 'nginx' | 'caddy';
  configuration: string;
  path: string;
  setting: (publicUrl: string) => Partial<Config>;
}

/** The real program with a configuration of the guide, in front of a server of ours; the address that people see. */
async function serveBehind(
  { program, configuration, path, setting }: Kind,
  config: Config,
  url: string,
  log: Log,
) {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), 'assay-proxy-'))];
  const publicUrl = `http://localhost:${port}${path}`;
  const api = await serveApi({ ...config, ...setting(publicUrl) }, url, log);
  const text = configuration
    .replaceAll('localhost:4000', `localhost:${new URL(api.url).port}`)
    .replace('listen 80;', `listen ${port};`)
    .replace('evals.example.org {', `http://localhost:${port} {`);
  const file = join(folder, program === 'nginx' ? 'nginx.conf' : 'Caddyfile');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${folder}/${one};`,
  );
  writeFileSync(
    file,
    program === 'caddy'
      ? `{\n admin off\n auto_https off\n}\n${text}`
      : `user root; daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}\nhttp { access_log off; ${places.join(' ')}\n${text} }`,
  );
  const words =
    program === 'nginx' ? ['-p', folder, '-c', file] : ['run', '--adapter', 'caddyfile', '--config', file];
  const proxy: ChildProcess = spawn(program, words, {
    stdio: 'ignore',
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  onTestFinished(async () => {
    proxy.kill('SIGKILL');
    spawnSync('pkill', ['-9', '-f', folder]);
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`${publicUrl}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return publicUrl;
    await sleep(50);
  }
  throw new Error(`${program} did not come up`);
}

/** How a page's WebSocket begins: `open`, or the answer that refuses it. */
const opened = (publicUrl: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${publicUrl.replace(/^http/, 'ws')}/graphql`, ['graphql-transport-ws'], {
      origin: new URL(publicUrl).origin,
    });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', async (_, response) => {
      const words = (await response.toArray()).join('');
      resolve(`${response.statusCode} ${words}`);
    });
    socket.on('error', () => undefined);
  });

const put = (url: string, picture: Buffer<ArrayBuffer>): Promise<Response> =>
  fetch(`${url}/media/${createHash('sha256').update(picture).digest('hex')}`, {
    method: 'PUT',
    headers: { 'content-type': 'image/png' },
    body: picture,
  });

const byHost = () => ({});
const byPublicUrl = (publicUrl: string) => ({ publicUrl });

describe('behind a real proxy, as the guide says,', () => {
  test.for<[string, Kind]>([
    ['nginx', { program: 'nginx', configuration: nginxAtRoot, path: '', setting: byHost }],
    [
      'nginx that keeps Host to itself',
      { program: 'nginx', configuration: nginxWithoutHost, path: '', setting: byPublicUrl },
    ],
    [
      'nginx below a path',
      { program: 'nginx', configuration: nginxBelowPath, path: '/assay', setting: byPublicUrl },
    ],
    [
      'nginx that leaves the path on',
      { program: 'nginx', configuration: nginxLeavingPath, path: '/assay', setting: byPublicUrl },
    ],
    ['Caddy', { program: 'caddy', configuration: caddyAtRoot, path: '', setting: byHost }],
    [
      'Caddy below a path',
      { program: 'caddy', configuration: caddyBelowPath, path: '/assay', setting: byPublicUrl },
    ],
  ])(
    '%s: pages, their files, the API, large uploads and live updates',
    async ([, kind], { config, databaseUrl, log, skip }) => {
      if (!has(kind.program)) skip(`${kind.program} is not installed`);
      const url = await serveBehind(kind, config, databaseUrl, log);

      for (const page of ['/', '/evaluations', '/graphql']) {
        const html = await (await fetch(url + page, { headers: { accept: 'text/html' } })).text();
        const base = new URL(/<base href="([^"]*)">/.exec(html)?.[1] ?? url + page, url + page);
        const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css|svg))"/g)].map(
          ([, file = '']) => new URL(file, base).href,
        );
        expect(files.length).toBeGreaterThan(1);
        for (const file of files) expect(`${file} ${(await fetch(file)).status}`).toBe(`${file} 200`);
      }
      const { code, out } = await runCli(['benchmark', 'list', '--json'], { env: { ASSAY_URL: url } });
      expect([code, JSON.parse(out).length]).toEqual([0, 5]);
      const noise = await sharp(randomBytes(1200 * 900 * 3), {
        raw: { width: 1200, height: 900, channels: 3 },
      })
        .png()
        .toBuffer();
      expect((await put(url, noise)).status).toBe(201);
      expect(await opened(url)).toBe('open');
    },
  );

  test('a page of another address is refused in words, and the log has both', async ({
    config,
    databaseUrl,
    log,
    skip,
  }) => {
    if (!has('nginx')) skip('nginx is not installed');
    const kind = { program: 'nginx', configuration: nginxWithoutHost, path: '', setting: byHost } as const;

    const refusal = await opened(await serveBehind(kind, config, databaseUrl, log));

    expect(refusal).toMatch(
      /^403 The page is of http:\/\/localhost:\d+, this server is localhost:\d+\. .*PUBLIC_URL/,
    );
  });
});
