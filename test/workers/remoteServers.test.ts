import { describe, expect, test } from 'vitest';
import { ModelRefused } from '../../src/workers/chat.ts';
import { findServer } from '../../src/workers/remote/server.ts';
import { closedPort } from '../cli/runCli.ts';
import { aChatServer, type Behaviour } from './chatServer.ts';

const KEY = 'sk-very-secret';
const finding = { key: KEY, timeoutMs: 1000, pauseMs: 2 };
const nothing = () => ({});
const listing =
  (...behaviours: Behaviour[]) =>
  (index: number) =>
    behaviours[index] ?? { body: '{"data":[{"id":"judge"}]}' };

describe('before any work is taken', () => {
  test('the one model of a server is found; of several one must be named', async () => {
    const one = await aChatServer(nothing, ['judge']);
    const two = await aChatServer(nothing, ['a', 'b']);

    expect(await findServer(one.url, finding, null)).toEqual({ url: one.url, model: 'judge' });
    expect((await findServer(two.url, finding, 'b')).model).toBe('b');
    await expect(findServer(two.url, finding, null)).rejects.toThrow(
      'Say which model of the judge server is meant, by --model or JUDGE_MODEL: a, b',
    );
    await expect(findServer(two.url, finding, 'c')).rejects.toThrow(
      'The judge server does not serve "c"; it serves a, b',
    );
  });

  test.each<[string, string]>([
    ['an object', '{"object":"list","data":[{"id":"judge"}]}'],
    ['a bare list', '[{"id":"judge","type":"chat"}]'],
    ['aliases', '{"data":[{"id":"judge-2025","aliases":["judge"]}]}'],
    ['an entry that is none', '{"data":[null,{"name":"x"},{"id":"judge"}]}'],
  ])('a list may be %s', async (_, body) => {
    const server = await aChatServer(nothing, () => ({ body }));

    expect((await findServer(server.url, finding, 'judge')).model).toBe('judge');
    await expect(findServer(server.url, finding, 'other')).rejects.toThrow('does not serve "other"');
  });

  test('a model that a gateway does not list is asked for where the gateway knows its provider', async () => {
    const says = ({ body }: { body: { model: string } }) =>
      body.model === 'openai/no'
        ? { status: 400, body: '{"error":{"message":"openai/no is not a valid model ID"}}' }
        : { status: 400, body: '{"error":{"message":"messages must not be empty"}}' };
    const server = await aChatServer(says, ['openai/gpt-4o', 'openai/o3']);

    expect((await findServer(server.url, finding, 'openai/newest')).model).toBe('openai/newest');
    await expect(findServer(server.url, finding, 'openai/no')).rejects.toThrow('is not a valid model ID');
    await expect(findServer(server.url, finding, 'mistral/x')).rejects.toThrow('does not serve "mistral/x"');
  });

  test('a server that is not there is said to be', async () => {
    await expect(findServer(`${await closedPort()}/v1`, finding, null)).rejects.toThrow(
      'The judge server refuses connections; no work is taken',
    );
  });

  test.each<[string, Behaviour]>([
    ['429', { status: 429 }],
    ['429 with a wait', { status: 429, headers: { 'retry-after': '0.01' } }],
    ['500', { status: 500 }],
    ['503', { status: 503, body: '{"error":{"message":"Loading model"}}' }],
    ['cut', { cut: true }],
  ])('a list that is busy (%s) is waited for', async (_, behaviour) => {
    const server = await aChatServer(nothing, listing(behaviour, behaviour));

    expect(await findServer(server.url, finding, null)).toEqual({ url: server.url, model: 'judge' });
  });

  test.each<[string, Behaviour]>([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
    ['403', { status: 403, body: '{"error":{"message":"Missing scopes: api.model.read"}}' }],
    ['404', { status: 404 }],
    ['405', { status: 405 }],
    ['501', { status: 501 }],
    ['a page', { body: '<html>Hello</html>' }],
    ['an empty list', { body: '{"object":"list","data":null}' }],
  ])(
    'a list that never comes (%s) is passed over where the model is named, else said',
    async (_, behaviour) => {
      const server = await aChatServer(
        () => ({ status: 400 }),
        () => behaviour,
      );

      expect(await findServer(server.url, finding, 'judge')).toEqual({ url: server.url, model: 'judge' });
      await expect(findServer(server.url, finding, null)).rejects.toThrow(
        /^Say which model of the judge server is meant, by --model or JUDGE_MODEL: /,
      );
    },
  );

  test.each<[string, Behaviour, string]>([
    [
      'the key',
      { status: 401, body: '{"error":"no"}' },
      'JUDGE_API_KEY is wrong or may not do this: no; no work is taken',
    ],
    [
      'the account',
      { status: 402, body: '{"error":"pay"}' },
      'The judge server answered 402: pay; no work is taken',
    ],
    [
      'the model',
      { status: 404, body: '{"error":{"message":"The model `judge` does not exist"}}' },
      'The judge server answered 404 at /v1/chat/completions: The model `judge` does not exist; no work is taken',
    ],
    [
      'whatever it is asked',
      { status: 400, body: '{"error":"No connected db."}' },
      'The judge server answered 400: No connected db.; no work is taken',
    ],
  ])('who refuses %s has no work taken', async (_, behaviour, message) => {
    const server = await aChatServer(
      () => behaviour,
      () => (behaviour.status === 400 ? behaviour : { status: 403 }),
    );

    const found = findServer(server.url, finding, 'judge');

    await expect(found).rejects.toThrow(message);
    await expect(found).rejects.toBeInstanceOf(ModelRefused);
  });
});

describe('the address of a server', () => {
  test.each([
    '/v1beta/openai',
    '/api/paas/v4',
    '/inference',
    '',
    '/v1',
    '/api/v1',
    '/openai/deployments/judge',
  ])('may end in %j, with a slash and as far as the completions too', async (at) => {
    const server = await aChatServer(nothing, ['judge'], at);

    for (const end of ['', '/', '/chat/completions']) {
      const { url } = await findServer(`${server.origin}${at}${end}`, finding, 'judge');
      expect(url.replace(/\/$/, '')).toBe(server.url);
    }
  });

  test('keeps its query, and a deployment of Azure gets its key by the name it knows', async () => {
    const server = await aChatServer(nothing, () => ({ status: 404 }), '/openai/deployments/judge');

    const { url } = await findServer(`${server.url}?api-version=2024-06-01`, finding, 'judge');

    expect(url).toBe(`${server.url}?api-version=2024-06-01`);
    expect(server.asked[0]).toMatchObject({
      path: '/openai/deployments/judge/chat/completions?api-version=2024-06-01',
      headers: { 'api-key': KEY },
      authorization: undefined,
    });
  });

  test('that leads nowhere is said to', async () => {
    const server = await aChatServer(nothing, ['judge'], '/elsewhere');

    await expect(findServer(server.origin, finding, 'judge')).rejects.toThrow(
      'The judge server answers neither at /v1/chat/completions nor at /chat/completions; is its address right? No work is taken',
    );
    await expect(findServer(`${server.origin}/v1`, finding, 'judge')).rejects.toThrow(
      'The judge server answers nothing at /v1/chat/completions; is its address right?',
    );
  });
});
