import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatAnswer, ChatCall } from '../../src/workers/chat.ts';
import { readCompletion } from '../../src/workers/remote/completion.ts';
import { failureOf, RemoteFailure } from '../../src/workers/remote/failure.ts';
import { readError, withoutKey } from '../../src/workers/remote/words.ts';

const headers = new Headers();
const asked = { path: '/v1/chat/completions', showsPictures: true, key: 'sk-secret-key' };
const words: ChatCall = { messages: [], options: [], maxNewTokens: 10 };
const choice: ChatCall = {
  ...words,
  options: [3, 4].map((value) => ({ value, spellings: [String(value), ` ${value}`] })),
};
const read = (value: unknown, call = words, structured: 'none' | 'json_schema' = 'none') =>
  readCompletion(value, headers, call, structured, asked);
const said = (content: unknown, more: object = {}) => ({
  choices: [{ message: { role: 'assistant', content, ...more }, finish_reason: 'stop' }],
});
const ended = (finish_reason: string, message: object) => ({ choices: [{ message, finish_reason }] });
const failure = (work: () => unknown): RemoteFailure => {
  try {
    work();
  } catch (error) {
    if (error instanceof RemoteFailure) return error;
    throw error;
  }
  throw new Error('it is an answer');
};

describe('an answer is read', () => {
  test.each<[string, unknown, string]>([
    ['a string', said('4'), '4'],
    ['a list of parts', said([{ type: 'text', text: '4' }]), '4'],
    [
      'several parts',
      said([
        { type: 'text', text: 'Score: ' },
        { type: 'output_text', text: '4' },
      ]),
      'Score: 4',
    ],
    ['strings in a list', said(['4', '.']), '4.'],
    [
      'thinking and words in parts',
      said([
        { type: 'thinking', thinking: [{ text: '2' }] },
        { type: 'text', text: '4' },
      ]),
      '4',
    ],
    ['a usage of nothing', { ...said('4'), usage: {} }, '4'],
    ['a usage of null', { ...said('4'), usage: null }, '4'],
    ['a usage without a total', { ...said('4'), usage: { prompt_tokens: 1, total_tokens: null } }, '4'],
    ['no reason to finish', { choices: [{ message: { content: '4' } }] }, '4'],
    ['a reason of null', { choices: [{ message: { content: '4' }, finish_reason: null }] }, '4'],
    ['an error of null', { ...said('4'), error: null }, '4'],
    ['reasoning beside it', said('4', { reasoning_content: 'three or four' }), '4'],
    ['tool calls of null', said('4', { tool_calls: null, refusal: null, function_call: null }), '4'],
    ['no tool calls', said('4', { tool_calls: [] }), '4'],
    ['the text of older completions', { choices: [{ text: '4', finish_reason: 'stop' }] }, '4'],
    ['log-probabilities that are none', { choices: [{ message: { content: '4' }, logprobs: 'none' }] }, '4'],
  ])('with %s', (_, value, text) => {
    expect(read(value)).toEqual({ text, probabilities: null, mass: null, error: null });
  });

  const withPlaces = (content: string, places: unknown, message: object = {}) => ({
    choices: [{ message: { content, ...message }, finish_reason: 'stop', logprobs: { content: places } }],
  });
  const top = (...tokens: [string, number | null][]) =>
    tokens.map(([token, logprob]) => ({ token, logprob }));

  test.each<[string, unknown]>([
    ['null', [{ token: '4', logprob: -0.2, top_logprobs: null }]],
    ['left out', [{ token: '4', logprob: -0.2 }]],
    ['nothing', [{ token: '4', logprob: null, top_logprobs: [] }]],
    ['not there for any token', []],
    ['of another kind', { tokens: ['4'] }],
  ])('at its word where the alternatives are %s: one token alone tells no probabilities', (_, places) => {
    expect(read(withPlaces('4', places), choice)).toMatchObject({
      text: '4',
      probabilities: null,
      mass: null,
    });
  });

  test('without an alternative whose probability is null', () => {
    const places = [{ token: '4', logprob: -0.1, top_logprobs: top(['4', -0.1], ['3', null]) }];

    const { probabilities, mass } = read(withPlaces('4', places), choice);

    expect(probabilities).toEqual([0, 1]);
    expect(mass).toBeCloseTo(Math.exp(-0.1));
  });

  test('behind the reasoning, where a server lists its tokens too', () => {
    const place = (token: string, alternatives: ReturnType<typeof top>) => ({
      token,
      logprob: -0.1,
      top_logprobs: alternatives,
    });
    const thinking = [place('3', top(['3', -0.1])), place(' or', top(['or', -0.1]))];
    const answer = place('4', top(['4', -0.1], ['3', -3]));

    const beside = withPlaces('4', [...thinking, answer, place('<|im_end|>', [])], {
      reasoning_content: '3 or',
    });
    const within = withPlaces('<think>3 or</think>4', [
      place('<think>', top(['3', -9])),
      ...thinking,
      place('</think>', []),
      answer,
    ]);
    const elsewhere = withPlaces('4', thinking, { reasoning: '3 or' });

    expect(read(beside, choice).probabilities?.[1]).toBeGreaterThan(0.9);
    expect(read(within, choice).probabilities?.[1]).toBeGreaterThan(0.9);
    expect(read(elsewhere, choice)).toMatchObject({ text: '4', probabilities: null });
  });

  test.each([
    '{"answer":"4"}',
    '```json\n{"answer": "4"}\n```',
    '```\n{"answer":4}\n```',
    'Here it is: {"answer":"4"}. I hope it helps.',
    '<think>{"answer":"3"}</think>{"answer":"4"}',
  ])('out of the JSON in %j', (content) => {
    expect(read(said(content), choice, 'json_schema').text).toBe('4');
  });

  test.each(['length', 'max_tokens', 'MAX_TOKENS', 'model_length'])(
    'as cut off where it ends by %s',
    (finish) => {
      expect(read(ended(finish, { content: 'Of the 3 persons' }))).toMatchObject({
        text: 'Of the 3 persons',
        isCut: true,
      });
    },
  );

  test('as whole where the option was the likeliest token, however the words went on', () => {
    const value = {
      choices: [
        {
          message: { content: '4. The hands' },
          finish_reason: 'length',
          logprobs: { content: [{ token: '4', logprob: -0.1, top_logprobs: top(['4', -0.1]) }] },
        },
      ],
    };

    expect(read(value, choice).isCut).toBeUndefined();
    expect(read(ended('length', { content: '4. The hands' }), choice).isCut).toBe(true);
  });
});

describe('what is no answer says why, in the words of the server', () => {
  test.each<[string, unknown, RemoteFailure['kind'], string]>([
    [
      'reasoning that used up the tokens',
      ended('length', { content: null, reasoning_content: 'Let me look' }),
      'refused',
      'the judge used up its tokens on reasoning; JUDGE_MAX_TOKENS gives it more (finish_reason length)',
    ],
    [
      'the same by another name',
      ended('length', { content: '', reasoning: 'Let me look' }),
      'refused',
      'the judge used up its tokens on reasoning; JUDGE_MAX_TOKENS gives it more (finish_reason length)',
    ],
    [
      'a refusal',
      ended('stop', { content: null, refusal: "I can't help with judging this person." }),
      'refused',
      `the judge refuses to answer: "I can't help with judging this person." (finish_reason stop)`,
    ],
    [
      'a filter',
      ended('content_filter', { content: '' }),
      'refused',
      'a filter of the judge server stopped the answer (finish_reason content_filter)',
    ],
    [
      'a filter that lets the beginning pass',
      ended('SAFETY', { content: 'There are 2' }),
      'refused',
      'a filter of the judge server stopped the answer: "There are 2" (finish_reason SAFETY)',
    ],
    [
      'a tool',
      ended('tool_calls', {
        content: null,
        tool_calls: [{ id: '1', function: { name: 'score', arguments: '{"score":4}' } }],
      }),
      'refused',
      'the judge calls a tool instead of answering: score({"score":4}) (finish_reason tool_calls)',
    ],
    [
      'an error in a success',
      { error: { message: 'Provider returned error: insufficient credits', code: 402 } },
      'hopeless',
      'the judge server answered 402: Provider returned error: insufficient credits',
    ],
    [
      'an error of its provider',
      {
        error: { code: 429, message: 'Provider returned error', metadata: { raw: 'slow down, please' } },
        choices: [],
      },
      'overloaded',
      'the judge server answered 429: Provider returned error: slow down, please',
    ],
    [
      'an error of a choice',
      {
        choices: [
          { finish_reason: 'error', message: { content: '' }, error: { code: 502, message: 'upstream' } },
        ],
      },
      'unavailable',
      'the judge server answered 502: upstream',
    ],
    [
      'an error in plain words',
      { error: 'image too dark' },
      'passing',
      'the judge server answered with an error: image too dark',
    ],
    [
      'an error by the name of its type',
      { error: { type: 'invalid_request_error', message: 'bad picture' } },
      'refused',
      'the judge server answered with an error: bad picture',
    ],
    [
      'an error in a list',
      [{ error: { code: 503, message: 'busy' } }],
      'unavailable',
      'the judge server answered 503: busy',
    ],
    ['no choice', { choices: [] }, 'empty', 'the judge server answered without a choice'],
    ['something else', { hello: 1 }, 'passing', 'the judge server answered without a choice'],
    ['nothing', null, 'passing', 'the judge server answered without a choice'],
  ])('%s', (_, value, kind, message) => {
    const found = failure(() => read(value));

    expect(found.message).toBe(message);
    expect(found.kind).toBe(kind);
  });

  test('whatever JSON it is, an answer or a failure comes of it', () => {
    const text = fc.oneof(fc.constant('4'), fc.string());
    const odd = fc.oneof(fc.jsonValue(), text);
    const message = fc.record(
      { content: odd, refusal: odd, tool_calls: odd, reasoning_content: odd },
      { requiredKeys: [] },
    );
    const choices = fc.array(
      fc.oneof(
        odd,
        fc.record(
          { message: fc.oneof(message, odd), finish_reason: odd, logprobs: odd },
          { requiredKeys: [] },
        ),
      ),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(
        fc.oneof(odd, fc.record({ choices, usage: odd, error: odd }, { requiredKeys: [] })),
        (value) => {
          try {
            const answer: ChatAnswer = read(value, choice);
            expect(answer.text?.trim()).not.toBe('');
          } catch (error) {
            expect(error).toBeInstanceOf(RemoteFailure);
          }
        },
      ),
    );
  });
});

describe('a refusal is told in the words of the server', () => {
  test.each<[string, string, string]>([
    ["OpenAI's", '{"error":{"message":"Too long","type":"invalid_request_error","param":null}}', 'Too long'],
    ["vLLM's", '{"object":"error","message":"Too long","type":"BadRequestError","code":400}', 'Too long'],
    ['a string', '{"error":"model not loaded"}', 'model not loaded'],
    [
      "FastAPI's",
      '{"detail":[{"loc":["body","seed"],"msg":"extra fields not permitted","type":"value_error.extra"}]}',
      'seed: extra fields not permitted',
    ],
    ["FastAPI's in one", '{"detail":"Not authenticated"}', 'Not authenticated'],
    [
      "Mistral's",
      '{"object":"error","message":{"detail":[{"loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}}',
      'seed: Extra inputs are not permitted',
    ],
    [
      "Gemini's",
      '[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \\"seed\\": Cannot find field.","status":"INVALID_ARGUMENT"}}]',
      'Invalid JSON payload received. Unknown name "seed": Cannot find field.',
    ],
    [
      "Fastify's",
      '{"statusCode":400,"error":"Bad Request","message":"body is too odd"}',
      'Bad Request: body is too odd',
    ],
    [
      "a gateway's, with JSON within",
      '{"error":{"message":"Provider returned error","metadata":{"raw":"{\\"error\\":{\\"message\\":\\"dim light\\"}}"}}}',
      'Provider returned error: dim light',
    ],
    ["Cloudflare's", '{"success":false,"errors":[{"code":1,"message":"No such model"}]}', 'No such model'],
    ['a page', '<!doctype html><html><head><title>502 Bad Gateway</title></head></html>', '502 Bad Gateway'],
    ['plain text', 'upstream timed out\nat line 4', 'upstream timed out'],
    ['JSON of its own', '{"oops":1}', '{"oops":1}'],
    ['nothing', '', ''],
    ['an empty object', '{}', ''],
  ])('%s', (_, body, expected) => {
    expect(readError(body).words).toBe(expected);
  });

  test('in one line of reasonable length', () => {
    expect(readError(JSON.stringify({ error: 'long '.repeat(4000) })).words.length).toBeLessThanOrEqual(301);
  });

  test.each([
    ['wrong key sk-secret-key', 'wrong key [key]'],
    ['wrong key: "sk-secret-key".', 'wrong key: "[key]".'],
    ['wrong key sk-se****-key given', 'wrong key [key] given'],
    ['wrong key sk-secre…', 'wrong key [key]'],
    ['no credit left for secret-agent', 'no credit left for secret-agent'],
  ])('without the key: %s', (given, expected) => {
    expect(withoutKey(given, 'sk-secret-key')).toBe(expected);
  });

  test.each<[number, string, RemoteFailure['kind'], RegExp]>([
    [401, '{"error":"no"}', 'hopeless', /401, JUDGE_API_KEY is wrong or may not do this: no$/],
    [402, '{"error":"pay"}', 'hopeless', /402: pay$/],
    [403, '{"error":"Key has no access"}', 'hopeless', /403, JUDGE_API_KEY/],
    [403, '{"error":"Your input was flagged by moderation"}', 'refused', /403: Your input was flagged/],
    [404, '{"error":"model x not found"}', 'hopeless', /404 at \/v1\/chat\/completions: model x not found$/],
    [400, '{"error":{"code":"model_not_found","message":"no"}}', 'hopeless', /400: no$/],
    [400, '{"error":{"message":"Invalid model name passed in model=x"}}', 'hopeless', /Invalid model name/],
    [400, '{"error":{"message":"Your credit balance is too low"}}', 'hopeless', /credit balance/],
    [400, '{"error":{"message":"context is too long"}}', 'refused', /400: context is too long$/],
    [413, '', 'refused', /413, the picture is too large for the server; JUDGE_MEDIA_URL/],
    [422, '{"detail":"bad picture"}', 'refused', /422: bad picture$/],
    [
      429,
      '{"error":{"code":"insufficient_quota","message":"see your plan"}}',
      'hopeless',
      /429: see your plan$/,
    ],
    [429, '{"error":{"message":"You exceeded your current quota, retry in 26s"}}', 'overloaded', /429/],
    [
      429,
      '{"error":{"message":"You exceeded your current quota, please check your plan and billing details."}}',
      'hopeless',
      /429: You exceeded/,
    ],
    [
      400,
      '{"error":{"message":"There are no healthy deployments for this model"}}',
      'unavailable',
      /400: There/,
    ],
    [429, '{"error":{"message":"Rate limit reached"}}', 'overloaded', /429: Rate limit reached$/],
    [529, '', 'overloaded', /529$/],
    [500, 'oops', 'passing', /500: oops$/],
    [503, '', 'unavailable', /503$/],
  ])('%i %s is %s', (status, body, kind, message) => {
    const found = failureOf(status, headers, body, asked);

    expect(found.kind).toBe(kind);
    expect(found.message).toMatch(message);
  });
});
