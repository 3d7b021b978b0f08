import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { importGenevalAnnotations } from '../../src/cli/import/genevalAnnotations.ts';
import { test } from '../support/fixtures.ts';
import { officialFile } from './officialFiles.ts';
import { aTerminal, countEverything, writeText } from './recordFiles.ts';
import { runCli } from './runCli.ts';

const metadata = officialFile('geneval/evaluation_metadata.jsonl');

/** Mean human verdict per task, three decimals, as recomputed from the published files. */
const MEANS = {
  clip: {
    single_object: '0.981',
    two_object: '0.289',
    counting: '0.453',
    colors: '0.711',
    position: '0.120',
    color_attr: '0.004',
  },
  sdv2: {
    single_object: '0.992',
    two_object: '0.619',
    counting: '0.544',
    colors: '0.850',
    position: '0.177',
    color_attr: '0.304',
  },
};

const install = (url: string) =>
  runCli(['benchmark', 'install', 'geneval', '--from', metadata.path], { env: { ASSAY_URL: url } });

const importFile = (client: Client, path: string) =>
  importGenevalAnnotations(client, aTerminal(), { path, model: 'people saw', settings: {} });

for (const [name, expected] of Object.entries(MEANS)) {
  const file = officialFile(`geneval/annotations_${name}.csv`);

  test(`the annotations of ${name} give the published means per task`, async ({ api, client, skip }) => {
    skip(file.missing !== null, file.missing ?? '');
    await install(api.url);

    const { code, out } = await runCli(['import', 'geneval-annotations', file.path, '--model', name], {
      env: { ASSAY_URL: api.url },
    });
    const before = await countEverything(client);
    await importGenevalAnnotations(client, aTerminal(), { path: file.path, model: name, settings: {} });

    expect(code).toBe(0);
    for (const [task, mean] of Object.entries(expected)) {
      expect(out).toMatch(new RegExp(`^${task} += ${mean} \\(`, 'm'));
    }
    expect(out).toContain('(2000 annotations of 400 images)');
    expect(await printedOn(client)).toMatchObject(expected);
    expect(before.evaluations).toEqual([{ status: 'PARTIAL', done: 400 }]);
    expect(await countEverything(client)).toEqual(before);
  });
}

/** The same means as the board prints them, by task. */
async function printedOn(client: Client) {
  const { leaderboard } = await client.query<{ leaderboard: { nodes: { categories: Category[] }[] } }>(
    '{ leaderboard(benchmark: "geneval") { nodes { categories { slug score { printed } } } } }',
  );
  const categories = leaderboard.nodes[0]?.categories ?? [];
  return Object.fromEntries(categories.map(({ slug, score }) => [slug, score.printed]));
}

interface Category {
  slug: string;
  score: { printed: string };
}

describe('with the official prompts', () => {
  const official = officialFile('geneval/annotations_clip.csv');
  const text = () => readFileSync(official.path, 'utf8');
  /** The header and the first picture's five rows, whose cells have no line breaks. */
  const start = () => text().split('\n').slice(0, 6).join('\n');

  test('a picture has one score, the share of its annotators, and what each of them said', async ({
    api,
    client,
    home,
    skip,
  }) => {
    skip(official.missing !== null, official.missing ?? '');
    await install(api.url);
    const path = writeText(home, 'a.csv', start().replace(',5,,doughnuts,', ',4,,doughnuts,'));

    const first = await importFile(client, path);
    const again = await importFile(client, path);

    expect(again).toMatchObject({ run: first.run, added: { responses: 0, scores: 0 } });
    const { node } = await client.query<{ node: { responses: { nodes: object[] } } }>(
      `query ($run: ID!, $evaluation: ID!) { node(id: $run) { ... on Run { responses { nodes {
        question { externalId } sampleIndex content { ... on MissingImageSegment { path } }
        scores(evaluation: $evaluation) { value reason } replies(evaluation: $evaluation) { evidence } } } } } }`,
      { run: first.run, evaluation: first.evaluation.id },
    );
    expect(node.responses.nodes).toMatchObject([
      {
        question: { externalId: '00220' },
        sampleIndex: 2,
        content: [{ path: expect.stringContaining('images/clip/00220/samples/00002.png') }],
        scores: [{ value: 0.2, reason: '1 of 5 annotators' }],
        replies: [
          {
            evidence: {
              annotators: [
                {
                  correct: true,
                  counts: [4, null],
                  colors: [['red', 'yellow', 'blue', 'black', 'white'], []],
                },
                ...Array.from({ length: 4 }, () => ({ correct: false })),
              ],
            },
          },
        ],
      },
    ]);
  });

  test('rows that cannot be read are left out and told, unless the first is to stop it', async ({
    api,
    client,
    home,
    skip,
  }) => {
    skip(official.missing !== null, official.missing ?? '');
    await install(api.url);
    const path = writeText(home, 'a.csv', `${text().trimEnd()}\nbroken,row\n`);
    const given = { path, model: 'people saw', settings: {} };

    const { annotations, omitted } = await importFile(client, path);
    const strict = importGenevalAnnotations(client, aTerminal(), { ...given, strict: true });

    expect(annotations).toBe(2000);
    expect(omitted).toEqual([expect.stringMatching(/a\.csv: line \d+: has 2 cells, the header 22/)]);
    await expect(strict).rejects.toThrow('has 2 cells, the header 22');
  });

  test('bad input is named and leaves nothing behind', async ({ api, client, home, skip }) => {
    skip(official.missing !== null, official.missing ?? '');
    await install(api.url);
    const before = await countEverything(client);
    const header = start().split('\n')[0] ?? '';
    const cases: [string | Buffer, string | RegExp][] = [
      ['', 'is empty'],
      [header, 'there is no annotation in it'],
      ['a,b\n1,2\n', 'has no column Input.prompt_id, Input.image_id'],
      [
        start().replace(',220,', ',552,'),
        /line 2: the caption is "a photo of four donuts", but prompt 552 is/,
      ],
      [start().replace(',220,', ',999,'), /line 2: the caption is .* there is no prompt 999/],
      [start().replaceAll(',220,', ',x,'), 'line 2: "Input.prompt_id" is no number: "x"'],
      [`${start()}${'\nbroken,row'.repeat(6)}`, /6 of \d+ rows cannot be read; the first: .* has 2 cells/],
      [Buffer.concat([Buffer.from(start()), Buffer.from([0xff])]), /line \d+: it is not UTF-8/],
    ];
    for (const [content, words] of cases) {
      await expect(importFile(client, writeText(home, 'a.csv', content))).rejects.toThrow(words);
    }
    expect(await countEverything(client)).toEqual(before);
  });
});

test('without the official prompts the remedy is named', async ({ client, home }) => {
  await expect(importFile(client, writeText(home, 'a.csv', 'x'))).rejects.toThrow(
    'geneval is not installed. Install it with: assay benchmark install geneval',
  );
});
