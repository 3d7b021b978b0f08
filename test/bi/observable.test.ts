import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { test } from '../support/fixtures.ts';
import { aReader } from './reader.ts';
import { randomResults } from './results.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const OBSERVABLE = join(ROOT, 'node_modules/@observablehq/framework/dist/bin/observable.js');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const MIGHT_IMPORT = [
  '@observablehq/plot',
  '@observablehq/sample-datasets',
  'apache-arrow',
  'arquero',
  'd3',
  'd3-dsv',
  'echarts',
  'htl',
  'leaflet',
  'lodash',
  'mapbox-gl',
  'parquet-wasm',
  'react',
  'react-dom',
  'topojson-client',
];

/** `docs/bi/observable` as somebody has it who copied the folder and installed its packages. */
async function builtPage(url: string): Promise<{ dist: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-observable-'));
  await cp(join(ROOT, 'docs/bi/observable'), folder, { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // It asks the registry for the newest of what a page might import, unless it has met a version before.
  for (const name of MIGHT_IMPORT) {
    await mkdir(join(folder, `src/.observablehq/cache/_npm/${name}@1.0.0`), { recursive: true });
  }
  await promisify(execFile)(process.execPath, [OBSERVABLE, 'build'], {
    cwd: folder,
    env: { ...process.env, ASSAY_BI_URL: url, OBSERVABLE_TELEMETRY_DISABLE: 'true' },
  });
  return {
    dist: join(folder, 'dist'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function dataOf(dist: string, name: string) {
  const files = await readdir(join(dist, '_file/data'));
  const file = files.find((each) => each.startsWith(`${name}.`)) ?? `${name} is not there`;
  return JSON.parse(await readFile(join(dist, '_file/data', file), 'utf8'));
}

/** The folder over HTTP. */
async function served(folder: string): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    const body = await readFile(file).catch(() => null);
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'application/json' });
    response.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Entry {
  rank: number | null;
  evaluation: { id: string };
  score: { percent: number | null; percentLow: number | null; percentHigh: number | null };
}

interface Row {
  headline: string;
  benchmark: string;
  rank: number | null;
  percent: number | null;
  percent_low: number | null;
  percent_high: number | null;
}

const BOARD = `{ leaderboard(benchmark: "geneval") { nodes { rank model { name }
  score { percent percentLow percentHigh } } } }`;

test('Observable Framework, offline, builds a page of charts from the views, with the numbers of the API', {
  timeout: 240_000,
}, async ({ client, database, skip }) => {
  if (!existsSync(OBSERVABLE))
    return skip('This test needs @observablehq/framework, a development dependency.');
  await randomResults(client, 41);
  await using reader = await aReader(database);
  const { leaderboard } = await client.query<{ leaderboard: { nodes: Entry[] } }>(BOARD);

  await using page = await builtPage(reader.url);

  const board: Row[] = await dataOf(page.dist, 'board');
  const of = (percent: number | null | undefined) => Number(percent ?? -1).toFixed(9);
  expect(
    board
      .filter(({ benchmark }) => benchmark === 'geneval')
      .map((row) => [row.rank, of(row.percent), of(row.percent_low), of(row.percent_high)])
      .toSorted(),
  ).toEqual(
    leaderboard.nodes
      .map(({ rank, score: { percent, percentLow, percentHigh } }) => [
        ...[rank, of(percent), of(percentLow), of(percentHigh)],
      ])
      .toSorted(),
  );
  const chromium = findChromium();
  if (!chromium) return;
  await using site = await served(page.dist);
  const browser = await launchChromium(chromium);
  const faults: string[] = [];
  const window = await browser.newPage();
  window.on('pageerror', (error) => faults.push(error.message));
  window.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !request.url().startsWith('data:')) faults.push(request.url());
  });
  await window.goto(site.url, { waitUntil: 'networkidle' });
  const count = (selector: string) => window.locator(selector).count();
  const drawn = {
    boards: await count('figure .board, svg.board'),
    points: await count('svg.board circle'),
    cells: await count('svg.parts rect'),
    bars: await count('svg.outcomes rect'),
    readings: await count('svg.readings circle'),
  };
  await browser.close();

  expect(faults).toEqual([]);
  expect(drawn.boards).toBe(new Set(board.map(({ headline }) => headline)).size);
  expect(drawn.points).toBe(board.filter(({ percent }) => percent !== null).length);
  expect(drawn.cells).toBe((await dataOf(page.dist, 'parts')).length);
  expect(drawn.bars).toBe((await dataOf(page.dist, 'outcomes')).length);
  expect(drawn.readings).toBeGreaterThan(10);
});
