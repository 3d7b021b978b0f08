import { zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { importScoreFile, type ScoresImport } from '../../src/cli/import/scoreFile.ts';
import { aRun, installDemo } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { aTerminal, countEverything, writeLines, writeText } from './recordFiles.ts';
import { runCli } from './runCli.ts';

interface Row {
  question: string;
  sample: number;
  value: number | null;
  outcome: string | null;
  reason: string | null;
}

/** Scores of the first samples of the demo's first questions; the second has none, and says why. */
const rows: Row[] = Array.from({ length: 8 }, (_, index) => ({
  question: String(Math.floor(index / 2)).padStart(5, '0'),
  sample: index % 2,
  value: index === 1 ? null : index % 3 === 0 ? 1 : 0,
  outcome: index === 1 ? 'judge_error' : null,
  reason: index === 1 ? 'timed out, "twice"' : null,
}));

const cell = (value: string | number | null): string =>
  value === null ? '' : `"${String(value).replaceAll('"', '""')}"`;
const csv = (all: readonly Row[]): string =>
  [
    'question,sample,value,outcome,reason,note',
    ...all.map((row) =>
      [row.question, row.sample, row.value, row.outcome, row.reason, 'x'].map(cell).join(','),
    ),
  ].join('\r\n');

function parquet(all: readonly Row[], codec: 'SNAPPY' | 'ZSTD' = 'SNAPPY'): Buffer {
  const column = (name: keyof Row, type: 'STRING' | 'DOUBLE' | 'INT64') => ({
    name,
    type,
    data: all.map((row) => (type === 'INT64' ? BigInt(row[name] as number) : row[name])),
    nullable: true,
  });
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        column('question', 'STRING'),
        column('sample', 'INT64'),
        column('value', 'DOUBLE'),
        column('outcome', 'STRING'),
        column('reason', 'STRING'),
      ],
      rowGroupSize: 3,
      codec,
      compressors: { ZSTD: (input: Uint8Array) => new Uint8Array(zstdCompressSync(input)) },
    }),
  );
}

const importFile = (client: Client, path: string, more: Partial<ScoresImport> = {}) =>
  importScoreFile(client, aTerminal(), {
    path,
    judge: 'ours',
    benchmark: 'geneval-demo',
    model: 'painter',
    ...more,
  });

async function findScores(client: Client, evaluation: string) {
  const { node } = await client.query<{ node: { scores: { nodes: object[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(first: 100) { nodes {
      response { question { externalId } sampleIndex } criterion { slug } outcome value reason } } } } }`,
    { id: evaluation },
  );
  return node.scores.nodes.filter((score) => 'response' in score && score.response !== null);
}

describe('the same scores come out of', () => {
  const files: [string, (home: string) => string][] = [
    ['CSV', (home) => writeText(home, 's.csv', csv(rows))],
    ['JSON lines', (home) => writeLines(home, 's.jsonl', rows)],
    ['a JSON array', (home) => writeText(home, 's.json', JSON.stringify(rows))],
    ['Parquet', (home) => writeText(home, 's.parquet', parquet(rows))],
    ['Parquet with Zstandard', (home) => writeText(home, 's.parquet', parquet(rows, 'ZSTD'))],
  ];
  test.for(files)('%s', async ([, make], { client, home }) => {
    await aRun(client, { questions: 60 });

    const imported = await importFile(client, make(home));

    expect(imported).toMatchObject({ rows: 8, added: { responses: 0, scores: 8 } });
    expect(imported.closed).toMatchObject({ status: 'PARTIAL', done: 8 });
    const scores = await findScores(client, imported.evaluation.id);
    const scored = scores.filter((score) => 'outcome' in score && score.outcome !== 'MISSING_RESPONSE');
    expect(scored).toHaveLength(8);
    expect(scored).toContainEqual({
      response: { question: { externalId: '00000' }, sampleIndex: 1 },
      criterion: { slug: 'correct' },
      outcome: 'JUDGE_ERROR',
      value: null,
      reason: 'timed out, "twice"',
    });
    expect(scored).toContainEqual({
      response: { question: { externalId: '00001' }, sampleIndex: 1 },
      criterion: { slug: 'correct' },
      ...{ outcome: 'SCORED', value: 1, reason: null },
    });
  });
});

test('the program says how many were added, and again adds none', async ({ api, client, home }) => {
  const { id } = await aRun(client);
  const path = writeText(home, 's.csv', csv(rows));
  const assay = () =>
    runCli(['import', 'scores', path, '--run', id, '--judge', 'ours'], { env: { ASSAY_URL: api.url } });

  const first = await assay();
  const before = await countEverything(client);
  const again = await assay();

  expect(first).toMatchObject({
    code: 0,
    out: expect.stringMatching(new RegExp(`^run ${id}\nevaluation \\S+\n$`)),
  });
  expect(first.err).toContain('8 scores added, 0 were there');
  expect(again.err).toContain('0 scores added, 8 were there already.');
  expect(again.out).toBe(first.out);
  expect(await countEverything(client)).toEqual(before);
});

test('a model without a run gets one from the rows when asked, and an interrupted one goes on', async ({
  client,
  home,
}) => {
  await installDemo(client);
  const path = writeText(home, 's.csv', csv(rows));
  await expect(importFile(client, path, { model: 'new' })).rejects.toThrow('new has no run of geneval-demo');
  const dying: Client = {
    ...client,
    query: async (document, variables) => {
      if (document.includes('addResponses')) throw new Error('the machine lost power');
      return client.query(document, variables);
    },
  };
  await expect(importFile(dying, path, { model: 'new', makeRun: true })).rejects.toThrow('lost power');

  const made = await importFile(client, path, { model: 'new', makeRun: true });
  const again = await importFile(client, path, { model: 'new', makeRun: true });

  expect(made.added).toEqual({ responses: 8, scores: 8 });
  expect(again).toMatchObject({ run: made.run, added: { responses: 0, scores: 0 } });
});

test('rows that cannot be read are left out and told, and what contradicts stops it all', async ({
  api,
  client,
  home,
}) => {
  const { id } = await aRun(client, { questions: 4 });
  const lines = [...rows.slice(0, 3).map((row) => JSON.stringify(row)), '{"question": "00003", "val'];
  const path = writeText(home, 's.jsonl', lines.join('\n'));
  const assay = (...words: string[]) =>
    runCli(['import', 'scores', path, '--run', id, '--judge', 'ours', '--json', ...words], {
      env: { ASSAY_URL: api.url },
    });

  const strict = await assay('--strict');
  const { code, out, err } = await assay();

  expect(strict).toMatchObject({ code: 1, out: '', err: expect.stringContaining('line 4: it is not JSON') });
  expect({ code, ...JSON.parse(out) }).toMatchObject({
    ...{ code: 3, rows: 3, added: { scores: 3 }, omitted: [expect.stringContaining('s.jsonl: line 4: ')] },
  });
  expect(err).toContain('1 thing was left out:');
});

test('corrected scores are another revision of the judge', async ({ client, home }) => {
  await aRun(client);
  const first = await importFile(client, writeText(home, 's.csv', csv(rows)));
  const corrected = rows.map((row) => ({ ...row, value: row.value === null ? null : 1 }));

  const second = await importFile(client, writeText(home, 's.csv', csv(corrected)), { judgeRevision: '2' });

  expect(second.run).toBe(first.run);
  expect(second.evaluation.id).not.toBe(first.evaluation.id);
  expect(second.added.scores).toBe(8);
});

test('many rows arrive in bounded batches', async ({ client, home }) => {
  await installDemo(client);
  const many = Array.from({ length: 3000 }, (_, index) => ({
    question: String(Math.floor(index / 50)).padStart(5, '0'),
    sample: index % 50,
    value: index % 2,
  }));

  const path = writeLines(home, 's.jsonl', many);
  const { added, closed } = await importFile(client, path, { model: 'new', makeRun: true });

  expect(added).toEqual({ responses: 3000, scores: 3000 });
  expect(closed).toMatchObject({ status: 'COMPLETED', done: 3000 });
});

describe('bad input is named and leaves nothing behind:', () => {
  const [first] = rows as [Row];
  const lines =
    (...all: object[]) =>
    (home: string) =>
      writeLines(home, 's.jsonl', all);
  const text = (name: string, content: string | Buffer) => (home: string) => writeText(home, name, content);
  const cases: [string, string | RegExp, (home: string) => string, Partial<ScoresImport>?][] = [
    [
      'an id that may be two questions, or is none',
      '(question "60"): geneval-demo has no such question; its ids look like 00000',
      lines({ ...first, question: '60' }),
    ],
    [
      'an export of several evaluations',
      'it is of another evaluation than line 1 (question "00000"); export them one at a time',
      lines({ ...first, evaluation_id: 'a' }, { ...(rows[2] as Row), evaluation_id: 'b' }),
    ],
    [
      'an export of another benchmark',
      'it is a score of mmie, not of geneval-demo',
      lines({ ...first, evaluation_id: 'a', benchmark: 'mmie' }),
    ],
    ['only a header', 's.csv: there is no row in it', text('s.csv', 'question,value\n')],
    [
      'an unknown question',
      'line 1 (question "nope"): geneval-demo has no such question',
      lines({ ...first, question: 'nope' }),
    ],
    [
      'an unknown criterion',
      'single_object has no criterion "taste"',
      lines({ ...first, criterion: 'taste' }),
    ],
    [
      'a value outside the scale',
      '"value" 5 is outside the scale of correct, 0 to 1',
      lines({ ...first, value: 5 }),
    ],
    [
      'a value that is no number',
      'line 2 (question "00000"): "value" must be a number, is "good"',
      text('s.csv', 'question,value\n00000,good\n'),
    ],
    [
      'a sample that the run has not',
      'the run has no sample 9 of this question',
      lines({ ...first, sample: 9 }),
    ],
    [
      'the same score twice',
      'line 3 (question "00000"): line 1 scores correct of the same response',
      lines(first, rows[1] as Row, first),
    ],
    [
      "MMIE-Score's name for other scores",
      'is for what MMIE-Score said',
      lines(first),
      { judge: 'mmie-score' },
    ],
    [
      'an unknown run',
      '--run: there is no run',
      lines(first),
      { run: 'UnVuOjAxYTIwYzhkLTRlZWUtNzA3ZC04ZmEwLTJkZTMwZDM2NTViNg' },
    ],
  ];

  test.for(cases)('%s', async ([, words, make, more], { client, home }) => {
    await aRun(client, { questions: 4 });
    const before = await countEverything(client);

    await expect(importFile(client, make(home), more)).rejects.toThrow(words);

    expect(await countEverything(client)).toEqual(before);
  });

  test('a run that is named twice or half', async ({ api }) => {
    for (const words of [
      [],
      ['--run', 'x', '--model', 'm'],
      ['--benchmark', 'geneval'],
      ['--run', 'x', '--make-run'],
    ]) {
      const { code, err } = await runCli(['import', 'scores', 's.csv', '--judge', 'j', ...words], {
        env: { ASSAY_URL: api.url },
      });

      expect(code).toBe(2);
      expect(err).toMatch(/^error: (Name the run|--make-run goes with)/);
    }
  });
});
