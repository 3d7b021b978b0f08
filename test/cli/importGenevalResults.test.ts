import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { readRecords } from '../../src/benchmarks/geneval/detectionsFile.ts';
import { genevalRecord } from '../../src/benchmarks/geneval/record.ts';
import { resultRow } from '../../src/benchmarks/geneval/resultRow.ts';
import { openQuestionFinder } from '../../src/benchmarks/geneval/resultsFile.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { type GenevalResultsImport, importGenevalResults } from '../../src/cli/import/genevalResults.ts';
import { test } from '../support/fixtures.ts';
import { officialFile } from './officialFiles.ts';
import { aTerminal, countEverything, writeLines, writeText } from './recordFiles.ts';
import { runCli } from './runCli.ts';

const official = officialFile('geneval/evaluation_metadata.jsonl');

const one = (tag: string, name: string) => ({
  tag,
  include: [{ class: name, count: 1 }],
  prompt: `a photo of ${name} as ${tag}`,
});
const TASKS = ['single_object', 'two_object', 'counting', 'colors', 'position', 'color_attr'];
/** Two prompts of each task but the last. */
const PROMPTS = TASKS.slice(0, 5).flatMap((tag) => [one(tag, 'dog'), one(tag, 'cat')]);

interface Row {
  filename: string;
  tag: string;
  correct: boolean;
}

/** Rows as the official evaluator writes them; every third picture is wrong, and every tenth. */
function someRows(metadata: string, pictures = 4): Row[] {
  return readRecords(metadata, 'metadata').flatMap((record, index) =>
    Array.from({ length: pictures }, (_, picture) => {
      const number = index * pictures + picture;
      const correct = number % 3 !== 0 && number % 10 !== 0;
      const kept = new Map([['dog', [{ class: 'dog', score: 0.9, box: [1, 2, 3, 4] as const }]]]);
      const decision = { correct, reason: correct ? '' : 'expected dog>=1, found 0', kept };
      const filename = `out/${String(index).padStart(5, '0')}/samples/${String(picture).padStart(4, '0')}.png`;
      return resultRow(filename, record, decision);
    }),
  );
}

const metadataOf = (records: readonly object[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n');
const rows = someRows(metadataOf(PROMPTS));

/** summary_scores.py over rows. */
function officialScores(all: readonly Row[]) {
  const tasks = [...Map.groupBy(all, ({ tag }) => tag)].map(([task, members]) => {
    const correct = members.filter((row) => row.correct).length;
    return { task, correct, images: members.length, mean: correct / members.length };
  });
  const overall = tasks.reduce((sum, { mean }) => sum + mean, 0) / tasks.length;
  return { tasks, overall };
}

const importFile = (client: Client, path: string, more: Partial<GenevalResultsImport> = {}) =>
  importGenevalResults(client, aTerminal(), { path, model: 'm', settings: {}, ...more });

const assay = (url: string, ...words: string[]) => runCli(words, { env: { ASSAY_URL: url } });

test("the task means and the overall score are the official script's, through to the leaderboard", async ({
  api,
  home,
}) => {
  const expected = officialScores(rows);
  const path = writeLines(home, 'results.jsonl', rows.toReversed());

  const imported = await assay(api.url, 'import', 'geneval-results', path, '--model', 'm', '--json');
  const board = await assay(api.url, 'leaderboard', '--benchmark', 'geneval', '--json');

  expect(JSON.parse(imported.out)).toMatchObject({
    records: 40,
    added: { questions: 10, responses: 40, scores: 40 },
    official: { images: 40, overall: expect.closeTo(expected.overall, 12), tasks: expected.tasks },
  });
  const [row] = JSON.parse(board.out);
  expect(row.official.mean).toBeCloseTo(expected.overall, 12);
  expect(
    row.categories.map(({ slug, official }: { slug: string; official: { mean: number } }) => [
      slug,
      official.mean,
    ]),
  ).toEqual([...expected.tasks.map(({ task, mean }) => [task, mean]), ['color_attr', null]]);
});

test('people are shown what summary_scores.py prints', async ({ api, home }) => {
  const path = writeLines(home, 'results.jsonl', rows);

  const { out } = await assay(api.url, 'import', 'geneval-results', path, '--model', 'm');

  const correct = rows.filter((row) => row.correct).length;
  expect(out).toContain(
    `Total images: 40\n% correct images: ${((correct / 40) * 100).toFixed(2)}% (${correct} / 40)\n`,
  );
  expect(out).toMatch(/single_object {4}= 62\.50% \(5 \/ 8\)/);
  expect(out).toContain(`Overall score (avg. over tasks): ${officialScores(rows).overall.toFixed(5)}\n`);
});

test('the same file again changes nothing, and samples are numbered by their names in any order of rows', async ({
  client,
  home,
}) => {
  const first = await importFile(client, writeLines(home, 'results.jsonl', rows.toReversed()));
  const before = await countEverything(client);

  const again = await importFile(client, writeLines(home, 'results.jsonl', rows.toReversed()));

  expect(again).toMatchObject({ run: first.run, added: { questions: 0, responses: 0, scores: 0 } });
  expect(await countEverything(client)).toEqual(before);
  const { node } = await client.query<{ node: { responses: { nodes: unknown[] } } }>(
    `query ($run: ID!, $evaluation: ID!) { node(id: $run) { ... on Run { responses(first: 100) { nodes {
      question { externalId } sampleIndex content { ... on MissingImageSegment { path } }
      scores(evaluation: $evaluation) { value reason } replies(evaluation: $evaluation) { evidence } } } } } }`,
    { run: first.run, evaluation: first.evaluation.id },
  );
  expect(node.responses.nodes).toContainEqual({
    question: { externalId: '00002' },
    sampleIndex: 1,
    content: [{ path: 'out/00002/samples/0001.png' }],
    scores: [{ value: 0, reason: 'expected dog>=1, found 0' }],
    replies: [
      {
        evidence: {
          filename: 'out/00002/samples/0001.png',
          detections: [{ class: 'dog', score: 0.9, box: [1, 2, 3, 4] }],
        },
      },
    ],
  });
});

test('rows without a prompt folder are told apart by their metadata', async ({ client, home }) => {
  const flat = rows.map((row, index) => ({ ...row, filename: `picture-${index}.png` }));

  const { added } = await importFile(client, writeLines(home, 'exp_geneval.jsonl', flat));
  const numbered = await importFile(client, writeLines(home, 'results.jsonl', rows), { model: 'other' });

  expect(added).toEqual({ questions: 10, responses: 40, scores: 40 });
  expect(numbered.added).toEqual({ questions: 0, responses: 40, scores: 40 });
});

const rewritten = PROMPTS.map((record) => ({
  ...record,
  prompt: `In soft light, ${record.prompt}, in great detail.`,
}));

test.for([
  ['in folders', 'out/00003/samples/0000.png'],
  ['by rules alone', 'picture.png'],
])(
  'rewritten prompts belong to the questions whose rules they have, %s',
  async ([, example], { client, home }) => {
    await importFile(client, writeLines(home, 'results.jsonl', rows));
    const longer = someRows(metadataOf(rewritten)).map((row, index) =>
      example?.includes('/') ? row : { ...row, filename: `picture-${index}.png` },
    );
    const terminal = aTerminal();

    const { added, closed } = await importGenevalResults(client, terminal, {
      path: writeLines(home, 'rewritten.jsonl', longer),
      model: 'm',
      settings: { promptRewriting: 'long' },
    });

    expect(added).toEqual({ questions: 0, responses: 40, scores: 40 });
    expect(closed).toMatchObject({ status: 'PARTIAL', done: 40 });
  },
);

test('a rewritten prompt whose rule is that of two questions is refused, unless its folder tells', () => {
  const record = genevalRecord.parse(PROMPTS[0]);
  const finder = openQuestionFinder(
    [
      ['00000', record],
      ['00001', { ...record, prompt: 'the same in other words' }],
    ],
    false,
  );
  const other = { ...record, prompt: 'a third wording' };

  expect(finder.find({ filename: 'out/00001/samples/0000.png', record: other })).toBe('00001');
  expect(finder.find({ filename: 'a.png', record })).toBe('00000');
  expect(() => finder.find({ filename: 'a.png', record: other })).toThrow(
    'its rule is that of 00000 and 00001',
  );
});

test('folders numbered by another prompt file do not mix prompts up', async ({ client, home }) => {
  await importFile(client, writeLines(home, 'a.jsonl', rows));
  const shifted = someRows(metadataOf([...PROMPTS.slice(1), one('color_attr', 'bench')]));

  const { added } = await importFile(client, writeLines(home, 'b.jsonl', shifted), { model: 'other' });

  expect(added).toEqual({ questions: 1, responses: 40, scores: 40 });
});

test('more pictures a prompt than four are all taken, and fewer leave it incomplete', async ({
  client,
  home,
}) => {
  const six = await importFile(client, writeLines(home, 'six.jsonl', someRows(metadataOf(PROMPTS), 6)));
  const three = await importFile(client, writeLines(home, 'three.jsonl', someRows(metadataOf(PROMPTS), 3)));

  expect(six.closed).toMatchObject({ status: 'PARTIAL', expected: 553 * 6, done: 60 });
  expect(three.closed).toMatchObject({ status: 'PARTIAL', expected: 553 * 4, done: 30 });
});

test('another judge is another evaluation of the same run', async ({ client, home }) => {
  const path = writeLines(home, 'results.jsonl', rows);

  const published = await importFile(client, path);
  const own = await importFile(client, path, { judge: 'our-detector', judgeRevision: '2' });

  expect(own.run).toBe(published.run);
  expect(own.evaluation.judge.name).toBe('our-detector');
  expect(published.evaluation.judge.name).toBe('geneval-mask2former');
});

test('a full official file has 553 prompts and 2212 pictures, and an own prompt is refused', async ({
  api,
  client,
  home,
  skip,
}) => {
  skip(official.missing !== null, official.missing ?? '');
  await assay(api.url, 'benchmark', 'install', 'geneval', '--from', official.path);
  const all = someRows(readFileSync(official.path, 'utf8'));

  const imported = await importFile(client, writeLines(home, 'results.jsonl', all));
  const own = importFile(client, writeLines(home, 'own.jsonl', someRows(metadataOf([one('colors', 'dog')]))));

  expect(imported.added).toEqual({ questions: 0, responses: 2212, scores: 2212 });
  expect(imported.closed.status).toBe('COMPLETED');
  await expect(own).rejects.toThrow(
    'record 1 (filename "out/00000/samples/0000.png"): GenEval has no such prompt, "a photo of dog as colors"',
  );
});

describe('bad input is named and leaves nothing behind:', () => {
  const [good] = rows as [Row];
  const cases: [string, string | RegExp, (home: string) => string][] = [
    ['an empty file', 'is empty', (home) => writeText(home, 'r.jsonl', '')],
    [
      'a line cut off',
      'line 2: it is not JSON',
      (home) => writeText(home, 'r.jsonl', `${JSON.stringify(good)}\n{"filename": "x`),
    ],
    [
      'no verdict',
      '"correct" must be true or false, is missing',
      (home) => writeLines(home, 'r.jsonl', [{ ...good, correct: undefined }]),
    ],
    [
      'metadata that is no JSON',
      /record 1 \(filename "out\/00000\/samples\/0000.png"\): "metadata" is no JSON/,
      (home) => writeLines(home, 'r.jsonl', [{ ...good, metadata: '{' }]),
    ],
    [
      'an unknown class',
      /"metadata": include\[0\]\.class/,
      (home) =>
        writeLines(home, 'r.jsonl', [{ ...good, metadata: JSON.stringify(one('counting', 'dragon')) }]),
    ],
    [
      'a tag that the metadata contradicts',
      '"tag" is "colors", its metadata says "single_object"',
      (home) => writeLines(home, 'r.jsonl', [{ ...good, tag: 'colors' }]),
    ],
    [
      'a task of another benchmark',
      `"tag" is "texture", GenEval's tasks are single_object`,
      (home) =>
        writeLines(home, 'r.jsonl', [
          { ...good, tag: 'texture', metadata: JSON.stringify(one('texture', 'dog')) },
        ]),
    ],
    [
      'a box of three numbers',
      /"details": dog\[0\]/,
      (home) => writeLines(home, 'r.jsonl', [{ ...good, details: '{"dog": [[1, 2, 3]]}' }]),
    ],
    [
      'the same picture twice',
      'records 1 and 3: both are about out/00000/samples/0000.png',
      (home) => writeLines(home, 'r.jsonl', [good, rows[1], good]),
    ],
  ];

  test.for(cases)('%s', async ([, words, make], { client, home }) => {
    const before = await countEverything(client);

    await expect(importFile(client, make(home), { strict: true })).rejects.toThrow(words);

    expect(await countEverything(client)).toEqual(before);
  });
});
