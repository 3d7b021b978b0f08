import { describe, expect, test } from 'vitest';
import { type ChatCall, ModelAway, ModelRefused } from '../../src/workers/chat.ts';
import { openRemoteModel, type RemoteOptions } from '../../src/workers/remote/model.ts';
import { type Asked, aChatServer, type Behaviour, type ChatServer } from './chatServer.ts';

const remote = ({ url }: Pick<ChatServer, 'url'>, more: Partial<RemoteOptions> = {}) =>
  openRemoteModel({
    url,
    key: null,
    timeoutMs: 2000,
    model: 'judge',
    structured: 'none',
    maxTokens: null,
    maxTokensField: 'max_tokens',
    omit: [],
    concurrency: 8,
    budget: { requests: null, tokens: null, cost: null },
    mediaUrl: null,
    pauseMs: 2,
    ...more,
  });

const words: ChatCall = {
  messages: [{ role: 'user', content: [{ text: 'Well?' }] }],
  options: [],
  maxNewTokens: 100,
};
const choice: ChatCall = {
  ...words,
  options: [
    { value: 1, spellings: ['yes'] },
    { value: 0, spellings: ['no'] },
  ],
};
const several = (call: ChatCall, count = 4) => Array.from({ length: count }, () => call);
const says = (status: number, message: string, more: object = {}): Behaviour => ({
  status,
  body: JSON.stringify({ error: { message, ...more } }),
});

describe('what a server does not take is learnt from its refusal', () => {
  test.each<[string, (asked: Asked) => Behaviour | null, object]>([
    [
      'max_tokens, by a field',
      ({ body }) => ('max_tokens' in body ? says(400, 'not taken', { param: 'max_tokens' }) : null),
      { max_tokens: undefined, max_completion_tokens: 8, temperature: 0, seed: 0, logprobs: true },
    ],
    [
      'max_tokens, in words',
      ({ body }) =>
        'max_tokens' in body
          ? says(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
          : null,
      { max_tokens: undefined, max_completion_tokens: 8 },
    ],
    [
      'the temperature',
      ({ body }) =>
        'temperature' in body
          ? says(400, "'temperature' does not support 0 with this model", { param: 'temperature' })
          : null,
      { temperature: undefined, seed: 0, max_tokens: 8 },
    ],
    [
      'the seed, in a list',
      ({ body }) =>
        'seed' in body
          ? {
              status: 400,
              body: '[{"error":{"code":400,"message":"Unknown name \\"seed\\": Cannot find field."}}]',
            }
          : null,
      { seed: undefined, temperature: 0 },
    ],
    [
      "the seed, as FastAPI's",
      ({ body }) =>
        'seed' in body ? { status: 422, body: '{"detail":[{"loc":["body","seed"],"msg":"extra"}]}' } : null,
      { seed: undefined, temperature: 0 },
    ],
    [
      'log-probabilities',
      ({ body }) => ('logprobs' in body ? says(400, 'This model does not support logprobs.') : null),
      { logprobs: undefined, top_logprobs: undefined, seed: 0 },
    ],
    [
      'log-probabilities, as a fault of its own',
      ({ body }) => ('logprobs' in body ? says(500, 'logprobs is not implemented') : null),
      { logprobs: undefined, top_logprobs: undefined },
    ],
    [
      'so many alternatives',
      ({ body }) =>
        body.top_logprobs > 5 ? says(400, 'top_logprobs must be less than or equal to 5') : null,
      { logprobs: true, top_logprobs: 5 },
    ],
    [
      'one after another',
      ({ body }) => {
        if ('max_tokens' in body) return says(400, 'no max_tokens here');
        if ('temperature' in body) return says(400, 'no temperature here');
        return 'logprobs' in body ? says(400, 'no logprobs here') : null;
      },
      {
        max_tokens: undefined,
        temperature: undefined,
        logprobs: undefined,
        max_completion_tokens: 8,
        seed: 0,
      },
    ],
    [
      'several at once',
      ({ body }) =>
        'seed' in body || 'logprobs' in body ? says(400, "does not support ['seed', 'logprobs']") : null,
      { seed: undefined, logprobs: undefined, temperature: 0 },
    ],
  ])('%s', async (_, refusal, expected) => {
    const server = await aChatServer((asked) => refusal(asked) ?? { text: 'yes', afterMs: 5 });
    const model = remote(server).forEvaluation('e', null);

    // All at once: those that were on their way when the first was refused have learnt it too.
    const answers = await model.ask(several(choice));
    const before = server.asked.length;
    const later = await model.ask(several(choice));

    expect([...answers, ...later].map(({ text, error }) => ({ text, error }))).toEqual(
      several(choice, 8).map(() => ({ text: 'yes', error: null })),
    );
    expect(server.asked.length - before).toBe(4);
    const carried = server.asked.at(-1)?.body;
    for (const [name, value] of Object.entries(expected))
      expect({ [name]: carried[name] }).toEqual({ [name]: value });
  });

  test('a schema, whose answers are then read as words', async () => {
    const server = await aChatServer(({ body }) =>
      'response_format' in body ? says(400, 'response_format json_schema is unavailable') : { text: 'no' },
    );

    const answers = await remote(server, { structured: 'json_schema' })
      .forEvaluation('e', null)
      .ask([choice]);

    expect(answers).toMatchObject([{ text: 'no', error: null, without: ['json_schema'] }]);
  });

  test('and an answer says what it was asked without', async () => {
    const server = await aChatServer(({ body }) =>
      'temperature' in body ? says(400, 'no temperature') : {},
    );

    expect(await remote(server).forEvaluation('e', null).ask([words])).toMatchObject([
      { without: ['temperature'] },
    ]);
  });

  test('or set beforehand', async () => {
    const server = await aChatServer(() => ({ text: 'yes' }));
    const omit = ['temperature', 'seed', 'logprobs'] as const;

    const model = remote(server, { omit, maxTokensField: 'max_completion_tokens', maxTokens: 4096 });
    const [answer] = await model.forEvaluation('e', null).ask([choice]);

    expect(Object.keys(server.asked[0]?.body)).toEqual(['model', 'messages', 'max_completion_tokens']);
    expect(server.asked[0]?.body.max_completion_tokens).toBe(4096);
    expect(answer?.without).toBeUndefined();
  });

  test.each<[string, Behaviour, number]>([
    ['names what is carried no more', says(400, 'no seed here'), 2],
    ['is of the length', says(400, "'max_tokens' is too large: 100. The maximum context length is 64"), 1],
    ['names each way to say it', says(400, 'neither max_tokens nor max_completion_tokens are supported'), 7],
    ['names nothing', says(400, 'the picture is upside down'), 1],
  ])('but a refusal that %s is one, and teaches nothing', async (_, refusal, requests) => {
    let isKind = false;
    const server = await aChatServer(() => (isKind ? {} : refusal));
    const model = remote(server).forEvaluation('e', null);

    const answers = await model.ask([words]);
    const asked = server.asked.length;
    isKind = true;
    await model.ask([words]);

    expect(answers[0]?.error).toMatch(/^the judge server answered 400: /);
    expect(asked).toBe(requests);
    expect(server.asked.at(-1)?.body).toMatchObject({ seed: 0, max_tokens: 100 });
  });
});

describe('a request that would end the same way is not made again', () => {
  test.each<[string, Behaviour, number]>([
    [
      'a refusal',
      { body: '{"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"stop"}]}' },
      1,
    ],
    ['a filter', { text: '', finish: 'content_filter' }, 1],
    ['a tool', { text: null, finish: 'tool_calls' }, 1],
    ['tokens that are used up', { text: null, finish: 'length' }, 1],
    ['a picture too large', { status: 413 }, 1],
    ['nothing', { text: '' }, 2],
  ])('after %s', async (_, behaviour, requests) => {
    const server = await aChatServer(() => behaviour);

    const [answer] = await remote(server).forEvaluation('e', null).ask([words]);

    expect(answer?.error).toEqual(expect.any(String));
    expect(server.asked.length).toBe(requests);
  });
});

describe('a rate limit', () => {
  /** So many requests in each window, as providers count. */
  const limited = (most: number, windowMs: number, refusal: Behaviour) => {
    let [since, count] = [performance.now(), 0];
    return (): Behaviour => {
      if (performance.now() - since >= windowMs) [since, count] = [performance.now(), 0];
      return ++count > most ? refusal : {};
    };
  };

  test.each<[string, Behaviour]>([
    ['that does not say how long', says(429, 'Rate limit reached for requests')],
    ['that says so', { status: 429, headers: { 'retry-after': '0.05' } }],
    ['that says when it is free again', { status: 429, headers: { 'x-ratelimit-reset-requests': '60ms' } }],
    ['within a success', { body: '{"error":{"code":429,"message":"slow down"}}' }],
  ])('%s costs no try, and all are answered in the end by two workers', async (_, refusal) => {
    const server = await aChatServer(limited(10, 60, refusal));
    const ask = () =>
      remote(server, { tries: 2, pauseMs: 5 }).forEvaluation('e', null).ask(several(words, 30));

    const answers = (await Promise.all([ask(), ask()])).flat();

    expect(answers.map(({ error }) => error)).toEqual(several(words, 60).map(() => null));
    // Not by asking again and again.
    expect(server.asked.length).toBeLessThan(240);
  });

  test('takes nothing off the budget', async () => {
    const server = await aChatServer((_, index) => (index < 5 ? { status: 429 } : {}));
    const budget = { requests: 2, tokens: null, cost: null };

    const answers = await remote(server, { budget, concurrency: 1 })
      .forEvaluation('e', null)
      .ask(several(words, 2));

    expect(answers.map(({ error }) => error)).toEqual([null, null]);
  });

  test('is waited for until told to stop', async () => {
    const stopping = new AbortController();
    const server = await aChatServer((_, index) => {
      if (index === 3) stopping.abort(new Error('enough'));
      return { status: 429 };
    });

    await expect(remote(server).forEvaluation('e', null).ask([words], stopping.signal)).rejects.toThrow(
      'enough',
    );
  });
});

describe('a server that is not available', () => {
  const bad: ChatCall = { ...words, messages: [{ role: 'user', content: [{ text: 'bad' }] }] };

  test('is away, so that its work is kept for later', async () => {
    const server = await aChatServer(() => says(503, 'Loading model'));

    const asked = remote(server, { tries: 3 }).forEvaluation('e', null).ask([words]);

    await expect(asked).rejects.toThrow('the judge server answered 503: Loading model');
    await expect(asked).rejects.toBeInstanceOf(ModelAway);
  });

  test('to one request and to others is, has that one to blame', async () => {
    const server = await aChatServer(({ body }) =>
      body.messages[0].content === 'bad' ? says(502, 'crashed') : {},
    );

    const answers = await remote(server, { tries: 3 }).forEvaluation('e', null).ask([bad]);

    expect(answers).toMatchObject([
      { error: 'the judge server answered 502: crashed, on the last of 3 tries' },
    ]);
  });
});

describe('what no request can pass is thrown about at once', () => {
  test.each<[string, Behaviour, string]>([
    ['the key', says(401, 'bad key'), 'the judge server answered 401, JUDGE_API_KEY is not set: bad key'],
    ['the account', says(402, 'insufficient credits'), 'the judge server answered 402: insufficient credits'],
    [
      'the account, in a success',
      { body: '{"error":{"code":402,"message":"insufficient credits"}}' },
      '402: insufficient',
    ],
    ['what the key may do', says(403, 'no access'), '403, JUDGE_API_KEY is not set: no access'],
    [
      'the model',
      says(404, 'model `judge` does not exist'),
      '404 at /v1/chat/completions: model `judge` does not',
    ],
    ['the quota', says(429, 'see your plan', { code: 'insufficient_quota' }), '429: see your plan'],
  ])('%s', async (_, behaviour, message) => {
    const server = await aChatServer((_asked, index) => (index < 3 ? {} : behaviour));
    const model = remote(server, { concurrency: 1 }).forEvaluation('e', null);

    await model.ask(several(words, 3));
    const refused = model.ask(several(words, 8));

    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(ModelRefused);
    expect(server.asked.length).toBe(4);
  });

  test('but an address that answered before may be away for a moment', async () => {
    const server = await aChatServer((_, index) => (index === 1 ? says(404, 'Not Found') : {}));
    const model = remote(server, { concurrency: 1 }).forEvaluation('e', null);

    const answers = [...(await model.ask([words])), ...(await model.ask([words]))];

    expect(answers.map(({ error }) => error)).toEqual([null, null]);
  });

  test('but an input that is flagged is its own fault', async () => {
    const server = await aChatServer(() => says(403, 'flagged by moderation'));

    expect(await remote(server).forEvaluation('e', null).ask([words])).toMatchObject([
      { error: 'the judge server answered 403: flagged by moderation' },
    ]);
  });
});
