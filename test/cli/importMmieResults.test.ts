import { readFileSync, truncateSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect } from 'vitest';
import { officialSummary, tallyScores } from '../../src/benchmarks/mmie/aggregate.ts';
import { categoryOf } from '../../src/benchmarks/mmie/category.ts';
import { parseOfficial } from '../../src/benchmarks/mmie/parse.ts';
import { parseStrict } from '../../src/benchmarks/mmie/strict.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { importMmieResults, type ResultsImport } from '../../src/cli/import/mmieResults.ts';
import { test } from '../support/fixtures.ts';
import { aTerminal, countEverything, writeArray, writeLines, writeText } from './recordFiles.ts';
import { runCli } from './runCli.ts';

const malformed: { reply: string }[] = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../benchmarks/fixtures/mmieReplies.json'), 'utf8'),
);
const TAGS = ['SA', 'PBL', 'PBL', 'MSR'];

/** Records as main.py writes them, whose replies are every odd one that the parser is tested on. */
function someResults(count: number, fields: Record<string, unknown> = {}) {
  return Array.from({ length: count }, (_, index) => ({
    id: `${TAGS[index % TAGS.length]}_${index}`,
    model: 'Anole',
    question: `What is shown?\nImage-0: <image>\n`,
    answer: `First this.\nImage-1: <image>\nThen that ${index}.\n`,
    gt_answer: index % TAGS.length === 3 ? '42' : null,
    images: [`q/${index}.png`, `a/${index}.png`],
    gpt_feedback: `It is fine.\n${malformed[index % malformed.length]?.reply}` as string | null,
    ...fields,
  }));
}

const given: Omit<ResultsImport, 'path'> = { kind: 'INTERLEAVED', settings: {} };

const importFile = (client: Client, path: string, more: Partial<ResultsImport> = {}) =>
  importMmieResults(client, aTerminal(), { ...given, path, ...more });

const importByProgram = (url: string, path: string, ...words: string[]) =>
  runCli(['import', 'mmie-results', path, ...words], { env: { ASSAY_URL: url } });

test("the summary of an output file is the script's, and so is the leaderboard's, malformed replies included", async ({
  api,
  home,
}) => {
  const records = someResults(700);
  const expected = officialSummary(
    tallyScores(
      records.map(({ id, gpt_feedback }) => ({
        category: categoryOf(id).slug,
        officialValue: parseOfficial(gpt_feedback ?? '').officialValue,
      })),
    ),
  );
  const strict = records.filter(
    (record) => parseStrict(record.gpt_feedback ?? '').outcome === 'SCORED',
  ).length;

  const imported = await importByProgram(api.url, writeArray(home, 'eval_result.json', records), '--json');
  const board = await runCli(['leaderboard', '--benchmark', 'mmie', '--json'], {
    env: { ASSAY_URL: api.url },
  });

  expect(imported).toMatchObject({ code: 0 });
  expect(JSON.parse(imported.out)).toMatchObject({
    model: 'Anole',
    records: 700,
    added: { questions: 700, responses: 700, replies: 700 },
    official: expected,
    unread: { official: 700 - expected.sampleSize, strict: 700 - strict, withoutReply: 0 },
  });
  const [row] = JSON.parse(board.out);
  expect(row.official.n).toBe(expected.sampleSize);
  expect(row.official.mean.toFixed(3)).toBe(expected.AVG?.toFixed(3));
  // Of the published set, since a file of results is no data set.
  expect(row.strict).toMatchObject({ n: strict, expected: 20_103 });
  expect(row).toMatchObject({ isComplete: false, rank: null });
});

test('people are shown the four numbers as the script prints them', async ({ api, home }) => {
  const records = someResults(4).map((record, index) => ({
    ...record,
    gpt_feedback: `### Score\n${index + 1}`,
  }));

  const { code, out, err } = await importByProgram(api.url, writeArray(home, 'results.json', records));

  expect(code).toBe(0);
  expect(out).toMatch(/^run \S+\nevaluation \S+\n/);
  expect(out).toContain('Sample size: 4\nAVG: 2.500  SA: 1.000  PBL: 2.500  MSR: 4.000\n');
  expect(out).toContain('Replies left out: 0 by the published script, 0 by a careful reading\n');
  expect(err).toContain('PARTIAL: 4 of 4 responses scored; a full run has 20103, so it has no rank');
});

test('the same file again changes nothing', async ({ client, home }) => {
  const path = writeArray(home, 'results.json', someResults(250));
  const first = await importFile(client, path);
  const before = await countEverything(client);

  const again = await importFile(client, path);

  expect(again).toMatchObject({ run: first.run, evaluation: first.evaluation });
  expect(again.added).toEqual({ questions: 0, responses: 0, replies: 0 });
  expect(await countEverything(client)).toEqual(before);
});

test('20,000 results are in within a minute', { timeout: 120_000 }, async ({ client, home }) => {
  const path = writeArray(home, 'results.json', someResults(20_000));

  const start = performance.now();
  const { closed } = await importFile(client, path);
  const seconds = (performance.now() - start) / 1000;

  // Of one category more than are published: a full run has those too.
  expect(closed).toMatchObject({ status: 'PARTIAL', done: 20_000 });
  expect(closed.expected).toBeGreaterThanOrEqual(20_103);
  expect(seconds).toBeLessThan(60);
});

test('JSON lines are taken as the array is, and give the same questions', async ({ client, home }) => {
  const records = someResults(20);
  await importFile(client, writeArray(home, 'results.json', records));

  const lines = await importFile(client, writeLines(home, 'results.jsonl', records), { model: 'B' });

  expect(lines.added).toEqual({ questions: 0, responses: 20, replies: 20 });
});

test('an import that was stopped in the middle goes on, and nothing is there twice', async ({
  client,
  home,
}) => {
  const path = writeArray(home, 'results.json', someResults(2500));
  let calls = 0;
  const dying: Client = {
    ...client,
    query: async (document, variables) => {
      if (document.includes('importReplies') && ++calls === 2) throw new Error('the machine lost power');
      return client.query(document, variables);
    },
  };
  await expect(importFile(dying, path)).rejects.toThrow('lost power');
  const [half] = (await countEverything(client)).evaluations;

  const rest = await importFile(client, path);

  expect(half).toEqual({ status: 'RUNNING', done: 2000 });
  expect(rest.added).toEqual({ questions: 0, responses: 0, replies: 500 });
  expect(rest.closed).toMatchObject({ status: 'PARTIAL', done: 2500, responses: 2500 });
});

test('another revision of the judge is another evaluation of the same run', async ({ client, home }) => {
  const path = writeArray(home, 'results.json', someResults(4));

  const first = await importFile(client, path, { judgeRevision: 'a1' });
  const second = await importFile(client, path, { judgeRevision: 'b2' });

  expect(second.run).toBe(first.run);
  expect(second.evaluation.id).not.toBe(first.evaluation.id);
});

test('a record that was not judged is a judge error, not a hole', async ({ api, home }) => {
  const records = someResults(4, { gpt_feedback: null });

  const { out } = await importByProgram(api.url, writeArray(home, 'results.json', records));

  expect(out).toContain('Sample size: 0\nAVG: None  SA: None  PBL: None  MSR: None\n');
  expect(out).toContain('Records without a reply: 4\n');
});

test('what a database cannot keep is replaced, and the score is read all the same', async ({
  client,
  home,
}) => {
  const [record] = someResults(1, { gpt_feedback: 'Odd \0 and \ud800.\n### Score\n5' });

  const { closed } = await importFile(client, writeArray(home, 'results.json', [record]));

  expect(closed).toMatchObject({ status: 'PARTIAL', done: 1 });
});

describe('with a data set installed', () => {
  const dataset = (ids: readonly string[]) => ({
    benchmark: 'mmie',
    questions: ids.map((externalId) => ({
      externalId,
      slices: [{ slug: 'project-based-learning' }, { slug: 'finance' }],
      content: [{ text: 'How?' }],
    })),
  });
  const install = (client: Client, ids: readonly string[]) =>
    client.query('mutation ($input: AddQuestionsInput!) { addQuestions(input: $input) { added } }', {
      input: dataset(ids),
    });

  test('its questions are used, and their domains come with them', async ({ client, home }) => {
    const records = someResults(3).filter(({ id }) => id.startsWith('PBL'));
    await install(
      client,
      records.map(({ id }) => id),
    );

    const { added } = await importFile(client, writeArray(home, 'results.json', records));

    expect(added.questions).toBe(0);
    const { leaderboard } = await client.query<{ leaderboard: { nodes: unknown[] } }>(
      '{ leaderboard(benchmark: "mmie", domain: "finance") { nodes { official { n } } } }',
    );
    expect(leaderboard.nodes).toHaveLength(1);
  });

  test('a record that is none of its questions is named, and nothing is written', async ({
    client,
    home,
  }) => {
    await install(client, ['PBL_1']);
    const before = await countEverything(client);

    const path = writeArray(home, 'results.json', someResults(3));

    await expect(importFile(client, path)).rejects.toThrow(
      `${path}: record 1 (id "SA_0"): the installed data set has no such question`,
    );
    expect(await countEverything(client)).toEqual(before);
  });
});

describe('bad input is named and leaves nothing behind:', () => {
  const good = someResults(3);
  const cases: [string, string | RegExp, (home: string) => string][] = [
    ['an empty file', 'r.json is empty', (home) => writeText(home, 'r.json', '')],
    ['only blanks', 'begins with only blanks', (home) => writeText(home, 'r.json', ' \n ')],
    ['no record', 'there is no record in it', (home) => writeText(home, 'r.json', '[]')],
    ['a folder', 'A file is needed, not a folder', (home) => home],
    ['standard input', 'Standard input cannot be imported', () => '-'],
    [
      'another format',
      'neither a JSON array nor JSON lines: it begins with "id,score',
      (home) => writeText(home, 'r.csv', 'id,score\n'),
    ],
    [
      'a compressed file',
      'is compressed: unpack it first',
      (home) => writeText(home, 'r.json.gz', Buffer.from([0x1f, 0x8b, 8, 0])),
    ],
    [
      'an array cut off',
      /r\.json: record 3: the file ends at byte \d+, in the middle of its array/,
      (home) => {
        const path = writeArray(home, 'r.json', good);
        truncateSync(path, JSON.stringify(good, null, 1).length - 40);
        return path;
      },
    ],
    [
      'a comma too many',
      /r\.json: record 2: not JSON before byte \d+: unexpected "\]"/,
      (home) => writeText(home, 'r.json', `[${JSON.stringify(good[0])},]`),
    ],
    [
      'text behind the array',
      /record 2: not JSON at byte \d+: unexpected "x"/,
      (home) => writeText(home, 'r.json', `[${JSON.stringify(good[0])}] x`),
    ],
    [
      'a line cut off',
      /r\.jsonl: line 2: it is not JSON/,
      (home) => writeText(home, 'r.jsonl', `${JSON.stringify(good[0])}\n{"id": "SA`),
    ],
    [
      'bytes that are no UTF-8',
      /r\.json: record 2: not UTF-8 at byte \d+ of the file/,
      (home) =>
        writeText(
          home,
          'r.json',
          Buffer.concat([
            Buffer.from(`[${JSON.stringify(good[0])}, {"id": "`),
            Buffer.from([0xff]),
            Buffer.from('"}]'),
          ]),
        ),
    ],
    [
      'a record that is no object',
      'record 2: is a list, not an object',
      (home) => writeArray(home, 'r.json', [good[0], []]),
    ],
    [
      'an id without a category',
      'names no category',
      (home) => writeArray(home, 'r.json', [{ ...good[0], id: 'X_1' }]),
    ],
    [
      'a field missing',
      'record 2 (id "PBL_1"): "answer" must be text, is missing',
      (home) => writeArray(home, 'r.json', [good[0], { ...good[1], answer: undefined }]),
    ],
    [
      'a number for a reply',
      'record 1 (id "SA_0"): "gpt_feedback" must be text',
      (home) => writeArray(home, 'r.json', [{ ...good[0], gpt_feedback: 5 }]),
    ],
    [
      'the same id twice',
      'records 1 and 3 have the same id "SA_0"',
      (home) => writeArray(home, 'r.json', [good[0], good[1], good[0]]),
    ],
    [
      'several models',
      'name several models (Anole, Emu); say which with --model NAME',
      (home) => writeArray(home, 'r.json', [good[0], { ...good[1], model: 'Emu' }]),
    ],
    [
      'no model',
      'name no model; say which with --model NAME',
      (home) => writeArray(home, 'r.json', [{ ...good[0], model: null }]),
    ],
    [
      'a record too large',
      'record 1: is 3.5 MB; at most 3 MB can be stored',
      (home) => writeArray(home, 'r.json', [{ ...good[0], answer: 'x'.repeat(3_500_000) }]),
    ],
  ];

  test.for(cases)('%s', async ([, words, make], { client, home }) => {
    const before = await countEverything(client);

    await expect(importFile(client, make(home), { strict: true })).rejects.toThrow(words);

    expect(await countEverything(client)).toEqual(before);
  });

  test('the program says it in one line', async ({ api, home }) => {
    const { code, out, err } = await importByProgram(api.url, writeArray(home, 'r.json', [{ id: 'SA_1' }]));

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(`error: ${home}/r.json: record 1 (id "SA_1"): "question" must be text, is missing\n`);
  });
});
