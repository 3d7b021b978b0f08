import { request } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test as plain } from 'vitest';
import { WebSocket } from 'ws';
import { foreignNames } from '../../src/api/hosts.ts';
import { serveApi } from '../../src/api/main.ts';
import { test } from '../support/fixtures.ts';

const NAMES = { host: '0.0.0.0', publicUrl: 'https://evals.example.org/assay', allowedHosts: ['assay'] };

/** The answer to a request that calls the server by a name, as a browser would after that name was led here. */
const asked = (url: string, host: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const body = '{"query":"mutation { __typename }"}';
    const sent = request(url + path, {
      method: path === '/graphql' ? 'POST' : 'GET',
      headers: { host, 'content-type': 'application/json', ...headers },
    });
    sent.on('error', reject).on('response', async (answer) => {
      resolve({ status: answer.statusCode ?? 0, text: (await answer.toArray()).join('') });
    });
    sent.end(path === '/graphql' ? body : undefined);
  });

describe('a name that somebody led here', () => {
  test('opens nothing, over HTTP or WebSocket, with the remedy in words', async ({ api }) => {
    const { port } = new URL(api.url);
    const host = `evil.test:${port}`;

    for (const path of ['/', '/graphql', '/metrics', `/media/${'0'.repeat(64)}`, '/export/scores.csv']) {
      const { status, text } = await asked(api.url, host, path, { origin: `http://${host}` });
      expect.soft([path, status, JSON.parse(text).code]).toEqual([path, 421, 'MISDIRECTED']);
      expect.soft(text).toContain('ALLOWED_HOSTS');
    }
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, ['graphql-transport-ws'], {
      headers: { host },
      origin: `http://${host}`,
    });
    socket.on('error', () => undefined);
    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode)),
    );

    expect(status).toBe(421);
    expect((await asked(api.url, host, '/health')).status).toBe(200);
    expect((await asked(api.url, host, '/ready')).status).toBe(200);
    expect((await asked(api.url, `LOCALHOST.:${port}`, '/graphql')).status).toBe(200);
  });

  plain('is any but loopback, an address in numbers, and those that were named', () => {
    const foreign = foreignNames(NAMES);
    const own = [
      'localhost:4000',
      'a.localhost',
      '127.0.0.1',
      '[::1]:80',
      '10.1.2.3:9',
      'EVALS.example.org.',
      'assay:4000',
    ];
    for (const name of own) expect.soft(foreign(name), name).toBeNull();
    for (const name of [
      'evil.test',
      'localhost.evil.test',
      'evals.example.org.evil.test',
      'assay.evil',
      '1.2.3.4.evil',
    ])
      expect.soft(foreign(name), name).toBe(name);
    fc.assert(fc.property(fc.domain(), (name) => name.endsWith('example.org') || foreign(name) !== null));
  });

  plain('is also what cannot be read as one', () => {
    for (const name of ['a b', 'http://localhost', 'localhost/@evil.test', '[::1', ':80'])
      expect.soft(foreignNames(NAMES)(name), name).toBe(name);
  });
});

test('a proxy that is trusted decides which names lead here', async ({ config, databaseUrl, log }) => {
  const api = await serveApi({ ...config, trustedProxies: ['loopback'] }, databaseUrl, log);
  const { status } = await asked(api.url, 'evals.example.org', '/graphql');
  await api.close();

  expect(status).toBe(200);
});
