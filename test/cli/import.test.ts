import { mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { type Picture, uploadRun } from '../../src/cli/import/uploadRun.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { runWorker } from '../../src/workers/main.ts';
import { test } from '../support/fixtures.ts';
import { aHugePicture, anImageFolder, aPicture, installDemo } from './imageFolders.ts';
import { runCli, runProcess } from './runCli.ts';

beforeEach<{ client: Client }>(async ({ client }) => {
  await client.query(installDemo);
});

const silent = { update: () => {}, say: () => {}, end: () => {} };

async function findRuns(client: Client) {
  const { runs } = await client.query<{
    runs: { nodes: { id: string; responseCount: number; settings: object; responseKeys: string[] }[] };
  }>('{ runs { nodes { id responseCount settings responseKeys } } }');
  return runs.nodes;
}

const importDemo = (url: string, dir: string, ...words: string[]) =>
  runCli(['import', 'geneval', dir, '--model', 'm', '--benchmark', 'geneval-demo', ...words], {
    env: { ASSAY_URL: url },
  });

test('a whole folder becomes a run, samples in numeric order of their names', async ({
  api,
  client,
  home,
}) => {
  const dir = await anImageFolder(home, { prompts: 60 });
  const samples = join(dir, '00000/samples');
  await rename(join(samples, '0000.png'), join(samples, '10.png'));
  await rename(join(samples, '0001.png'), join(samples, '9.png'));

  const { code, out, err } = await importDemo(api.url, dir, '--settings', '{"seed": 42}', '--json');

  expect(code).toBe(0);
  expect(err).toContain('Complete: 240 of 240 pictures.');
  const [run] = await findRuns(client);
  expect(JSON.parse(out)).toMatchObject({ run: run?.id, added: 240, missing: { present: 240 } });
  expect(run).toMatchObject({ responseCount: 240, settings: { seed: 42 } });
  const { node } = await client.query<{ node: { responses: { nodes: object[] } } }>(
    `query ($run: ID!) { node(id: $run) { ... on Run { responses(first: 4) { nodes {
      sampleIndex content { ... on ImageSegment { image { digest } } } } } } } }`,
    { run: run?.id },
  );
  const digests = await Promise.all([2, 3, 1, 0].map(async (sample) => sha256(await aPicture(0, sample))));
  expect(node.responses.nodes).toEqual(
    digests.map((digest, sampleIndex) => ({ sampleIndex, content: [{ image: { digest } }] })),
  );
});

test('an incomplete folder is imported and what is missing is listed', async ({ api, home }) => {
  const dir = await anImageFolder(home, { prompts: 58 });
  await rm(join(dir, '00003'), { recursive: true });
  await rm(join(dir, '00001/samples/0002.png'));
  await rm(join(dir, '00002/samples'), { recursive: true });
  await writeFile(join(dir, '00001/samples/0000.png.bak'), '');
  await writeFile(join(dir, '00001/grid.png'), '');
  await mkdir(join(dir, 'notes'));

  const { code, err } = await importDemo(api.url, dir);

  expect(code).toBe(0);
  expect(err).toContain('Incomplete: 223 of 240 pictures.');
  expect(err).toContain('no pictures for 4 prompts: 00002-00003, 00058-00059');
  expect(err).toContain('fewer than 4 for 1 prompt: 00001 (3)');
  expect(err).toContain('warning: ');
  expect(err).toContain('0000.png.bak is left out');
});

test('the same command again is the same run; other pictures are another', async ({ api, client, home }) => {
  const dir = await anImageFolder(home, { prompts: 2 });
  await importDemo(api.url, dir);

  const again = await importDemo(api.url, dir, '--json');
  await writeFile(join(dir, '00000/samples/0000.png'), await aPicture(99, 0));
  const changed = await importDemo(api.url, dir, '--json');

  expect(JSON.parse(again.out).added).toBe(0);
  expect(JSON.parse(changed.out).added).toBe(8);
  expect(JSON.parse(changed.out).run).not.toBe(JSON.parse(again.out).run);
  expect(await findRuns(client)).toHaveLength(2);
});

test('Ctrl-C says how to go on, and going on ends with one whole run', async ({ api, client, home }) => {
  const dir = await anImageFolder(home, { prompts: 60 });
  // The warning about it is said when the uploads begin.
  await writeFile(join(dir, '00001/samples/0000.png.bak'), '');
  const interrupted = await runProcess(
    ['import', 'geneval', dir, '--model', 'm', '--benchmark', 'geneval-demo', '--concurrency', '1'],
    {
      env: { ASSAY_URL: api.url },
      signalWhen: (text) => text.includes('is left out'),
    },
  );

  const { err } = await importDemo(api.url, dir);

  expect(interrupted.code).toBe(130);
  expect(interrupted.err).toContain('Interrupted. Nothing is lost: run the same command again to go on.');
  expect(err).toContain('Complete: 240 of 240 pictures.');
  expect((await findRuns(client)).map(({ responseCount }) => responseCount)).toEqual([240]);
});

test('pictures can be added to a run given by its id, but not changed in it', async ({
  api,
  client,
  home,
}) => {
  const dir = await anImageFolder(home, { prompts: 2, samples: 3 });
  await importDemo(api.url, dir);
  const run = (await findRuns(client))[0]?.id ?? '';
  await writeFile(join(dir, '00000/samples/0003.png'), await aPicture(0, 3));
  const added = await importDemo(api.url, dir, '--run', run, '--json');
  await writeFile(join(dir, '00000/samples/0003.png'), await aPicture(99, 3));

  const changed = await importDemo(api.url, dir, '--run', run);

  expect(JSON.parse(added.out)).toMatchObject({ run, added: 1 });
  expect(changed.code).toBe(1);
  expect(changed.err).toContain('00000');
  expect((await findRuns(client))[0]?.responseCount).toBe(7);
});

test('what cannot be read does not stop the rest, and all of it is told at the end', async ({
  api,
  client,
  home,
}) => {
  const dir = await anImageFolder(home, { prompts: 3 });
  await writeFile(join(dir, '00000/samples/0001.png'), 'hello');
  await truncate(join(dir, '00000/samples/0003.png'), 90);
  await writeFile(join(dir, '00000/samples/._0000.png'), 'kept by macOS');
  await rm(join(dir, '00002/metadata.jsonl'));

  const { code, out, err } = await importDemo(api.url, dir);
  const again = await importDemo(api.url, dir, '--json');

  expect(code).toBe(3);
  expect(err).toContain('3 things were left out:');
  for (const name of [
    '00000/samples/0001.png (5 bytes)',
    '00000/samples/0003.png (90 ',
    '00002/metadata.jsonl',
  ])
    expect(err).toContain(join(dir, name));
  expect(err).not.toContain('._0000.png');
  expect(again.code).toBe(3);
  expect(out).toBe(`run ${JSON.parse(again.out).run}\n`);
  expect(JSON.parse(again.out)).toMatchObject({ added: 0, missing: { present: 8 }, omitted: { length: 3 } });
  const { node } = await client.query<{ node: { responses: { nodes: { content: object[] }[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on Run { responses { nodes {
      content { __typename ... on MissingImageSegment { path } } } } } } }`,
    { id: JSON.parse(again.out).run },
  );
  expect(node.responses.nodes.flatMap(({ content }) => content)).toContainEqual({
    ...{ __typename: 'MissingImageSegment', path: '00000/samples/0001.png' },
  });
});

test('a folder of which most pictures are none is refused', async ({ api, client, home }) => {
  const dir = await anImageFolder(home, { prompts: 1 });
  for (const sample of [0, 1, 2]) await writeFile(join(dir, `00000/samples/000${sample}.png`), 'hello');

  const { code, err } = await importDemo(api.url, dir);

  expect(code).toBe(1);
  expect(err).toMatch(/3 of 4 pictures cannot be read; the first: .*0000?\d\.png \(5 bytes\)/);
  expect(await findRuns(client)).toEqual([]);
});

describe('what is wrong is named, and no run is made', () => {
  const first = '00000/samples/0000.png';
  const wrongs: [what: string, words: string, spoil: (dir: string) => Promise<unknown>][] = [
    ['text instead of a picture', `${first} (`, (dir) => writeFile(join(dir, first), 'hello')],
    ['an empty picture', `${first} (`, (dir) => truncate(join(dir, first), 0)],
    ['a picture cut short', `${first} (`, (dir) => truncate(join(dir, first), 90)],
    [
      'a picture of too many pixels',
      'too large',
      async (dir) => writeFile(join(dir, first), await aHugePicture(50_000)),
    ],
    [
      'a file too large',
      `${first} (70000000 bytes)`,
      (dir) => writeFile(join(dir, first), Buffer.alloc(70_000_000)),
    ],
    [
      'a line that is no JSON',
      '00001/metadata.jsonl: not JSON',
      (dir) => writeFile(join(dir, '00001/metadata.jsonl'), '{'),
    ],
    ['no metadata', 'no file or folder', (dir) => rm(join(dir, '00001/metadata.jsonl'))],
    [
      'an unknown class',
      '00001/metadata.jsonl: include[0].class: unknown class "dragon"',
      (dir) =>
        writeFile(
          join(dir, '00001/metadata.jsonl'),
          '{"tag": "single_object", "include": [{"class": "dragon", "count": 1}], "prompt": "a photo of a dragon"}',
        ),
    ],
    [
      'metadata of another prompt file',
      '00001/metadata.jsonl: "prompt" is "a photo of a bench", but',
      (dir) =>
        writeFile(
          join(dir, '00001/metadata.jsonl'),
          '{"tag": "single_object", "include": [{"class": "bench", "count": 1}], "prompt": "a photo of a bench"}',
        ),
    ],
    [
      'more pictures than the benchmark asks for',
      '00000/samples has 5 pictures; geneval-demo takes 4 per prompt',
      async (dir) => writeFile(join(dir, '00000/samples/0004.png'), await aPicture(0, 4)),
    ],
    [
      'a prompt too many',
      'geneval-demo has no question 00060',
      (dir) => rename(join(dir, '00001'), join(dir, '00060')),
    ],
    ['the same prompt twice', 'are the same prompt', (dir) => mkdir(join(dir, '1'))],
  ];

  test.for(wrongs)('%s', async ([, words, spoil], { api, client, home }) => {
    const dir = await anImageFolder(home, { prompts: 2 });
    await spoil(dir);

    const { code, out, err } = await importDemo(api.url, dir, '--strict');

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(words);
    expect(err.match(/^error: /gm)).toHaveLength(1);
    expect(err).not.toContain('    at ');
    expect(await findRuns(client)).toEqual([]);
  });

  test('a folder of something else', async ({ api, home }) => {
    await mkdir(join(home, 'samples'));

    const { code, err } = await importDemo(api.url, home);

    expect(code).toBe(1);
    expect(err).toContain(`${home} is no GenEval image folder`);
  });

  test('a benchmark that is not installed, with the remedy', async ({ api, home }) => {
    const dir = await anImageFolder(home, { prompts: 1 });

    const { code, err } = await runCli(['import', 'geneval', dir, '--model', 'm'], {
      env: { ASSAY_URL: api.url },
    });

    expect(code).toBe(1);
    expect(err).toContain('geneval is not installed. Install it with: assay benchmark install geneval');
  });

  test('a judge that nobody has brought, before anything is uploaded', async ({ api, client, home }) => {
    const dir = await anImageFolder(home, { prompts: 1 });

    const { code, err } = await importDemo(api.url, dir, '--evaluate', 'nobody');

    expect(code).toBe(1);
    expect(err).toContain('There is no judge "nobody"; there is none yet.');
    expect(await findRuns(client)).toEqual([]);
  });
});

test('a run is made from pictures in memory, and the same pictures again are the same run', async ({
  client,
}) => {
  const pictures = await Promise.all(
    [0, 1, 2].map(async (sampleIndex): Promise<Picture> => {
      const bytes = new Uint8Array(await aPicture(0, sampleIndex));
      return { question: '00000', sampleIndex, bytes };
    }),
  );
  async function* streamed() {
    yield* pictures.toReversed();
  }
  const run = { benchmark: 'geneval-demo', model: 'painter', settings: { seed: 1 } };

  const first = await uploadRun(client, { ...run, pictures }, silent);
  const again = await uploadRun(client, { ...run, pictures: streamed() }, silent);

  expect(first.added).toBe(3);
  expect(again).toEqual({ id: first.id, added: 0 });
  expect((await findRuns(client))[0]?.responseKeys.toSorted()).toEqual(['00000/0', '00000/1', '00000/2']);
});

test('--evaluate scores the run with a worker, and repeating it watches the same evaluation', async ({
  api,
  client,
  config,
  databaseUrl,
  home,
  log,
}) => {
  const dir = await anImageFolder(home, { prompts: 60 });
  const stop = new AbortController();
  const ready = Promise.withResolvers<string>();
  const worker = runWorker(config, databaseUrl, log, {
    judge: 'demo-detector',
    device: 'cpu',
    stopping: stop.signal,
    onReady: ready.resolve,
  });
  await Promise.race([ready.promise, worker]);

  const first = await importDemo(api.url, dir, '--evaluate', 'demo-detector', '--json');
  const again = await importDemo(api.url, dir, '--evaluate', 'demo-detector', '--json');
  const board = await runCli(['leaderboard', '--benchmark', 'geneval-demo', '--json'], {
    env: { ASSAY_URL: api.url },
  });
  stop.abort();
  await worker;

  expect(first.code).toBe(0);
  expect(first.err).toContain('COMPLETED: 240 of 240 responses scored');
  expect(JSON.parse(again.out).evaluation).toEqual(JSON.parse(first.out).evaluation);
  const { evaluations } = await client.query<{ evaluations: { totalCount: number } }>(
    '{ evaluations { totalCount } }',
  );
  expect(evaluations.totalCount).toBe(1);
  const [row] = JSON.parse(board.out);
  expect(row).toMatchObject({
    rank: 1,
    model: { name: 'm' },
    evaluation: { id: JSON.parse(first.out).evaluation.id, status: 'COMPLETED' },
    score: { n: 240, expected: 240, aggregation: 'MEAN_OF_CATEGORY_MEANS', scale: { min: 0, max: 1 } },
  });
  expect(row.categories).toHaveLength(6);
  expect(row.strict.outcomes).toEqual([{ outcome: 'SCORED', count: 240 }]);
});
