import { describe, expect, test } from 'vitest';
import type { Spending } from '../../src/store/spending.ts';
import type { ChatCall } from '../../src/workers/chat.ts';
import { openRemoteModel, type RemoteOptions } from '../../src/workers/remote/model.ts';
import { closedPort } from '../cli/runCli.ts';
import { aChatServer, type Behaviour, type ChatServer } from './chatServer.ts';

const KEY = 'sk-very-secret';

const NOTHING: Spending = {
  requests: null,
  tokens: null,
  promptTokens: null,
  cachedTokens: null,
  completionTokens: null,
  cost: null,
};

const remote = ({ url }: Pick<ChatServer, 'url'>, more: Partial<RemoteOptions> = {}) =>
  openRemoteModel({
    url,
    key: KEY,
    timeoutMs: 2000,
    model: 'judge',
    structured: 'none',
    maxTokens: null,
    maxTokensField: 'max_tokens',
    omit: [],
    concurrency: 8,
    budget: { requests: null, tokens: null, cost: null },
    mediaUrl: null,
    tries: 4,
    pauseMs: 5,
    ...more,
  });

const OPTIONS = [
  { value: 1, spellings: ['yes', 'Yes'] },
  { value: 0, spellings: ['no', 'No'] },
];

const words: ChatCall = {
  messages: [{ role: 'user', content: [{ text: 'Well?' }] }],
  options: [],
  maxNewTokens: 100,
};
const choice: ChatCall = { ...words, options: OPTIONS };
const picture = { width: 2, height: 1, rgb: new Uint8Array([255, 0, 0, 0, 0, 255]) };

/** Behaves so for the first requests, then well. */
const first =
  (...behaviours: Behaviour[]) =>
  (_: unknown, index: number): Behaviour =>
    behaviours[index] ?? {};

describe('a call', () => {
  test('in words is one greedy completion', async () => {
    const server = await aChatServer(() => ({ text: 'Score: 5' }));

    const answers = await remote(server).forEvaluation('e', null).ask([words]);

    expect(answers).toMatchObject([{ text: 'Score: 5', probabilities: null, mass: null, error: null }]);
    expect(server.asked.length).toBe(1);
    expect(server.asked[0]).toMatchObject({ path: '/v1/chat/completions', authorization: `Bearer ${KEY}` });
    // A message without a picture is a string: templates of many models take nothing else.
    expect(server.asked[0]?.body).toEqual({
      model: 'judge',
      messages: [{ role: 'user', content: 'Well?' }],
      temperature: 0,
      seed: 0,
      max_tokens: 100,
    });
  });

  test('with options asks for the likeliest tokens and sums them up', async () => {
    const server = await aChatServer(() => ({
      text: 'No',
      tokens: { No: 0.4, yes: 0.3, no: 0.1, The: 0.2 },
    }));

    const [answer] = await remote(server).forEvaluation('e', null).ask([choice]);

    expect(server.asked[0]?.body).toMatchObject({ logprobs: true, top_logprobs: 20 });
    expect(answer?.text).toBe('No');
    expect(answer?.probabilities?.[0]).toBeCloseTo(0.375);
    expect(answer?.mass).toBeCloseTo(0.8);
  });

  test('sends pictures inline, pixel by pixel, or by address', async () => {
    const server = await aChatServer(() => ({}));
    const shown: ChatCall = { ...words, messages: [{ role: 'user', content: [{ picture, digest: 'abc' }] }] };

    await remote(server).forEvaluation('e', null).ask([shown]);
    await remote(server, { mediaUrl: 'https://assay.example' }).forEvaluation('e', null).ask([shown]);

    const urls = server.asked.map(({ body }) => body.messages[0].content[0].image_url.url);
    expect(urls).toEqual([
      expect.stringMatching(/^data:image\/png;base64,iVBORw0KGgo/),
      'https://assay.example/media/abc',
    ]);
  });

  test('is held to its options where the server can', async () => {
    const server = await aChatServer(({ body }) => ({
      text: body.response_format ? '{"answer":"no"}' : 'no',
    }));
    const ask = async (structured: RemoteOptions['structured']) =>
      (await remote(server, { structured }).forEvaluation('e', null).ask([choice]))[0]?.text;

    const said = [await ask('guided_choice'), await ask('structured_outputs'), await ask('json_schema')];

    const [guided, outputs, schema] = server.asked.map(({ body }) => body);
    expect(guided.guided_choice).toEqual(['yes', 'no']);
    expect(outputs.structured_outputs).toEqual({ choice: ['yes', 'no'] });
    expect(schema.response_format.json_schema.schema.properties.answer.enum).toEqual(['yes', 'no']);
    expect(said).toEqual(['no', 'no', 'no']);
  });
});

describe('a server that misbehaves', () => {
  test.each<[string, Behaviour]>([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
    ['500', { status: 500, body: 'oops' }],
    ['a connection that is cut', { cut: true }],
    ['JSON that is broken', { body: '{"choices": [' }],
    ['JSON of another kind', { body: '{"hello": 1}' }],
  ])('%s is tried again', async (_, behaviour) => {
    const server = await aChatServer(first(behaviour, behaviour));

    const [answer] = await remote(server).forEvaluation('e', null).ask([words]);

    expect(answer).toMatchObject({ text: 'yes', error: null });
    expect(server.asked.length).toBe(3);
  });

  test('an answer of nothing is tried once more', async () => {
    const server = await aChatServer(first({ text: '' }));

    const [answer] = await remote(server).forEvaluation('e', null).ask([words]);

    expect(answer).toMatchObject({ text: 'yes', error: null });
  });

  test.each<[string, Behaviour, string]>([
    [
      '500',
      { status: 500, body: '{"error":{"message":"CUDA out of memory"}}' },
      'the judge server answered 500: CUDA out of memory, on the last of 4 tries',
    ],
    [
      'cut',
      { cut: true },
      'the connection to the judge server was cut (UND_ERR_SOCKET), on the last of 4 tries',
    ],
    [
      'broken',
      { body: '{' },
      'the judge server answered with something that is not JSON: "{", on the last of 4 tries',
    ],
  ])('for ever (%s) says so in the end', async (_, behaviour, error) => {
    const server = await aChatServer(() => behaviour);

    expect(await remote(server).forEvaluation('e', null).ask([words])).toMatchObject([
      { text: null, probabilities: null, mass: null, error },
    ]);
    expect(server.asked.length).toBe(4);
  });

  test('is left alone for as long as it asks', async () => {
    const server = await aChatServer(first({ status: 429, headers: { 'retry-after': '0.4' } }));
    const before = Date.now();

    await remote(server).forEvaluation('e', null).ask([words]);

    expect(Date.now() - before).toBeGreaterThanOrEqual(395);
  });

  test('a slow drip ends at the timeout', async () => {
    const server = await aChatServer(first({ dripMs: 20 }));

    const [answer] = await remote(server, { timeoutMs: 200 }).forEvaluation('e', null).ask([words]);

    expect(answer?.error).toBeNull();
    expect(server.asked.length).toBe(2);
  });

  test('one bad call leaves the others their answers', async () => {
    const server = await aChatServer(({ body }) =>
      body.messages[0].content === 'bad' ? { status: 400, body: '{"message":"too long"}' } : {},
    );
    const bad: ChatCall = { ...words, messages: [{ role: 'user', content: [{ text: 'bad' }] }] };

    const answers = await remote(server).forEvaluation('e', null).ask([words, bad, words]);

    expect(answers.map(({ error }) => error)).toEqual([
      null,
      'the judge server answered 400: too long',
      null,
    ]);
    expect(server.asked.length).toBe(3);
  });

  test('that is not there at all is thrown about, so that the work is tried again later', async () => {
    const url = `${await closedPort()}/v1`;

    await expect(remote({ url }).forEvaluation('e', null).ask([words])).rejects.toThrow(
      'the judge server refuses connections',
    );
  });
});

describe('a server without probabilities', () => {
  test('is taken at its word', async () => {
    const server = await aChatServer(() => ({ text: 'Yes, it is.' }));

    const [answer] = await remote(server).forEvaluation('e', null).ask([choice]);

    expect(answer).toMatchObject({ text: 'Yes, it is.', probabilities: null, mass: null, error: null });
  });

  test('that refuses to be asked for them is asked without, once for all', async () => {
    const server = await aChatServer(({ body }) =>
      body.logprobs ? { status: 400, body: '{"error":"logprobs are not supported"}' } : { text: 'no' },
    );
    const model = remote(server).forEvaluation('e', null);

    const answers = [...(await model.ask([choice])), ...(await model.ask([choice]))];

    expect(answers.map(({ text }) => text)).toEqual(['no', 'no']);
    expect(server.asked.map(({ body }) => body.logprobs ?? false)).toEqual([true, false, false]);
  });
});

test('the number of requests at once falls while the server is overloaded, and recovers', async () => {
  let capacity = 2;
  const server = await aChatServer(({ concurrent }) =>
    concurrent > capacity ? { status: 429 } : { afterMs: 5 },
  );
  const model = remote(server, { tries: 20 });
  const calls = Array.from({ length: 60 }, () => words);

  const answers = await model.forEvaluation('e', null).ask(calls);
  const whileOverloaded = model.concurrency;
  capacity = 100;
  await model.forEvaluation('e', null).ask(calls);

  expect(answers.every(({ error }) => error === null)).toBe(true);
  expect(whileOverloaded).toBeLessThanOrEqual(4);
  expect(model.concurrency).toBe(8);
  expect(Math.max(...server.asked.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(8);
});

describe('the budget of an evaluation', () => {
  test('ends its requests, and only its own', async () => {
    const server = await aChatServer(first({ status: 500 }));
    const model = remote(server, { budget: { requests: 3, tokens: null, cost: null }, concurrency: 1 });

    const answers = await model.forEvaluation('one', null).ask([words, words, words]);
    const others = await model.forEvaluation('two', null).ask([words]);

    const exhausted = 'budget exhausted: this evaluation may cost 3 requests (JUDGE_BUDGET_REQUESTS)';
    expect(answers.map(({ error }) => error).sort()).toEqual([exhausted, null, null].sort());
    expect(others[0]?.error).toBeNull();
    expect(server.asked.length).toBe(4);
  });

  test('counts what was asked before this worker came', async () => {
    const server = await aChatServer(() => ({}));
    const model = remote(server, { budget: { requests: 10, tokens: null, cost: null } });

    const [answer] = await model.forEvaluation('e', { ...NOTHING, requests: 10 }).ask([words]);

    expect(answer?.error).toContain('budget exhausted');
    expect(server.asked.length).toBe(0);
  });

  test('may be in tokens', async () => {
    const server = await aChatServer(() => ({}));
    const model = remote(server, { budget: { requests: null, tokens: 20, cost: null }, concurrency: 1 });

    const answers = await model.forEvaluation('e', null).ask([words, words, words]);

    expect(answers.map(({ error }) => error)).toEqual([
      null,
      null,
      'budget exhausted: this evaluation may cost 20 tokens (JUDGE_BUDGET_TOKENS)',
    ]);
  });
});

test('aborting stops what is on its way and what has not begun', async () => {
  const stopping = new AbortController();
  const server = await aChatServer(() => {
    stopping.abort(new Error('cancelled'));
    return { afterMs: 1000 };
  });
  const calls = Array.from({ length: 50 }, () => words);

  await expect(
    remote(server, { concurrency: 2 }).forEvaluation('e', null).ask(calls, stopping.signal),
  ).rejects.toThrow('cancelled');

  expect(server.asked.length).toBeLessThanOrEqual(2);
});

describe('the key', () => {
  test('is in no error, whatever the server repeats of it', async () => {
    const said = await aChatServer(() => ({ status: 400, body: `{"error":"bad key ${KEY}"}` }));
    const refused = await aChatServer(() => ({ status: 401, body: `Incorrect key ${KEY}` }));

    const answers = [...(await remote(said).forEvaluation('e', null).ask([words]))];
    const thrown = await remote(refused)
      .forEvaluation('e', null)
      .ask([words])
      .catch((error: Error) => error.message);

    expect(answers.map(({ error }) => error)).toEqual(['the judge server answered 400: bad key [key]']);
    expect(thrown).toContain('JUDGE_API_KEY is wrong or may not do this: Incorrect key [key]');
    expect(thrown).not.toContain('secret');
  });
});
