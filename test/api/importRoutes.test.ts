import { request } from 'node:http';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { RunningApi } from '../../src/api/main.ts';
import type { Refused } from '../../src/cli/client/answer.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { fromGlobalId } from '../../src/core/ids.ts';
import type { Database } from '../../src/store/database.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun } from '../support/imported.ts';

const CATEGORIES = ['situational-analysis', 'project-based-learning', 'multi-step-reasoning'] as const;
const QUESTIONS = Array.from({ length: 6 }, (_, at) => `q${at}`);

/** A run of MMIE with samples to each of six questions, two in each category. */
async function aRunToScore(client: Client, samples = 2): Promise<string> {
  await addQuestions(
    client,
    'mmie',
    QUESTIONS.map((externalId, at) => ({ externalId, slices: [CATEGORIES[at % 3] as string] })),
  );
  return aTextRun(client, { benchmark: 'mmie', model: 'm', questions: QUESTIONS, samples });
}

async function openImport(client: Client, run: string, judge: string): Promise<string> {
  const { openImport } = await client.query<{ openImport: { evaluation: { id: string } } }>(
    'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
    { input: { run, judge: { name: judge } } },
  );
  return openImport.evaluation.id;
}

type Line = Record<string, unknown>;

const jsonLines = (lines: readonly Line[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

async function send(
  api: RunningApi,
  evaluation: string,
  body: string | Uint8Array<ArrayBuffer>,
  type = 'application/x-ndjson',
) {
  const response = await fetch(`${api.url}/import/scores?evaluation=${evaluation}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
}

const throughGraphql = (client: Client, evaluation: string, scores: readonly Line[]) =>
  client.query<{ importScores: { added: number } }>(
    'mutation ($input: ImportScoresInput!) { importScores(input: $input) { added } }',
    { input: { evaluation, scores } },
  );

/** Everything that an import left of an evaluation, without ids and times. */
async function leftBy({ db }: Database, evaluation: string) {
  const id = fromGlobalId('Evaluation', evaluation, 'evaluation');
  const all = async (query: ReturnType<typeof sql>) => (await db.execute(query)).rows;
  return {
    scores: await all(sql`
      select question_id, response_id, criterion_id, slice_id, outcome, value, official_value, reason from scores
      where evaluation_id = ${id} order by 1, 2, 3`),
    rollups: await all(sql`
      select to_jsonb(r) - 'evaluation_id' as row from rollups r where evaluation_id = ${id}
      order by slice_id, criterion_id`),
    replies: await all(sql`
      select response_id, part, text, evidence, is_truncated from replies where evaluation_id = ${id} order by 1, 2`),
    evaluation: await all(sql`select status, expected, responses, done from evaluations where id = ${id}`),
  };
}

const aScore = fc
  .record({
    question: fc.constantFrom(...QUESTIONS),
    sampleIndex: fc.nat(1),
    criterion: fc.constantFrom('overall', 'stylistic-consistency-and-correspondence'),
    value: fc.option(
      fc.integer({ min: 0, max: 4 }).map((quarter) => quarter / 4),
      { freq: 4 },
    ),
    outcome: fc.constantFrom('NOT_APPLICABLE', 'UNPARSEABLE', 'OUT_OF_RANGE', 'JUDGE_ERROR', 'MISSING_MEDIA'),
    reason: fc.option(fc.constantFrom('', 'a\tb\\c', 'two\nlines', '\u{1f3a8} "quoted"'), { nil: undefined }),
    evidence: fc.option(
      fc.record({ box: fc.array(fc.integer(), { maxLength: 2 }), said: fc.constant('\\ \t') }),
      {
        nil: undefined,
      },
    ),
  })
  .filter(({ question, criterion }) => criterion === 'overall' || QUESTIONS.indexOf(question) % 3 < 2)
  .map(({ outcome, ...score }) => (score.value === null ? { ...score, outcome } : score));

const keyOf = ({ question, sampleIndex, criterion }: Line): string =>
  `${question} ${sampleIndex} ${criterion}`;
const files = fc.array(fc.uniqueArray(aScore, { selector: keyOf, minLength: 1, maxLength: 15 }), {
  minLength: 1,
  maxLength: 4,
});

test.for([1, 2])(
  'a file leaves the same as the mutation does, whatever was there before, with %i samples',
  async (samples, { api, client, database }) => {
    const run = await aRunToScore(client, samples);
    let judges = 0;

    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const all = given.map((scores) => scores.filter(({ sampleIndex }) => sampleIndex < samples));
        judges += 1;
        const [bulk, graphql] = [
          await openImport(client, run, `b${judges}`),
          await openImport(client, run, `g${judges}`),
        ];
        for (const scores of all) {
          const one: Line = await send(api, bulk, jsonLines(scores));
          const other = await throughGraphql(client, graphql, scores).catch((error: Refused) => error);
          if (other instanceof Error) {
            const [, difference] = /^line \d+: (.*)$/s.exec(String(one['error'])) ?? [];
            expect(one).toMatchObject({ status: 409, code: other.code });
            // Of several, which is told first is told by the line in one and by nothing in the other.
            expect(difference).toMatch(/^question .* is there, .* was given\. /);
          } else
            expect(one).toMatchObject({
              ...{ status: 'RUNNING', rows: scores.length, added: other.importScores.added },
            });
        }
        expect(await leftBy(database, bulk)).toEqual(await leftBy(database, graphql));
      }),
      { numRuns: 15 },
    );

    expect(await findFaults(database.db)).toEqual([]);
  },
);

test('CSV and JSON lines say the same, and again adds nothing', async ({ api, client, database }) => {
  const run = await aRunToScore(client);
  const [json, csv] = [await openImport(client, run, 'json'), await openImport(client, run, 'csv')];
  const lines = [
    { question: 'q0', sample: 1, criterion: 'overall', value: 4.5, reason: 'said "4,5"\nand more' },
    { question: 'q1', criterion: 'overall', value: null, outcome: 'UNPARSEABLE' },
  ];
  const table =
    '\ufeffquestion,sample,criterion,value,outcome,reason\r\nq0,1,overall,4.5,,"said ""4,5""\nand more"\r\nq1,,overall,,UNPARSEABLE,\r\n';

  const first = await send(api, json, jsonLines(lines));
  const second = await send(api, csv, table, 'text/csv; charset=utf-8');
  const again = await send(api, csv, table, 'text/csv');

  expect(first).toMatchObject({ status: 'RUNNING', rows: 2, added: 2, done: 2 });
  expect(second).toMatchObject({ rows: 2, added: 2 });
  expect(again).toMatchObject({ rows: 2, added: 0 });
  expect(await leftBy(database, csv)).toEqual(await leftBy(database, json));
});

describe('what is there otherwise is refused, with what is there and what was given:', () => {
  const there: Line = {
    question: 'q0',
    criterion: 'overall',
    value: 6,
    reason: 'all of it',
    evidence: { a: 1 },
  };
  const cases: [string, Line, string][] = [
    ['another value', { value: 0 }, '6 is there, 0 was given'],
    ['another outcome', { value: null, outcome: 'UNPARSEABLE' }, '6 is there, UNPARSEABLE was given'],
    ['another reason', { reason: 'none' }, 'reason "all of it" is there, reason "none" was given'],
    [
      'other evidence',
      { evidence: { a: 2 } },
      `the judge's "{\\"a\\": 1}" is there, "{\\"a\\": 2}" was given`,
    ],
  ];
  const fresh = { question: 'q1', criterion: 'overall', value: 1 };

  test.for(cases)('%s', async ([, change, words], { api, client, database }) => {
    const evaluation = await openImport(client, await aRunToScore(client), 'rater');
    await send(api, evaluation, jsonLines([there]));
    const before = await leftBy(database, evaluation);
    const given = [fresh, { ...there, ...change }];

    const bulk = await send(api, evaluation, jsonLines(given));
    const mutation = throughGraphql(client, evaluation, given);

    const told = `question q0, sample 0, criterion overall: ${words}. Nothing of it was stored`;
    expect(bulk).toMatchObject({
      ...{ status: 409, code: 'CONFLICT', error: expect.stringContaining(`line 2: ${told}`) },
    });
    await expect(mutation).rejects.toMatchObject({
      ...{ code: 'CONFLICT', message: expect.stringContaining(told) },
    });
    await expect(mutation).rejects.toThrow('another judge name');
    expect(await leftBy(database, evaluation)).toEqual(before);
  });

  test('but not the same again, nor what says less', async ({ api, client }) => {
    const evaluation = await openImport(client, await aRunToScore(client), 'rater');
    await send(api, evaluation, jsonLines([there]));
    const less = { question: 'q0', criterion: 'overall', value: 6 };

    expect(await send(api, evaluation, jsonLines([there, fresh]))).toMatchObject({ rows: 2, added: 1 });
    expect(await send(api, evaluation, jsonLines([less, fresh]))).toMatchObject({ rows: 2, added: 0 });
    expect(await throughGraphql(client, evaluation, [less])).toEqual({ importScores: { added: 0 } });
  });

  test('nor by another judge', async ({ api, client }) => {
    const run = await aRunToScore(client);
    const raters = [await openImport(client, run, 'rater 1'), await openImport(client, run, 'rater 2')];

    const [one = '', two = ''] = raters;

    expect(await send(api, one, jsonLines([there]))).toMatchObject({ added: 1 });
    expect(await send(api, two, jsonLines([{ ...there, value: 0 }]))).toMatchObject({ added: 1 });
  });
});

test('a long file comes in batches, each with its event, and rows of one question may lie apart', async ({
  api,
  client,
  database,
}) => {
  const questions = Array.from({ length: 500 }, (_, at) => `long-${at}`);
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({ externalId, slices: [CATEGORIES[0]] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions, samples: 2 });
  const evaluation = await openImport(client, run, 'long');
  const round = ['overall', 'text-quality', 'image-quality', 'innovation'].flatMap((criterion) =>
    questions.flatMap((question) =>
      [0, 1].map((sampleIndex) => ({ question, sampleIndex, criterion, value: 1 })),
    ),
  );
  const lines = Array.from({ length: 7 }, () => round).flat();

  const sent = await send(api, evaluation, jsonLines(lines));

  const { rows } = await database.pool.query('select count(*) as n from pg_class where relname like $1', [
    'import\\_%',
  ]);
  expect(sent).toMatchObject({ rows: 28_000, added: 4000, done: 1000 });
  expect(await standingOf(client, evaluation)).toMatchObject({ status: 'RUNNING', done: 1000 });
  expect(await findFaults(database.db)).toEqual([]);
  expect(rows).toEqual([{ n: 0 }]);
});

describe('a file is refused as a whole, by the first line that is wrong:', () => {
  const good: Line = { question: 'q0', criterion: 'overall', value: 1 };
  const cases: [string, string | Uint8Array<ArrayBuffer>, string][] = [
    [
      'an unknown question',
      jsonLines([good, { ...good, question: 'x' }]),
      'line 2: the run has no response to question x, sample 0',
    ],
    [
      'a sample that is not there',
      jsonLines([good, { ...good, sampleIndex: 2 }]),
      'line 2: the run has no response to question q0, sample 2',
    ],
    [
      'an unknown criterion',
      jsonLines([good, { ...good, criterion: 'beauty' }]),
      'line 2: question q0, criterion beauty: situational-analysis has no such criterion; it has overall, text-quality',
    ],
    [
      "another category's criterion",
      jsonLines([{ ...good, criterion: 'excellency' }]),
      'line 1: question q0, criterion excellency: situational-analysis has no such',
    ],
    [
      'a value outside the scale',
      jsonLines([good, { ...good, question: 'q1', value: 7 }]),
      'line 2: question q1, criterion overall: 7 is outside the scale 0 to 6',
    ],
    [
      'two scores of one thing',
      jsonLines([good, { ...good, question: 'q1' }, { ...good, value: 2 }]),
      'line 3: question q0, criterion overall: line 1 scores the same otherwise',
    ],
    ['a line that is no JSON', `${jsonLines([good])}\nnope`, 'line 3: it is not JSON'],
  ];

  test.for(cases)('%s', async ([, body, words], { api, client, database }) => {
    const evaluation = await openImport(client, await aRunToScore(client), 'j');
    const before = await leftBy(database, evaluation);

    const refused = await send(api, evaluation, body);

    expect(refused).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
      error: expect.stringContaining(words),
    });
    expect(await leftBy(database, evaluation)).toEqual(before);
  });

  test('CSV with a number that is none', async ({ api, client, database }) => {
    const evaluation = await openImport(client, await aRunToScore(client), 'j');

    const refused = await send(api, evaluation, 'question,criterion,value\nq0,overall,good\n', 'text/csv');

    expect(refused).toMatchObject({ status: 400, error: 'line 2: value must be a number, is "good"' });
    expect((await leftBy(database, evaluation)).scores).toEqual([]);
  });
});

describe('a file that goes nowhere is refused:', () => {
  test('another type of content, an id that is none, an evaluation that is not there', async ({
    api,
    client,
  }) => {
    const evaluation = await openImport(client, await aRunToScore(client), 'j');
    const nobody = 'RXZhbHVhdGlvbjowMWEyMGM4ZC00ZWVlLTcwN2QtOGZhMC0yZGUzMGQzNjU1YjY';

    const answers = [
      await send(api, evaluation, 'x', 'application/json'),
      await send(api, 'x', jsonLines([])),
      await send(api, nobody, jsonLines([])),
    ];

    expect(answers).toMatchObject([
      { status: 400, error: 'Send the scores with Content-Type application/x-ndjson or text/csv' },
      { status: 400, error: 'evaluation: "x" is not the id of a Evaluation' },
      { status: 404, error: 'evaluation: there is no such evaluation' },
    ]);
  });
});

test('ids that a table took for numbers are taken where one question is meant', async ({ api, client }) => {
  const ids = ['00007', '0010', '010', 'x'];
  await addQuestions(
    client,
    'mmie',
    ids.map((externalId) => ({ externalId, slices: [CATEGORIES[0]] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions: ids });
  const evaluation = await openImport(client, run, 'j');
  const table = (id: string) => `question,criterion,value\n${id},overall,1\n00007,text-quality,1\n`;

  expect(await send(api, evaluation, table('7.0'), 'text/csv')).toMatchObject({ rows: 2, added: 2 });
  expect(await send(api, evaluation, table('7'), 'text/csv')).toMatchObject({ rows: 2, added: 0 });
  expect(await send(api, evaluation, table('10'), 'text/csv')).toMatchObject({
    error: 'line 2: the run has no response to question 10, sample 0; did you mean 0010 or 010?',
  });
  expect(await send(api, evaluation, table('8'), 'text/csv')).toMatchObject({
    error: 'line 2: the run has no response to question 8, sample 0; ids look like 00007',
  });
  await expect(
    throughGraphql(client, evaluation, [{ question: '7', criterion: 'overall', value: 1 }]),
  ).rejects.toThrow('question 7, sample 0; did you mean 00007?');
});

test('a client that is still sending hears why it was refused', async ({ api, client }) => {
  const evaluation = await openImport(client, await aRunToScore(client), 'j');
  const line = jsonLines([{ question: 'q0', criterion: 'overall', value: 1 }]);
  const bodies = [
    ['application/x-ndjson', `{\n${line.repeat(300_000)}`],
    ['text/csv', `question,criterion,value,value\n${'q0,overall,1,1\n'.repeat(1_000_000)}`],
  ] as const;

  for (const [type, body] of bodies)
    expect(await send(api, evaluation, body, type)).toMatchObject({
      ...{ status: 400, error: expect.stringMatching(/^line 1: /) },
    });
});

test('a client that goes away in the middle leaves nothing behind', async ({ api, client, database }) => {
  const evaluation = await openImport(client, await aRunToScore(client), 'j');
  const sending = request(`${api.url}/import/scores?evaluation=${evaluation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const isGone = new Promise((gone) => sending.once('close', gone));
  sending.on('error', () => undefined);
  sending.write(jsonLines([{ question: 'q0', criterion: 'overall', value: 1 }]));
  const staged = () => database.pool.query('select 1 from pg_class where relname like $1', ['import\\_%']);
  await expect.poll(async () => (await staged()).rowCount).toBe(1);

  sending.destroy();
  await isGone;

  await expect.poll(async () => (await staged()).rowCount).toBe(0);
  expect((await leftBy(database, evaluation)).scores).toEqual([]);
});
