import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import type { RunningApi } from '../../src/api/main.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { aPicture } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';

type Bytes = Buffer<ArrayBuffer>;

async function put(api: RunningApi, bytes: Bytes, digest = sha256(bytes), type = 'image/png') {
  const answer = await fetch(`${api.url}/media/${digest}`, {
    method: 'PUT',
    headers: { 'content-type': type },
    body: bytes,
  });
  const text = await answer.text();
  return { status: answer.status, text, ...JSON.parse(text) };
}

const get = (api: RunningApi, path: string, init: RequestInit = {}) =>
  fetch(`${api.url}/media/${path}`, init);

/** The same picture, whose header claims another size, with a checksum that fits. */
function claiming(png: Bytes, width: number, height: number): Bytes {
  const changed = Buffer.from(png);
  changed.writeUInt32BE(width, 16);
  changed.writeUInt32BE(height, 20);
  changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29);
  return changed;
}

const { png } = await aPicture(0, 0);

describe('a picture', () => {
  test('once uploaded is served as it was, for good', async ({ api }) => {
    const digest = sha256(png);

    const first = await put(api, png);
    const again = await put(api, png);
    const answer = await get(api, digest);
    const head = await get(api, digest, { method: 'HEAD' });
    const known = await get(api, digest, { headers: { 'if-none-match': `"${digest}"` } });

    expect([first, again]).toMatchObject(Array(2).fill({ status: 201, digest, width: 256, height: 256 }));
    expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
    for (const { headers } of [answer, head]) {
      expect(headers.get('content-type')).toBe('image/png');
      expect(headers.get('content-length')).toBe(String(png.length));
      expect(headers.get('cache-control')).toContain('immutable');
      expect(headers.get('etag')).toBe(`"${digest}"`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect([answer.status, head.status, known.status]).toEqual([200, 200, 304]);
    expect(await known.text()).toBe('');
  });

  test('has a thumbnail of at most 256 pixels a side', async ({ api }) => {
    const wide: Bytes = Buffer.from(await sharp(png).resize(800, 400).png().toBuffer());
    await put(api, wide);

    const answer = await get(api, `${sha256(wide)}/thumbnail`);

    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    const { width, height, format } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect({ width, height, format }).toEqual({ width: 256, height: 128, format: 'webp' });
  });

  test.for(['jpeg', 'webp'] as const)('may be %s', async (format, { api }) => {
    const bytes: Bytes = Buffer.from(await sharp(png).toFormat(format).toBuffer());

    const { status, digest } = await put(api, bytes, sha256(bytes), `image/${format}`);

    expect(status).toBe(201);
    expect((await get(api, digest)).headers.get('content-type')).toBe(`image/${format}`);
  });

  test('there is not is 404, whole, thumbnail or header', async ({ api }) => {
    const digest = 'ab'.repeat(32);

    const answers = await Promise.all([
      get(api, digest),
      get(api, `${digest}/thumbnail`),
      get(api, digest, { method: 'HEAD' }),
      get(api, 'not-a-digest'),
      get(api, '../../etc/passwd'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });

  test('whose file has gone is an error that names no folder of ours', async ({ api, home }) => {
    const { digest } = await put(api, png);
    await rm(join(home, 'media'), { recursive: true });

    const [whole, small] = await Promise.all([get(api, digest), get(api, `${digest}/thumbnail`)]);

    expect(await whole.text()).not.toContain(home);
    expect(await small.text()).not.toContain(home);
    expect([whole.status, small.status]).toEqual([404, 404]);
    expect([whole, small].map(({ headers }) => headers.get('cache-control'))).toEqual([null, null]);
  });
});

describe('an upload is refused', () => {
  const cases: [string, () => Bytes | Promise<Bytes>, RegExp][] = [
    ['of nothing', () => Buffer.alloc(0), /empty/],
    ['of text', () => Buffer.from('this is no picture'), /cannot be read/],
    [
      'of an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /type SVG .* use PNG, JPEG or WebP/,
    ],
    [
      'of a GIF',
      async () => Buffer.from(await sharp(png).gif().toBuffer()),
      /type GIF .* use PNG, JPEG or WebP/,
    ],
    ['of a PNG cut short', () => png.subarray(0, png.length / 2), /cannot be read/],
    [
      'of a PNG with a damaged middle',
      () => {
        const damaged = Buffer.from(png);
        damaged.fill(0, 2000, 2100);
        return damaged;
      },
      /cannot be read/,
    ],
    ['of too many pixels', () => claiming(png, 30_000, 30_000), /30000 x 30000 pixels/],
    ['of more pixels than a file can be', () => claiming(png, 2 ** 31 - 1, 2 ** 31 - 1), /./],
  ];

  test.for(cases)('%s, and nothing is kept', async ([, make, words], { api }) => {
    const bytes = await make();

    const answer = await put(api, bytes);

    expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT', error: expect.stringMatching(words) });
    expect((await get(api, sha256(bytes))).status).toBe(404);
  });

  test('under another digest than its own', async ({ api }) => {
    const answer = await put(api, png, 'ab'.repeat(32));

    expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    expect(answer.error).toContain(sha256(png));
    expect((await get(api, sha256(png))).status).toBe(404);
  });

  test('as JSON, with what to send instead', async ({ api }) => {
    const answer = await fetch(`${api.url}/media/${sha256(png)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('image/png');
  });

  test('when it is larger than a picture may be', async ({ api }) => {
    const answer = await fetch(`${api.url}/media/${sha256(png)}`, {
      method: 'PUT',
      headers: { 'content-type': 'image/png', 'content-length': String(65 * 1024 * 1024) },
      body: new ReadableStream({ start: (stream) => stream.enqueue(png) }),
      duplex: 'half',
    } as RequestInit).catch(() => null);

    expect(answer?.status ?? 413).toBe(413);
  });
});
