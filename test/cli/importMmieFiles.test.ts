import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { importMmieAnswers } from '../../src/cli/import/mmieAnswers.ts';
import { importMmieDataset } from '../../src/cli/import/mmieDataset.ts';
import { test } from '../support/fixtures.ts';
import { aPicture } from './imageFolders.ts';
import { aTerminal, countEverything, writeArray, writeLines, writeText } from './recordFiles.ts';
import { runCli } from './runCli.ts';

const question = (id: string, field: string | null, subfield: string | null = null) => ({
  id,
  catagory: id.split('_')[0],
  field,
  subfield,
  conversations: [
    { from: 'human', content: [{ text: `How, ${id}?`, image: './q/1.png' }] },
    { from: 'gpt', content: [{ text: 'So.', image: null }] },
  ],
});

const DATASET = [
  question('SA_1', 'Literature', 'Novels'),
  question('PBL_1', 'Finance'),
  question('PBL_2', 'Cooking', 'Soups'),
  question('PBL_3', 'Cooking', 'Bread'),
  question('MSR_1', null),
];

const step = (text: string, image: string | null = null) => ({ text, image });

/** An answer of five steps with pictures to a question with `shown` pictures. */
const answer = (id: string, shown: number) => ({
  id,
  question: Array.from({ length: shown }, (_, index) => step('Look.', `q/${index}.png`)),
  answer: Array.from({ length: 5 }, (_, index) => step(`Step ${index}`, `a/${id}-${index}.png`)),
  model: 'gt',
  gt_answer: [{ text: null, image: null }],
});

const importDataset = (client: Client, path: string, images?: string) =>
  importMmieDataset(client, aTerminal(), { path, images });

const importAnswers = (client: Client, path: string, images?: string) =>
  importMmieAnswers(client, aTerminal(), { path, images, model: 'Anole', kind: 'INTERLEAVED', settings: {} });

async function aPictureFolder(home: string, paths: readonly string[]): Promise<string> {
  const folder = join(home, 'pictures');
  for (const [index, path] of paths.entries()) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), await aPicture(0, index));
  }
  return folder;
}

describe('the data set', () => {
  test('brings its domains and subdomains, new ones with one warning each', async ({ api, client, home }) => {
    const { code, out, err } = await runCli(
      ['import', 'mmie-dataset', writeArray(home, 'data.json', DATASET)],
      { env: { ASSAY_URL: api.url } },
    );

    expect({ code, out }).toEqual({ code: 0, out: 'MMIE: 5 of 5 questions added; the others were there\n' });
    expect(err.match(/warning/g)).toHaveLength(1);
    expect(err).toContain(`warning: record 3: "Cooking" is none of MMIE's 12 fields; it becomes a domain`);
    const { benchmark } = await client.query<{ benchmark: { slices: { slug: string; level: string }[] } }>(
      '{ benchmark(slug: "mmie") { slices { slug name level parent { slug } } questions { nodes { externalId reference content { __typename } slice { slug } } } } }',
    );
    expect(benchmark.slices).toContainEqual({
      ...{ slug: 'cooking', name: 'Cooking', level: 'DOMAIN' },
      parent: { slug: 'project-based-learning' },
    });
    expect(benchmark.slices).toContainEqual({
      ...{ slug: 'soups', name: 'Soups', level: 'SUBDOMAIN' },
      parent: { slug: 'cooking' },
    });
    expect(benchmark).toMatchObject({
      questions: {
        nodes: expect.arrayContaining([
          {
            externalId: 'SA_1',
            reference: { answer: [{ text: 'So.' }] },
            content: [{ __typename: 'TextSegment' }, { __typename: 'MissingImageSegment' }],
            slice: { slug: 'novels' },
          },
        ]),
      },
    });
  });

  test('again changes nothing, in either form', async ({ client, home }) => {
    await importDataset(client, writeArray(home, 'data.json', DATASET));
    const before = await countEverything(client);

    const again = await importDataset(client, writeLines(home, 'data.jsonl', DATASET));

    expect(again.added.questions).toBe(0);
    expect(await countEverything(client)).toEqual(before);
  });

  test('has its pictures uploaded from their folder; those that are not there keep their paths', async ({
    client,
    home,
  }) => {
    const other = {
      ...question('SA_2', 'Literature'),
      conversations: [{ from: 'human', content: [step('?', 'q/2.png')] }],
    };
    const folder = await aPictureFolder(home, ['q/1.png']);

    const { pictures } = await importDataset(
      client,
      writeArray(home, 'data.json', [...DATASET, other]),
      folder,
    );

    expect(pictures).toEqual({ there: 1, missing: 1, missingPaths: ['q/2.png'] });
  });

  test('after questions that came with answers is refused with the remedy', async ({ client, home }) => {
    await importAnswers(client, writeArray(home, 'answers.json', [answer('SA_1', 0)]));

    const dataset = importDataset(client, writeArray(home, 'data.json', DATASET));

    await expect(dataset).rejects.toThrow(
      'Question SA_1 is there with other content; runs may refer to it. The data set comes before answers',
    );
  });
});

describe('answers', () => {
  test("become a run with all of each answer, and it is said what the evaluator's three pictures would cut", async ({
    api,
    client,
    home,
  }) => {
    const path = writeArray(home, 'answers.json', [
      { ...answer('SA_1', 0), answer: 'Plain text.' },
      answer('SA_2', 0),
      answer('PBL_3', 3),
      answer('MSR_4', 5),
    ]);

    const { out, err } = await runCli(['import', 'mmie-answers', path, '--model', 'Anole', '--json'], {
      env: { ASSAY_URL: api.url },
    });

    const imported = JSON.parse(out);
    expect(imported).toMatchObject({
      added: { questions: 4, responses: 4 },
      evaluator: { truncated: 2, dropped: 1 },
    });
    expect(err).not.toContain('error');
    const { node } = await client.query<{ node: { responses: { nodes: { content: unknown[] }[] } } }>(
      'query ($id: ID!) { node(id: $id) { ... on Run { responses { nodes { content { __typename ... on TextSegment { text } } } } } } }',
      { id: imported.run },
    );
    expect(node.responses.nodes.map(({ content }) => content.length)).toEqual([1, 10, 10, 10]);
  });

  test('with their pictures are another run than without, and repeating either changes nothing', async ({
    client,
    home,
  }) => {
    const path = writeArray(home, 'answers.json', [answer('SA_1', 0)]);
    const folder = await aPictureFolder(home, ['a/SA_1-0.png', 'a/SA_1-1.png']);

    const without = await importAnswers(client, path);
    const withPictures = await importAnswers(client, path, folder);
    const before = await countEverything(client);
    const again = [await importAnswers(client, path), await importAnswers(client, path, folder)];

    expect(withPictures.pictures).toMatchObject({ there: 2, missing: 3 });
    expect(withPictures.evaluator).toEqual({ truncated: 0, dropped: 0 });
    expect(again.map(({ run }) => run)).toEqual([without.run, withPictures.run]);
    expect(await countEverything(client)).toEqual(before);
  });

  test('go on without records and pictures that cannot be read or are not there, which are told with exit code 3', async ({
    api,
    home,
  }) => {
    const folder = await aPictureFolder(home, ['a/1.png']);
    writeFileSync(join(folder, 'a/no.png'), 'text');
    const of = (id: string, ...paths: string[]) => ({
      ...answer(id, 0),
      question: 'Which?',
      answer: paths.map((path) => step('x', path)),
    });
    const records = [of('SA_1', 'a\\1.png', 'a/no.png'), { id: 'SA_2' }, of('SA_3', 'a\\none.png')];
    const path = writeArray(home, 'answers.json', records);
    const assay = (...words: string[]) =>
      runCli(['import', 'mmie-answers', path, '--model', 'm', '--images', folder, ...words], {
        env: { ASSAY_URL: api.url },
      });

    const strict = await assay('--strict');
    const { code, err, out } = await assay('--json');

    expect(strict).toMatchObject({ code: 1, out: '' });
    expect(strict.err).toContain('record 2 (id "SA_2"): "model" must be text, is missing');
    expect(code).toBe(3);
    expect(err).toContain(`1 not found in ${folder}: a\\none.png`);
    expect(err).toContain('2 things were left out:');
    expect(JSON.parse(out)).toMatchObject({
      ...{
        records: 2,
        added: { responses: 2 },
        pictures: { there: 1, missing: 2, missingPaths: ['a\\none.png'] },
      },
      omitted: [
        expect.stringContaining('answers.json: record 2 (id "SA_2")'),
        expect.stringContaining('a/no.png (4 bytes)'),
      ],
    });
  });

  test('to questions that the installed data set has not are refused', async ({ client, home }) => {
    await importDataset(client, writeArray(home, 'data.json', DATASET));

    const answers = importAnswers(client, writeArray(home, 'a.json', [answer('SA_1', 0), answer('SA_9', 0)]));

    await expect(answers).rejects.toThrow(
      'record 2 (id "SA_9"): the installed data set has no such question',
    );
  });
});

describe('bad input is named and leaves nothing behind:', () => {
  type Case = [string, string | RegExp, (home: string) => string];
  const datasets: Case[] = [
    [
      'a data set cut off',
      'in the middle of its array',
      (home) => writeText(home, 'd.json', '[{"id": "SA_1"'),
    ],
    [
      'no conversations',
      'record 1 (id "SA_1"): "conversations" must be a list, is missing',
      (home) => writeArray(home, 'd.json', [{ id: 'SA_1' }]),
    ],
    [
      'nothing asked',
      '"conversations" holds no human content',
      (home) => writeArray(home, 'd.json', [{ id: 'SA_1', conversations: [] }]),
    ],
    [
      'the same question twice',
      'records 1 and 2 have the same id "SA_1"',
      (home) => writeArray(home, 'd.json', [DATASET[0], DATASET[0]]),
    ],
  ];
  test.for(datasets)('%s', async ([, words, make], { client, home }) => {
    const before = await countEverything(client);

    await expect(importDataset(client, make(home))).rejects.toThrow(words);

    expect(await countEverything(client)).toEqual(before);
  });

  const answers: Case[] = [
    [
      'no model in an answer',
      'record 1 (id "SA_1"): "model" must be text, is missing',
      (home) => writeArray(home, 'a.json', [{ ...answer('SA_1', 0), model: undefined }]),
    ],
    [
      'a step that is no object',
      '"answer[0]": must be an object',
      (home) => writeArray(home, 'a.json', [{ ...answer('SA_1', 0), answer: ['x'] }]),
    ],
    [
      'a picture from elsewhere',
      'Picture "../../etc/passwd" lies outside the folder',
      (home) =>
        writeArray(home, 'a.json', [{ ...answer('SA_1', 0), answer: [step('x', '../../etc/passwd')] }]),
    ],
    [
      'a file that is no picture',
      /pictures\/a\/no\.png/,
      (home) => {
        mkdirSync(join(home, 'pictures/a'), { recursive: true });
        writeFileSync(join(home, 'pictures/a/no.png'), 'text');
        return writeArray(home, 'a.json', [{ ...answer('SA_1', 0), answer: [step('x', 'a/no.png')] }]);
      },
    ],
  ];
  test.for(answers)('%s', async ([, words, make], { client, home }) => {
    const before = await countEverything(client);

    const strict = { path: make(home), images: join(home, 'pictures'), strict: true };
    const importing = importMmieAnswers(client, aTerminal(), {
      ...{ ...strict, model: 'Anole', kind: 'INTERLEAVED', settings: {} },
    });

    await expect(importing).rejects.toThrow(words);

    expect(await countEverything(client)).toEqual(before);
  });
});
