import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerDashboard } from '../../src/api/dashboard.ts';
import { pageFor } from '../../src/api/pageAddress.ts';
import { publicAddressOf } from '../../src/api/publicAddress.ts';
import { type NodeType, toGlobalId } from '../../src/core/ids.ts';

const DIRECT = publicAddressOf({
  ...{ host: 'localhost', publicUrl: null },
  ...{ trustedProxies: [], allowedHosts: [] },
});

const PAGE = '<!doctype html><script type="module" src="/assets/index-abc.js"></script>';
const SCRIPT = 'console.log(1);'.repeat(20);

let dist: string;
const app = Fastify();

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'assay-dist-'));
  await mkdir(join(dist, 'assets'));
  for (const [name, text] of [
    ['index.html', PAGE],
    ['assets/index-abc.js', SCRIPT],
  ] as const) {
    await writeFile(join(dist, name), text);
    await writeFile(join(dist, `${name}.br`), brotliCompressSync(text));
    await writeFile(join(dist, `${name}.gz`), gzipSync(text));
  }
  await writeFile(join(dist, '.sources'), 'stamp');
  await registerDashboard(app, DIRECT, dist);
});
afterAll(async () => {
  await app.close();
  await rm(dist, { recursive: true });
});

test.each([
  '/',
  '/compare?evaluations=a',
  '/evaluations',
  '/evaluations/a',
  '/evaluations/a/answers',
  '/responses/a',
])('%s is the page, asked for again each time, and may load nothing from elsewhere', async (url) => {
  const { statusCode, headers, body } = await app.inject({ url });

  expect({ statusCode, body }).toEqual({ statusCode: 200, body: PAGE });
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).not.toMatch(/https?:|wss?:|\*|unsafe/);
});

test('a page that has not changed is not sent again', async () => {
  const { headers } = await app.inject({ url: '/' });

  const again = await app.inject({ url: '/compare', headers: { 'if-none-match': String(headers.etag) } });

  expect({ status: again.statusCode, body: again.body }).toEqual({ status: 304, body: '' });
});

test('a file of the page is kept for good', async () => {
  const { headers, body } = await app.inject({ url: '/assets/index-abc.js' });

  expect(body).toBe(SCRIPT);
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
});

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['zstd', undefined],
])('who accepts %s gets %s', async (accepts, expected) => {
  const { headers, rawPayload } = await app.inject({
    url: '/assets/index-abc.js',
    headers: { 'accept-encoding': accepts },
  });

  expect(headers['content-encoding']).toBe(expected);
  if (expected === 'br') expect(brotliDecompressSync(rawPayload).toString()).toBe(SCRIPT);
});

const browsing = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const ID = '0192f3a4-0000-7000-8000-000000000000';
const of = (type: NodeType) => toGlobalId(type, ID);

test.each([
  ['/evaluation/a', '/evaluations/a'],
  ['/evaluations/', '/evaluations'],
  ['/Evaluations', '/evaluations'],
  ['/eval/a/scores', '/evaluations/a/answers'],
  ['/evaluations/a/unknown', '/evaluations/a'],
  [`/evaluations/${ID}`, `/evaluations/${of('Evaluation')}`],
  [`/evaluations/${ID}/answers?outcome=SCORED`, `/evaluations/${of('Evaluation')}/answers?outcome=SCORED`],
  [`/evaluations/${of('Response')}`, `/responses/${of('Response')}`],
  [`/evaluations/${of('Run')}`, `/evaluations?run=${of('Run')}`],
  [`/${of('Evaluation')}`, `/evaluations/${of('Evaluation')}`],
  ['/runs/a', '/evaluations?run=a'],
  [`/run/${ID}`, `/evaluations?run=${of('Run')}`],
  ['/runs', '/evaluations'],
  ['/answers/a', '/responses/a'],
  [`/response/${ID}`, `/responses/${of('Response')}`],
  ['/leaderboard', '/'],
  ['/leaderboard/mmie', '/?benchmark=mmie'],
  ['/leaderboard/mmie?criterion=overall', '/?benchmark=mmie&criterion=overall'],
  ['/benchmarks/a%26b', '/?benchmark=a%26b'],
  ['/models/org/name', '/?model=org%2Fname'],
  ['/models', '/'],
  ['/evaluation/a%2Fb', '/evaluations/a%2Fb'],
  ['/compare/a/b', '/compare?evaluations=a&evaluations=b'],
  ['/graphiql', '/graphql'],
  ['/index.html', '/'],
])('a browser that opens %s is sent to %s', async (url, page) => {
  const { statusCode, headers } = await app.inject({ url, headers: browsing });

  expect([statusCode, headers.location]).toEqual([302, page]);
});

test('what is sent on arrives: no page that is meant sends further', () => {
  const segment = fc.constantFrom(
    ...['evaluations', 'run', 'x', 'answers', ID, 'compare', 'models', '%', '..'],
  );
  const anyType = fc.constantFrom(of('Run'), of('Evaluation'), of('Response'), of('Judge'));
  fc.assert(
    fc.property(fc.array(fc.oneof(segment, anyType, fc.string()), { maxLength: 4 }), (segments) => {
      const page = pageFor(`/${segments.join('/')}`);
      if (page === null) return;
      const [path = ''] = page.split('?');
      expect(path).toMatch(
        /^\/(?:$|compare$|graphql$|evaluations(?:\/[^/]+(?:\/answers)?)?$|responses\/[^/]+$)/,
      );
      if (path !== '/graphql') expect(pageFor(path)?.split('?')[0]).toBe(path);
    }),
  );
});

test.each(['/nowhere', '/constructor', '/__proto__', '/judges/a'])(
  'a browser that opens %s, which nobody can mean, gets the page that says so',
  async (url) => {
    const page = await app.inject({ url, headers: browsing });

    expect([page.statusCode, page.body]).toEqual([404, PAGE]);
  },
);

test('a program gets words', async () => {
  const words = await app.inject({ url: '/nowhere' });

  expect([words.statusCode, words.json()]).toEqual([
    404,
    { error: 'There is no GET /nowhere', code: 'NOT_FOUND' },
  ]);
});

test('there is nothing else', async () => {
  for (const url of [
    '/nowhere',
    '/.sources',
    '/assets/',
    '/assets/index-abc.js.br',
    '/assets/../index.html',
    '/evaluations/a/b',
  ])
    expect((await app.inject({ url })).statusCode, url).toBe(404);
});

test('where it is not built, a page says how to build it', async () => {
  const bare = Fastify();
  await registerDashboard(bare, DIRECT, join(dist, 'nothing'));

  const { statusCode, body } = await bare.inject({ url: '/compare' });

  expect(statusCode).toBe(503);
  expect(body).toContain('npm run build:web');
  await bare.close();
});
