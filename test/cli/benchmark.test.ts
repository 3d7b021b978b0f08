import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { PROMPTS_SHA256 } from '../../src/benchmarks/geneval/published.ts';
import { test } from '../support/fixtures.ts';
import { closedPort, runCli } from './runCli.ts';

const official = resolve(
  process.env['ASSAY_OFFICIAL_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data'),
  'geneval/evaluation_metadata.jsonl',
);

/** Serves one text on loopback; gives its address. */
async function serveText(text: string | Buffer): Promise<string> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/file' ? 200 : 404;
    response.end(text);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
}

test('the official prompts install from an address and from a file, once', async ({ api, client, skip }) => {
  skip(!existsSync(official), `no ${official}: set ASSAY_OFFICIAL_DATA to the folder that holds it`);
  const install = (from: string) =>
    runCli(['benchmark', 'install', 'geneval', '--from', from], { env: { ASSAY_URL: api.url } });

  const first = await install(await serveText(readFileSync(official)));
  const again = await install(official);

  expect(first).toMatchObject({ code: 0, out: 'GenEval: 553 questions installed\n' });
  expect(again).toMatchObject({ code: 0, out: 'GenEval: 553 questions were there already\n' });
  const { benchmark } = await client.query<{ benchmark: object }>(
    '{ benchmark(slug: "geneval") { isInstalled questions(first: 1, after: null) { nodes { externalId reference } } } }',
  );
  expect(benchmark).toMatchObject({
    isInstalled: true,
    questions: { nodes: [{ externalId: '00000', reference: { prompt: 'a photo of a bench' } }] },
  });
});

test('other content is refused with both digests, from wherever it comes', async ({ api, home }) => {
  const file = join(home, 'other.jsonl');
  writeFileSync(file, 'other');
  for (const from of [file, await serveText('other')]) {
    const { code, err } = await runCli(['benchmark', 'install', 'geneval', '--from', from], {
      env: { ASSAY_URL: api.url },
    });

    expect(code).toBe(1);
    expect(err).toBe(
      `error: ${from} is not the published evaluation_metadata.jsonl: sha256 expected ${PROMPTS_SHA256}, ` +
        'got d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa\n',
    );
  }
});

test('the API refuses other content too', async ({ client }) => {
  const files = [{ name: 'evaluation_metadata.jsonl', text: 'other' }];

  await expect(
    client.query(
      'mutation ($input: InstallBenchmarkInput!) { installBenchmark(input: $input) { installed } }',
      {
        input: { benchmark: 'geneval', files },
      },
    ),
  ).rejects.toThrow(PROMPTS_SHA256);
});

test('without a network the remedy is --from', async ({ api }) => {
  const nowhere = await closedPort();

  const { code, err } = await runCli(['benchmark', 'install', 'geneval', '--from', nowhere], {
    env: { ASSAY_URL: api.url },
  });

  expect(code).toBe(1);
  expect(err).toBe(
    `error: ${nowhere} cannot be reached (ECONNREFUSED). Download evaluation_metadata.jsonl elsewhere and give it with --from FILE.\n`,
  );
});

test('an address without the file, and a path without one', async ({ api }) => {
  const wrong = `${await serveText('')}/not`;
  const install = (from: string) =>
    runCli(['benchmark', 'install', 'geneval', '--from', from], { env: { ASSAY_URL: api.url } });

  expect((await install(wrong)).err).toContain(`${wrong} answered 404.`);
  expect((await install('/nowhere.jsonl')).err).toBe('error: There is no file or folder /nowhere.jsonl\n');
});

test('a benchmark that ships with the program installs without a file', async ({ api }) => {
  const assay = (...words: string[]) => runCli(words, { env: { ASSAY_URL: api.url } });

  const installed = await assay('benchmark', 'install', 'geneval-demo');
  const listed = await assay('benchmark', 'list', '--json');
  const unknown = await assay('benchmark', 'install', 'nope');

  expect(installed.out).toBe('GenEval demo: 60 questions installed\n');
  expect(JSON.parse(listed.out)).toMatchObject([
    { slug: 'evalalign', isInstalled: false },
    { slug: 'geneval', isInstalled: false },
    { slug: 'geneval-demo', isInstalled: true, questionCount: 60, samplesPerQuestion: 4 },
    { slug: 'mmie', isInstalled: false },
    { slug: 'story-demo', isInstalled: false },
  ]);
  expect(unknown.err).toContain('There is no benchmark "nope"');
});

test('show tells the criteria with their scales, or which benchmarks there are', async ({ api }) => {
  const env = { ASSAY_URL: api.url };

  const shown = await runCli(['benchmark', 'show', 'story-demo'], { env });
  const unknown = await runCli(['benchmark', 'show', 'genevil'], { env });

  expect(shown.code).toBe(0);
  expect(shown.out).toContain('Categories: at-home, outdoors');
  expect(shown.out).toMatch(/overall\W+all\W+0 to 6\W+more/);
  expect(unknown).toMatchObject({
    code: 1,
    err: 'error: There is no benchmark "genevil"; there are evalalign, geneval, geneval-demo, mmie, story-demo\n',
  });
});
