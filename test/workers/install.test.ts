import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { type InstalledFile, installModel } from '../../src/workers/install.ts';
import { loadModel } from '../../src/workers/installed.ts';
import { type Manifest, manifestSchema } from '../../src/workers/manifest.ts';
import { aFolder, COLOR_CLASSIFIER } from './models.ts';

const WEIGHTS = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7 + (at >> 8)) % 251));
const DIGEST = sha256(WEIGHTS);

interface Behaviour {
  /** Without it every answer is the whole file. */
  ranges?: boolean;
  /** Bytes after which each connection is cut. */
  cutAfter?: number;
  headers?: Record<string, string>;
  status?: number;
  /** Answers first with a redirect that carries the headers, as Hugging Face does. */
  redirects?: boolean;
}

interface Host {
  url: string;
  /** The Range header of each request for the file, '-' without. */
  asked: string[];
}

async function aHost(behaviour: Behaviour = {}): Promise<Host> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    if (behaviour.redirects && request.url === '/model.onnx') {
      response.writeHead(302, { location: '/elsewhere', ...behaviour.headers }).end();
      return;
    }
    asked.push(request.headers.range ?? '-');
    answer(behaviour, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.onnx`, asked };
}

function answer(
  { ranges = true, cutAfter, headers = {}, status, redirects }: Behaviour,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (status !== undefined) {
    response.writeHead(status).end('no');
    return;
  }
  const from = ranges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  if (from >= WEIGHTS.length) {
    response.writeHead(416, { 'content-range': `bytes */${WEIGHTS.length}`, ...headers }).end();
    return;
  }
  const body = WEIGHTS.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(from > 0 && { 'content-range': `bytes ${from}-${WEIGHTS.length - 1}/${WEIGHTS.length}` }),
    ...(!redirects && headers),
  });
  if (cutAfter === undefined || body.length <= cutAfter) response.end(body);
  // A moment later: what the reader has not taken up when the connection breaks is lost with it.
  else response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 50));
}

let home: string;
let folder: string;
beforeEach(async () => {
  home = await aFolder();
  folder = join(home, 'colors');
});

const aManifest = (url: string, digest: string | null = DIGEST): Manifest =>
  manifestSchema.parse({
    ...COLOR_CLASSIFIER,
    files: { model: { path: 'model.onnx', sha256: digest, bytes: null, url } },
  });

async function install(manifest: Manifest): Promise<InstalledFile | undefined> {
  const [file] = await installModel(manifest, { into: home });
  return file;
}

async function leavePart(bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx.part'), bytes);
}

const installedBytes = (): Promise<Buffer> => readFile(join(folder, 'model.onnx'));

test('a model is downloaded, checked and can be loaded; progress counts to the end', async () => {
  const { url } = await aHost();
  const progress: [string, number, number | null][] = [];

  const files = await installModel(aManifest(url), {
    into: home,
    onProgress: (...now) => progress.push(now),
  });

  expect(files).toEqual([
    {
      path: join(folder, 'model.onnx'),
      sha256: DIGEST,
      bytes: WEIGHTS.length,
      pinnedBy: 'manifest',
      wasThere: false,
    },
  ]);
  expect(await installedBytes()).toEqual(WEIGHTS);
  expect(await readdir(folder)).toEqual(['manifest.json', 'model.onnx']);
  expect(progress[0]).toEqual(['model.onnx', 0, WEIGHTS.length]);
  expect(progress.at(-1)).toEqual(['model.onnx', WEIGHTS.length, WEIGHTS.length]);
  expect((await loadModel('colors', [home])).manifest.files).toMatchObject({ model: { sha256: DIGEST } });
});

test('what is there and right is not downloaded again', async () => {
  const { url, asked } = await aHost();
  await install(aManifest(url));

  const again = await install(aManifest(url));

  expect(again).toMatchObject({ wasThere: true, pinnedBy: 'manifest' });
  expect(asked).toEqual(['-']);
});

test('a partial download is continued where it stopped', async () => {
  const { url, asked } = await aHost();
  await leavePart(WEIGHTS.subarray(0, 70_000));

  await install(aManifest(url));

  expect(asked).toEqual(['bytes=70000-']);
  expect(await installedBytes()).toEqual(WEIGHTS);
});

test('a download that was whole but not yet put in place is checked and put in place', async () => {
  const { url } = await aHost();
  await leavePart(WEIGHTS);

  await install(aManifest(url));

  expect(await installedBytes()).toEqual(WEIGHTS);
});

test('a leftover longer than the file is thrown away', async () => {
  const { url, asked } = await aHost();
  await leavePart(Buffer.concat([WEIGHTS, WEIGHTS]));

  await install(aManifest(url));

  expect(asked).toEqual([`bytes=${WEIGHTS.length * 2}-`, '-']);
  expect(await installedBytes()).toEqual(WEIGHTS);
});

test('a server without ranges sends the whole file again, and it is not appended', async () => {
  const { url } = await aHost({ ranges: false });
  await leavePart(WEIGHTS.subarray(0, 70_000));

  await install(aManifest(url));

  expect(await installedBytes()).toEqual(WEIGHTS);
});

test('a connection that is cut is taken up again', async () => {
  const { url, asked } = await aHost({ cutAfter: 80_000 });

  await install(aManifest(url));

  expect(asked.length).toBeGreaterThan(1);
  expect(await installedBytes()).toEqual(WEIGHTS);
});

test('a server that always cuts at the same place is given up on, pinned or not', async () => {
  const { url } = await aHost({ ranges: false, cutAfter: 80_000 });

  await expect(install(aManifest(url))).rejects.toThrow(/was cut after \d+ of 200000 bytes/);
  await expect(install(aManifest(url, null))).rejects.toThrow(/was cut after \d+ of 200000 bytes/);
});

test('a connection that brings nothing is an error that keeps what was there', async () => {
  const { url } = await aHost({ cutAfter: 0 });
  await leavePart(WEIGHTS.subarray(0, 70_000));

  await expect(install(aManifest(url))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(
      /^The connection to 127\.0\.0\.1:\d+ was cut after 70000 of 200000 bytes; run `assay models install colors` again to continue$/,
    ),
  });
  expect((await stat(join(folder, 'model.onnx.part'))).size).toBe(70_000);
});

test('a wrong digest is an error that names file, expected and got, and leaves nothing behind', async () => {
  const { url } = await aHost();
  const other = 'a'.repeat(64);

  await expect(install(aManifest(url, other))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining(
      `${url} is not the file expected: sha256 expected ${other} (by manifest), got ${DIGEST}. The download is deleted`,
    ),
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a failed installation leaves the model of before in place', async () => {
  const { url } = await aHost();
  await install(aManifest(url));

  await expect(install(aManifest(url, 'a'.repeat(64)))).rejects.toThrow('is not the file expected');

  expect(await installedBytes()).toEqual(WEIGHTS);
  expect(await readdir(folder)).toEqual(['manifest.json', 'model.onnx']);
});

test('an unpinned file is checked against what the server says on the way, and pinned', async () => {
  const { url } = await aHost({ redirects: true, headers: { 'x-linked-etag': `"${DIGEST}"` } });

  const file = await install(aManifest(url, null));

  expect(file).toMatchObject({ pinnedBy: 'server', sha256: DIGEST });
  const written = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  expect(written.files.model).toMatchObject({ sha256: DIGEST, bytes: WEIGHTS.length });
});

test('an unpinned file that is not what the server says is refused', async () => {
  const { url } = await aHost({ headers: { 'x-linked-etag': `"${'b'.repeat(64)}"` } });

  await expect(install(aManifest(url, null))).rejects.toThrow(`expected ${'b'.repeat(64)} (by server)`);
});

test('where nobody says what the file is, the first download is the measure from then on', async () => {
  const { url } = await aHost();

  const first = await install(aManifest(url, null));
  const second = await install(aManifest(url, null));
  await writeFile(join(folder, 'model.onnx'), 'damaged');
  const third = await install(aManifest(url, null));

  expect(first).toMatchObject({ pinnedBy: 'first download', wasThere: false });
  expect(second).toMatchObject({ pinnedBy: 'earlier install', wasThere: true });
  expect(third).toMatchObject({ pinnedBy: 'earlier install', wasThere: false, sha256: DIGEST });
});

test('another source is not bound by what the old one brought', async () => {
  const [old, fresh] = [await aHost(), await aHost()];
  await install(aManifest(old.url, null));

  const file = await install(aManifest(fresh.url, null));

  expect(file).toMatchObject({ pinnedBy: 'first download', wasThere: false });
});

test('a leftover that nothing can prove is not continued', async () => {
  const { url, asked } = await aHost();
  await leavePart(Buffer.alloc(70_000));

  await install(aManifest(url, null));

  expect(asked).toEqual(['bytes=70000-', '-']);
  expect(await installedBytes()).toEqual(WEIGHTS);
});

test.each([
  [404, 'NOT_FOUND', /model\.onnx is not there \(HTTP 404\)$/],
  [401, 'UNAVAILABLE', /answered HTTP 401: it may ask for an account$/],
  [503, 'UNAVAILABLE', /answered HTTP 503$/],
])('HTTP %i is told in words', async (status, code, message) => {
  const { url } = await aHost({ status });

  await expect(install(aManifest(url))).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('a host that cannot be reached is named', async () => {
  await expect(install(aManifest('http://127.0.0.1:9/model.onnx'))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/^127\.0\.0\.1:9 cannot be reached: ./),
  });
});

test('a server that redirects for ever is left', async () => {
  const server = createServer((_, response) => void response.writeHead(302, { location: '/' }).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  await expect(install(aManifest(url))).rejects.toThrow('redirects more than 10 times');
});

test('a folder that cannot be made is told with its remedy', async () => {
  const { url } = await aHost();
  await writeFile(folder, 'a file where the folder should be');

  await expect(install(aManifest(url))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('cannot be written: a file is where its folder should be'),
  });
});

test('stopping stops, and what came so far can be continued', async () => {
  const { url } = await aHost();
  const stop = new AbortController();

  const installing = installModel(aManifest(url), {
    into: home,
    signal: stop.signal,
    onProgress: (_, received) => received > 0 && stop.abort(),
  });

  await expect(installing).rejects.toThrow(/abort/i);
  expect(await readdir(folder)).toEqual(['model.onnx.part']);
  expect(await install(aManifest(url))).toMatchObject({ sha256: DIGEST });
});

test('a file without a url cannot be installed', async () => {
  const manifest = manifestSchema.parse({
    ...COLOR_CLASSIFIER,
    files: { model: { path: 'model.onnx', sha256: DIGEST, bytes: null } },
  });

  await expect(install(manifest)).rejects.toThrow(
    'colors cannot be installed: model.onnx has no url in its manifest',
  );
});
