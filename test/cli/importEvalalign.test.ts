import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { importEvalalignReplies, type RepliesImport } from '../../src/cli/import/evalalignReplies.ts';
import { test } from '../support/fixtures.ts';
import { aPicture } from './imageFolders.ts';
import { officialFile } from './officialFiles.ts';
import { aTerminal, countEverything, writeLines, writeText } from './recordFiles.ts';
import { runCli } from './runCli.ts';

const released = officialFile('evalalign');

interface Line {
  promptId: string;
  criterion?: string;
  reply?: string | null;
}

/** Replies of one criterion whose integers add up to `sum`. */
function adding(promptIds: readonly string[], criterion: string, sum: number, max: number): Line[] {
  return promptIds.map((promptId, index) => ({
    promptId,
    criterion,
    reply: `${Math.max(0, Math.min(max, sum - index * max))}, it seems`,
  }));
}

function readPrompts(name: string): { prompt_id: string; question_info?: Record<string, string> }[] {
  return JSON.parse(readFileSync(join(released.path, `test_${name}_prompt.json`), 'utf8'));
}

function alignmentSample(): Line[] {
  const sums = { Object: 209, Count: 160, Color: 51, Style: 50, Spatial: 155, Action: 102 };
  const prompts = readPrompts('alignment');
  return Object.entries(sums).flatMap(([skill, sum]) => {
    const asked = prompts.filter(({ question_info }) => question_info?.[skill] !== undefined);
    return adding(
      asked.map(({ prompt_id }) => prompt_id),
      skill,
      sum,
      2,
    );
  });
}

function faithfulnessSample(): Line[] {
  const samples = {
    body: [217, 100],
    Hand: [60, 89],
    face: [137, 81],
    object: [250, 100],
    common: [105, 100],
  };
  const ids = readPrompts('faithfulness').map(({ prompt_id }) => prompt_id);
  return Object.entries(samples).flatMap(([skill, [sum = 0, n = 0]]) => [
    ...adding(ids.slice(0, n), skill, sum, 4),
    ...ids.slice(n).map((promptId) => ({ promptId, criterion: skill, reply: '-1.Not in the picture' })),
  ]);
}

const given: Omit<RepliesImport, 'path' | 'dimension'> = { model: 'PixArt', settings: {} };

const importLines = (
  client: Client,
  home: string,
  dimension: RepliesImport['dimension'],
  lines: readonly Line[],
  more: Partial<RepliesImport> = {},
) =>
  importEvalalignReplies(client, aTerminal(), {
    ...given,
    dimension,
    path: writeLines(home, `${dimension}.jsonl`, lines),
    ...more,
  });

async function findBoard(client: Client) {
  const { leaderboard } = await client.query<{ leaderboard: { nodes: Record<string, never>[] } }>(
    `{ leaderboard(benchmark: "evalalign") { nodes { official { mean } strict { mean }
      categories { slug official { mean sum n } }
      criteria { slug category official { mean sum n } } } } }`,
  );
  return leaderboard.nodes as unknown as {
    official: null;
    categories: { slug: string; official: { mean: number; sum: number; n: number } }[];
    criteria: { slug: string; category: string; official: { mean: number; sum: number; n: number } }[];
  }[];
}

test("the README's two samples come out of files over the released prompts, through to the leaderboard", async ({
  api,
  client,
  home,
  skip,
}) => {
  skip(released.missing !== null, released.missing ?? '');
  const assay = (...words: string[]) => runCli(words, { env: { ASSAY_URL: api.url } });
  const importFile = (dimension: string, lines: readonly Line[]) =>
    assay(
      ...['import', 'evalalign-replies', writeLines(home, `${dimension}.jsonl`, lines)],
      ...['--dimension', dimension, '--model', 'PixArt', '--json'],
    );

  const installed = await assay('benchmark', 'install', 'evalalign', '--from', released.path);
  const faithfulness = await importFile('faithfulness', faithfulnessSample());
  const alignment = await importFile('alignment', alignmentSample());

  expect(installed.out).toBe('EvalAlign: 220 questions installed\n');
  expect(JSON.parse(faithfulness.out)).toMatchObject({
    images: 100,
    official: {
      ...{ body_score: 217, Hand_num: 89, Hand_average: 0.6741573033707865, face_num: 81 },
      ...{ total_score: 769, num: 470, avg_score: 1.6361702127659574 },
    },
  });
  expect(JSON.parse(alignment.out)).toMatchObject({
    images: 120,
    official: {
      ...{ Object_score: 209, Object_num: 118, Object_avgerage: 1.771186440677966, Style_avgerage: 2 },
      ...{ total_score: 727, total_avgerage: 6.058333333333334 },
    },
  });
  const [row, ...others] = await findBoard(client);
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    official: null,
    categories: expect.arrayContaining([
      { slug: 'faithfulness', official: { mean: 769 / 470, sum: 769, n: 470 } },
      { slug: 'alignment', official: { mean: 727 / 120, sum: 727, n: 120 } },
    ]),
  });
  expect(row?.criteria).toContainEqual({
    slug: 'spatial',
    category: 'alignment',
    official: { mean: 155 / 85, sum: 155, n: 85 },
  });
  expect(row?.criteria).toHaveLength(11);
});

describe('with the released prompts', () => {
  const install = async (url: string) =>
    runCli(['benchmark', 'install', 'evalalign', '--from', released.path], { env: { ASSAY_URL: url } });

  test('the prompts install once, and a folder without them is named', async ({ api, home, skip }) => {
    skip(released.missing !== null, released.missing ?? '');
    await install(api.url);

    const again = await install(api.url);
    const elsewhere = await runCli(['benchmark', 'install', 'evalalign', '--from', home], {
      env: { ASSAY_URL: api.url },
    });

    expect(again.out).toBe('EvalAlign: 220 questions were there already\n');
    expect(elsewhere.err).toBe(`error: There is no file or folder ${home}/test_faithfulness_prompt.json\n`);
  });

  test('an unknown prompt is an error for alignment and nothing is written; faithfulness asks it of any', async ({
    api,
    client,
    home,
    skip,
  }) => {
    skip(released.missing !== null, released.missing ?? '');
    await install(api.url);
    const before = await countEverything(client);

    const alignment = importLines(client, home, 'alignment', [
      { promptId: 'x', criterion: 'Object', reply: '1' },
    ]);

    await expect(alignment).rejects.toThrow(
      /record 1 \(promptId "x"\): the released alignment prompts have no such id/,
    );
    expect(await countEverything(client)).toEqual(before);
    const faithfulness = await importLines(client, home, 'faithfulness', [
      { promptId: 'x', criterion: 'body', reply: '1' },
    ]);
    expect(faithfulness.added).toEqual({ questions: 1, responses: 1, replies: 1 });
  });

  test('a skill that a prompt does not ask is an error', async ({ api, client, home, skip }) => {
    skip(released.missing !== null, released.missing ?? '');
    await install(api.url);

    const replies = importLines(client, home, 'alignment', [
      { promptId: '45', criterion: 'Object', reply: '2' },
      { promptId: '45', criterion: 'Color', reply: '2' },
    ]);

    await expect(replies).rejects.toThrow('record 2 (promptId "45"): Color is not asked of this prompt');
  });

  test('a picture that is asked nothing counts when all others are there, when it is named, or by --images', async ({
    api,
    client,
    home,
    skip,
  }) => {
    skip(released.missing !== null, released.missing ?? '');
    await install(api.url);
    const all = alignmentSample();
    const most = all.filter(({ promptId }) => promptId !== '45');

    const counts = [
      await importLines(client, home, 'alignment', all, { model: 'all' }),
      await importLines(client, home, 'alignment', all, { model: 'stated', images: 119 }),
      await importLines(client, home, 'alignment', most, { model: 'most' }),
      await importLines(client, home, 'alignment', most, { model: 'stated most', images: 119 }),
      await importLines(client, home, 'alignment', [...most, { promptId: '675' }], { model: 'named' }),
    ].map(({ images }) => images);

    expect(counts).toEqual([120, 119, 118, 119, 119]);
    await expect(importLines(client, home, 'alignment', most, { model: 'no', images: 120 })).rejects.toThrow(
      'tells of 118 pictures, and 1 more are asked nothing: that is not 120',
    );
  });
});

describe('without them', () => {
  const lines: Line[] = [
    { promptId: '1', criterion: 'Object', reply: '2, all of them' },
    { promptId: '1', criterion: 'Count', reply: 'none that I see' },
    { promptId: '2', criterion: 'Object', reply: '-1' },
    { promptId: '3' },
  ];

  test('the questions come from the file, a reply without a digit is 0, and a sign is not read', async ({
    client,
    home,
  }) => {
    const { images, added } = await importLines(client, home, 'alignment', lines);

    expect({ images, added }).toEqual({ images: 3, added: { questions: 3, responses: 3, replies: 3 } });
    const [row] = await findBoard(client);
    expect(row?.categories).toEqual([
      { slug: 'faithfulness', official: { mean: null, sum: 0, n: 0 } },
      { slug: 'alignment', official: { mean: 1, sum: 3, n: 3 } },
    ]);
  });

  test('the same file again changes nothing, and another reply in its place is refused', async ({
    client,
    home,
  }) => {
    const first = await importLines(client, home, 'alignment', lines);
    const before = await countEverything(client);

    const again = await importLines(client, home, 'alignment', lines);
    const other = importLines(client, home, 'alignment', [{ ...lines[0], promptId: '1', reply: '0' }]);

    expect(again).toMatchObject({ run: first.run, added: { questions: 0, responses: 0, replies: 0 } });
    await expect(other).rejects.toThrow('object of alignment/1: this model and judge have another reply');
    expect(await countEverything(client)).toEqual(before);
  });

  test('an import that was stopped in the middle goes on', async ({ client, home }) => {
    const many = Array.from({ length: 2500 }, (_, index) => ({
      promptId: String(index),
      criterion: 'Object',
      reply: '1',
    }));
    let calls = 0;
    const dying: Client = {
      ...client,
      query: async (document, variables) => {
        if (document.includes('importReplies') && ++calls === 2) throw new Error('the machine lost power');
        return client.query(document, variables);
      },
    };
    await expect(importLines(dying, home, 'alignment', many)).rejects.toThrow('lost power');

    const rest = await importLines(client, home, 'alignment', many);

    expect(rest.added).toEqual({ questions: 0, responses: 0, replies: 500 });
    expect(rest.closed).toMatchObject({ status: 'PARTIAL', done: 2500 });
  });
});

describe('bad input is named and leaves nothing behind:', () => {
  const good = { promptId: '1', criterion: 'Object', reply: '2' };
  const cases: [string, string | RegExp, (home: string) => string][] = [
    ['an empty file', 'is empty', (home) => writeText(home, 'r.jsonl', '')],
    [
      'a line cut off',
      'line 2: it is not JSON',
      (home) => writeText(home, 'r.jsonl', `${JSON.stringify(good)}\n{"prom`),
    ],
    [
      'no promptId',
      'record 1: "promptId" must be text, is missing',
      (home) => writeLines(home, 'r.jsonl', [{ criterion: 'Object', reply: '2' }]),
    ],
    [
      'a skill of the other dimension',
      'record 1 (promptId "1"): "criterion" is "body", alignment has Object',
      (home) => writeLines(home, 'r.jsonl', [{ ...good, criterion: 'body' }]),
    ],
    [
      'a number for a reply',
      '"reply" must be text, is number 2',
      (home) => writeLines(home, 'r.jsonl', [{ ...good, reply: 2 }]),
    ],
    [
      'the same question twice',
      'records 1 and 3: both answer Object of promptId "1"',
      (home) => writeLines(home, 'r.jsonl', [good, { ...good, criterion: 'Count' }, { ...good, reply: '1' }]),
    ],
  ];

  test.for(cases)('%s', async ([, words, make], { client, home }) => {
    const before = await countEverything(client);

    const path = make(home);

    await expect(
      importEvalalignReplies(client, aTerminal(), { ...given, dimension: 'alignment', path, strict: true }),
    ).rejects.toThrow(words);
    expect(await countEverything(client)).toEqual(before);
  });

  test('a picture alone in faithfulness, where everything is asked of every picture', async ({
    client,
    home,
  }) => {
    await expect(importLines(client, home, 'faithfulness', [{ promptId: '1' }])).rejects.toThrow(
      'record 1 (promptId "1"): "criterion" is missing',
    );
  });

  test('a benchmark that needs its folder says which files', async ({ api }) => {
    const { err } = await runCli(['benchmark', 'install', 'evalalign'], { env: { ASSAY_URL: api.url } });

    expect(err).toContain(
      'evalalign is installed from test_faithfulness_prompt.json and test_alignment_prompt.json: give their folder with --from DIR',
    );
  });
});

describe('a folder of pictures', () => {
  async function aFolder(home: string, names: readonly string[]): Promise<string> {
    const dir = join(home, 'pictures');
    mkdirSync(join(dir, 'nested'), { recursive: true });
    for (const [index, name] of names.entries()) writeFileSync(join(dir, name), await aPicture(0, index));
    return dir;
  }
  const importFolder = (url: string, dir: string, dimension: string) =>
    runCli(['import', 'evalalign-images', dir, '--dimension', dimension, '--model', 'PixArt', '--json'], {
      env: { ASSAY_URL: url },
    });

  test('becomes responses of one run for both dimensions, and again changes nothing', async ({
    api,
    client,
    home,
    skip,
  }) => {
    skip(released.missing !== null, released.missing ?? '');
    await runCli(['benchmark', 'install', 'evalalign', '--from', released.path], {
      env: { ASSAY_URL: api.url },
    });
    const dir = await aFolder(home, ['45.png', '675.v2.png', 'notes.txt']);

    const alignment = await importFolder(api.url, dir, 'alignment');
    const faithfulness = await importFolder(api.url, dir, 'faithfulness');
    const before = await countEverything(client);
    const again = await importFolder(api.url, dir, 'alignment');

    const { run, missing } = JSON.parse(alignment.out);
    expect(missing).toHaveLength(118);
    expect(alignment.err).toContain('notes.txt is no picture by its name, and is left out');
    expect(JSON.parse(faithfulness.out)).toMatchObject({ run, added: { questions: 2, responses: 2 } });
    expect(JSON.parse(again.out)).toMatchObject({ run, added: { questions: 0, responses: 0 } });
    expect(await countEverything(client)).toEqual(before);
    expect(before.responses).toEqual([4]);
  });

  test('goes on without what is no picture, and says so', async ({ api, client, home }) => {
    const dir = await aFolder(home, ['1.png', '._1.png', '2.png', '3.png', '.DS_Store', 'Thumbs.db']);
    for (const name of ['._1.png', '2.png', '.DS_Store', 'Thumbs.db']) writeFileSync(join(dir, name), 'text');

    const { code, out, err } = await importFolder(api.url, dir, 'faithfulness');

    const { run, images, omitted } = JSON.parse(out);
    expect({ code, images, omitted }).toEqual({
      code: 3,
      images: 3,
      omitted: [expect.stringContaining('2.png (4')],
    });
    expect(err).toContain(`1 thing was left out:\n  ${join(dir, '2.png')} (4 bytes): `);
    expect(err).not.toContain('Thumbs');
    const { node } = await client.query<{ node: { responses: { nodes: object[] } } }>(
      `query ($id: ID!) { node(id: $id) { ... on Run { responses { nodes { question { externalId }
        content { __typename ... on MissingImageSegment { path } } } } } } }`,
      { id: run },
    );
    expect(node.responses.nodes).toContainEqual({
      question: { externalId: 'faithfulness/2' },
      content: [{ __typename: 'MissingImageSegment', path: '2.png' }],
    });
  });

  test('with something wrong is named and leaves nothing behind', async ({ api, client, home }) => {
    const before = await countEverything(client);
    const cases: [readonly string[], string, string][] = [
      [[], 'faithfulness', 'has no pictures: they are expected as <promptId>.png'],
      [['1.png', '1.x.png'], 'faithfulness', '1.png and 1.x.png are both of prompt "1"'],
      [['1.png'], 'alignment', '1.png: nothing is known of its prompt. Install the released prompts'],
    ];
    for (const [index, [names, dimension, words]] of cases.entries()) {
      const dir = await aFolder(mkdirTo(home, String(index)), names);

      expect((await importFolder(api.url, dir, dimension)).err).toContain(words);
    }
    expect(await countEverything(client)).toEqual(before);
  });
});

function mkdirTo(...parts: string[]): string {
  const dir = join(...parts);
  mkdirSync(dir, { recursive: true });
  return dir;
}
