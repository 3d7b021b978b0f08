import { sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import {
  addResponses,
  aJudge,
  anEvaluation,
  aRun,
  externalId,
  installDemo,
  post,
  refusal,
  standingOf,
} from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';

const CREATE = `mutation ($input: CreateRunInput!) { createRun(input: $input) { run {
  id settings samplesPerQuestion responseCount expectedResponseCount model { name kind } benchmark { slug } } } }`;
const ADD =
  'mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added run { responseCount } } }';
const START =
  'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id status } } }';
const CANCEL =
  'mutation ($id: ID!) { cancelEvaluation(input: { evaluation: $id }) { evaluation { id status } } }';

const painter = { benchmark: 'geneval-demo', model: { name: 'painter' } };
const said = (question: number, text = 'an answer', sampleIndex = 0) => ({
  question: externalId(question),
  sampleIndex,
  content: [{ text }],
});

describe('createRun', () => {
  test('makes an empty run, and the model with it', async ({ api, client }) => {
    await installDemo(client);

    const { data } = await post(api, CREATE, { input: { ...painter, settings: { seed: 7 } } });

    expect(data.createRun.run).toEqual({
      id: expect.any(String),
      settings: { seed: 7 },
      samplesPerQuestion: 4,
      responseCount: 0,
      expectedResponseCount: 240,
      model: { name: 'painter', kind: 'TEXT_TO_IMAGE' },
      benchmark: { slug: 'geneval-demo' },
    });
  });

  test('with the same key gives the same run, also to calls at the same time', async ({ api, client }) => {
    await installDemo(client);
    const input = { ...painter, settings: { seed: 1, steps: 20 }, idempotencyKey: 'k' };

    const answers = await Promise.all([1, 2, 3, 4].map(() => post(api, CREATE, { input })));
    const reordered = await post(api, CREATE, { input: { ...input, settings: { steps: 20, seed: 1 } } });

    const ids = new Set([...answers, reordered].map(({ data }) => data.createRun.run.id));
    expect(ids.size).toBe(1);
  });

  test.for([
    ['other settings', { settings: { seed: 2 } }],
    ['another model', { model: { name: 'other' } }],
    ['other samples', { samplesPerQuestion: 2 }],
  ] as const)('with a key used for %s is a CONFLICT', async ([, change], { api, client }) => {
    await installDemo(client);
    const input = { ...painter, idempotencyKey: 'k' };
    await post(api, CREATE, { input });

    const { code, message } = await refusal(api, CREATE, { input: { ...input, ...change } });

    expect({ code, message }).toEqual({ code: 'CONFLICT', message: expect.stringContaining('"k"') });
  });

  test.for([
    ['a benchmark there is not', { benchmark: 'nope' }, 'NOT_FOUND', 'geneval-demo'],
    [
      'a benchmark without questions',
      { benchmark: 'geneval' },
      'CONFLICT',
      'assay benchmark install geneval',
    ],
    ['a model without a name', { model: { name: '  ' } }, 'INVALID_INPUT', 'model.name'],
    ['no samples', { samplesPerQuestion: 0 }, 'INVALID_INPUT', 'samplesPerQuestion'],
    [
      'two thousand million samples',
      { samplesPerQuestion: 2_147_483_647 },
      'INVALID_INPUT',
      'samplesPerQuestion',
    ],
    ['a name with a NUL', { model: { name: 'a\0b' } }, 'INVALID_INPUT', 'NUL'],
    ['settings with a NUL', { settings: { prompt: 'a\0b' } }, 'INVALID_INPUT', 'NUL'],
  ] as const)('of %s is refused', async ([, change, code, words], { api, client }) => {
    await installDemo(client);

    const answer = await refusal(api, CREATE, { input: { ...painter, ...change } });

    expect(answer).toMatchObject({ code, message: expect.stringContaining(words) });
  });
});

describe('addResponses', () => {
  test('counts what was added, and leaves alone what is there with the same content', async ({
    api,
    client,
  }) => {
    const run = await aRun(client, { questions: 2, given: 1 });
    const content = [{ text: 'new' }];

    const answers = [];
    for (const question of [1, 2, 2]) {
      const first = { question: externalId(question), sampleIndex: 1, content };
      const { data } = await post(api, ADD, { input: { run: run.id, responses: [first] } });
      answers.push(data.addResponses);
    }
    const none = await post(api, ADD, { input: { run: run.id, responses: [] } });

    expect(answers).toEqual([
      { added: 1, run: { responseCount: 3 } },
      { added: 1, run: { responseCount: 4 } },
      { added: 0, run: { responseCount: 4 } },
    ]);
    expect(none.data.addResponses.added).toBe(0);
  });

  test.for([
    ['another content than the run has', said(0, 'other'), 'CONFLICT', 'question 00000, sample 0'],
    ['an unknown question', said(99), 'INVALID_INPUT', '00099'],
    ['a sample beyond the run', said(1, 'x', 4), 'INVALID_INPUT', '0 to 3'],
    ['a sample below none', said(1, 'x', -1), 'INVALID_INPUT', '0 to 3'],
    [
      'a picture that was not uploaded',
      { ...said(1), content: [{ image: 'ab'.repeat(32) }] },
      'INVALID_INPUT',
      `PUT /media/${'ab'.repeat(32)}`,
    ],
    ['text with a NUL', said(1, 'a\0b'), 'INVALID_INPUT', 'NUL'],
    ['the same twice', said(2), 'INVALID_INPUT', 'given twice'],
  ] as const)('of %s is refused whole', async ([, bad, code, words], { api, client }) => {
    const run = await aRun(client, { questions: 1, given: 1 });

    const answer = await refusal(api, ADD, { input: { run: run.id, responses: [said(2), bad, said(3)] } });

    expect(answer).toMatchObject({ code, message: expect.stringContaining(words) });
    const { data } = await post(api, '{ runs { nodes { responseKeys } } }');
    expect(data.runs.nodes).toEqual([{ responseKeys: ['00000/0'] }]);
  });

  test('takes a thousand at once and no more', async ({ api, client }) => {
    const run = await aRun(client, { questions: 0, samples: 20 });
    const responses = Array.from({ length: 1001 }, (_, index) =>
      said(Math.floor(index / 20), 'x', index % 20),
    );

    const answer = await refusal(api, ADD, { input: { run: run.id, responses } });
    const added = await addResponses(client, run.id, responses.slice(0, 1000));

    expect(answer).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('1001') });
    expect(added).toBe(1000);
  });

  test('to a run there is not is NOT_FOUND, to something else INVALID_INPUT', async ({ api, client }) => {
    const run = await aRun(client, { questions: 1 });
    const nobody = Buffer.from('Run:01a20c80-db57-702a-b129-b5b6e2251378').toString('base64url');
    const { data } = await post(api, '{ benchmarks { id } }');

    const codes = [];
    for (const id of [nobody, data.benchmarks[0].id, 'x', run.uuid]) {
      codes.push((await refusal(api, ADD, { input: { run: id, responses: [said(1)] } })).code);
    }

    expect(codes).toEqual(['NOT_FOUND', 'INVALID_INPUT', 'INVALID_INPUT', 'INVALID_INPUT']);
  });
});

describe('startEvaluation', () => {
  test('with the same key gives the same evaluation, scored once', async ({
    api,
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 10 });
    const other = await aRun(client, { model: 'other', questions: 10 });
    const input = { run: run.id, judge: 'scripted', idempotencyKey: 'k' };

    const answers = await Promise.all([1, 2, 3, 4].map(() => post(api, START, { input })));
    const conflict = await refusal(api, START, { input: { ...input, run: other.id } });
    const id = answers[0]?.data.startEvaluation.evaluation.id;
    await scoreToEnd(database, queue, scripted(judge.revision), id, log);

    expect(new Set(answers.map(({ data }) => data.startEvaluation.evaluation.id))).toEqual(new Set([id]));
    expect(conflict.code).toBe('CONFLICT');
    expect(await standingOf(client, id)).toMatchObject({ responses: 40, done: 40 });
    const { rows } = await database.db.execute(sql`select count(*)::int as n from scores`);
    expect(rows).toEqual([{ n: 40 }]);
  });

  test('of a run without responses is refused', async ({ api, client, database }) => {
    await aJudge(database);
    const run = await aRun(client, { questions: 0 });

    const answer = await refusal(api, START, { input: { run: run.id, judge: 'scripted' } });

    expect(answer).toMatchObject({ code: 'INVALID_INPUT', message: 'run: it has no responses to score' });
  });

  test('takes a judge by name, or by the first digits of a revision', async ({ api, client, database }) => {
    const [older, newer] = [await aJudge(database, 'j', '1'), await aJudge(database, 'j', '2')];
    const run = await aRun(client, { questions: 1 });
    const revisionOf = async (judge: string) => {
      const { data } = await post(
        api,
        `mutation ($input: StartEvaluationInput!) {
          startEvaluation(input: $input) { evaluation { judge { revision } } } }`,
        { input: { run: run.id, judge } },
      );
      return data.startEvaluation.evaluation.judge.revision;
    };

    expect(await revisionOf('j')).toBe(newer.revision);
    expect(await revisionOf(`j@${older.revision.slice(0, 8)}`)).toBe(older.revision);
    expect(await revisionOf(`j@${newer.revision}`)).toBe(newer.revision);
  });

  test.for([
    ['a name nobody has', 'nope', 'NOT_FOUND', 'assay worker --judge nope'],
    ['a revision nobody has', 'scripted@0000', 'NOT_FOUND', 'scripted@'],
    ['a revision that is no digest', 'scripted@%', 'NOT_FOUND', 'scripted@'],
    ['a name with a NUL', 'a\0', 'INVALID_INPUT', 'NUL'],
  ] as const)('refuses %s', async ([, judge, code, words], { api, client, database }) => {
    await aJudge(database);
    const run = await aRun(client, { questions: 1 });

    const answer = await refusal(api, START, { input: { run: run.id, judge } });

    expect(answer).toMatchObject({ code, message: expect.stringContaining(words) });
  });
});

describe('cancelEvaluation', () => {
  test('stops an evaluation, again changes nothing, and a closed one cannot be', async ({
    api,
    client,
    database,
    queue,
    log,
  }) => {
    const judge = await aJudge(database);
    const run = await aRun(client, { questions: 10 });
    const [queued, closed] = [await anEvaluation(client, run.id), await anEvaluation(client, run.id)];

    const first = await post(api, CANCEL, { id: queued });
    const again = await post(api, CANCEL, { id: queued });
    await scoreToEnd(database, queue, scripted(judge.revision), closed, log);
    const late = await refusal(api, CANCEL, { id: closed });

    expect([first, again].map(({ data }) => data.cancelEvaluation.evaluation)).toEqual([
      { id: queued, status: 'CANCELLED' },
      { id: queued, status: 'CANCELLED' },
    ]);
    expect(late).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('PARTIAL') });
    expect(await standingOf(client, queued)).toMatchObject({ status: 'CANCELLED', done: 0 });
  });
});

describe('an error', () => {
  const uuid = '01a20c80-db57-702a-b129-b5b6e2251378';
  const global = (type: string) => Buffer.from(`${type}:${uuid}`).toString('base64url');
  const cursor = (text: string) => Buffer.from(text).toString('base64url');

  test.for([
    ['a cursor of dashes', '{ runs(after: $x) { nodes { id } } }', cursor('-'.repeat(36)), 'INVALID_INPUT'],
    ['a cursor of another kind', '{ runs(after: $x) { nodes { id } } }', cursor('1:2:3'), 'INVALID_INPUT'],
    ['a page below none', '{ runs(first: -1, after: $x) { nodes { id } } }', null, 'INVALID_INPUT'],
    ['a page above the cap', '{ runs(first: 101, after: $x) { nodes { id } } }', null, 'INVALID_INPUT'],
    ['a filter with a NUL', '{ runs(benchmark: $x) { nodes { id } } }', 'a\0', 'INVALID_INPUT'],
    ['a model there is not', '{ runs(model: $x) { nodes { id } } }', 'nope', 'NOT_FOUND'],
    ['quotes', '{ runs(benchmark: $x) { nodes { id } } }', "'; drop table runs; --", 'NOT_FOUND'],
  ] as const)('about %s says so', async ([, body, x, code], { api }) => {
    const answer = await refusal(api, `query ($x: String) ${body}`, { x });

    expect(answer.code).toBe(code);
    expect(answer.message).not.toMatch(/select|insert|Failed query|node_modules/i);
  });

  test.for(['constructor', 'toString', '__proto__', 'Score'])(
    'is not what looking for a node of type %s gives, but null',
    async (type, { api }) => {
      const { data, errors } = await post(api, 'query ($id: ID!) { node(id: $id) { id } }', {
        id: global(type),
      });

      expect({ data, errors }).toEqual({ data: { node: null }, errors: undefined });
    },
  );

  test('of our own making shows nothing of the inside', async ({ api, database }) => {
    await database.db.execute(sql`alter table models rename to hidden`);

    const { text, errors } = await post(api, '{ models { nodes { id } } }');

    expect(errors).toEqual([
      { message: 'Internal error', path: ['models'], extensions: { code: 'INTERNAL' } },
    ]);
    expect(text).not.toMatch(/select|relation|stack/i);
  });

  test.for([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($id: ID!) { node(id: $id) { id } }', 'BAD_USER_INPUT'],
    ['query A { benchmarks { id } } query B { benchmarks { id } }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('in the request %s has a stable code', async ([query, code], { api }) => {
    expect((await refusal(api, String(query))).code).toBe(code);
  });
});
