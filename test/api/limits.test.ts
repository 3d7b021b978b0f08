import { once } from 'node:events';
import { createConnection } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningApi } from '../../src/api/main.ts';
import { installDemo, post } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { type Connection, connect, wsErrors } from '../support/live.ts';

const nested = (depth: number): string =>
  `{ models { nodes ${'{ runs { nodes { model '.repeat(depth)}{ name }${' } } }'.repeat(depth)} } }`;

const tooMuch: [string, string][] = [
  ['too deep', nested(6)],
  ['full of aliases', `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: benchmarks { slug }`).join(' ')} }`],
  [
    'full of aliases of __typename',
    `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
  ],
  ['full of directives', `{ benchmarks { slug ${'@skip(if: false) '.repeat(40)} } }`],
  ['full of tokens', `{ ${'benchmarks { slug } '.repeat(1000)} }`],
];

describe('a request is refused', () => {
  test.for(tooMuch)('that is %s, over HTTP and over WebSocket alike', async ([, query], { api }) => {
    const http = await post(api, query);
    const ws = await wsErrors(api, query);

    expect(http.status).toBe(400);
    expect(http.data).toBeUndefined();
    expect(http.errors?.[0]?.extensions.code).toMatch(/^GRAPHQL_(VALIDATION|PARSE)_FAILED$/);
    expect(ws.map(({ message, extensions }) => [message, extensions?.['code']])).toEqual(
      http.errors?.map(({ message, extensions }) => [message, extensions.code]),
    );
  });

  test.for([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($id: ID!) { node(id: $id) { id } }', 'BAD_USER_INPUT'],
    ['query A { benchmarks { id } } query B { benchmarks { id } }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('that says %s, with the same code over WebSocket as over HTTP', async ([query, code], { api }) => {
    const errors = await wsErrors(api, String(query));

    expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
  });

  test('that is larger than 4 MB', async ({ api }) => {
    const answer = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(5_000_000) } }),
    });

    expect(answer.status).toBe(413);
  });

  test('that batches several', async ({ api }) => {
    const answer = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
    });

    expect(answer.status).toBe(400);
  });

  test("with a method that is none of GraphQL's", async ({ api }) => {
    const answers = await Promise.all(
      ['PUT', 'DELETE', 'PATCH'].map((method) => fetch(`${api.url}/graphql`, { method })),
    );

    expect(answers.map(({ status, headers }) => [status, headers.get('allow')])).toEqual(
      Array(3).fill([405, 'GET, POST']),
    );
  });
});

test("a tool's introspection query passes, over HTTP and over WebSocket", async ({ api }) => {
  const query = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });

  const http = await post(api, query);
  const ws = await wsErrors(api, query);

  expect(http.errors).toBeUndefined();
  expect(http.data.__schema.types.length).toBeGreaterThan(50);
  expect(ws).toEqual([]);
});

/** How the server answers a handshake: 101 when it opens. */
async function handshake(
  api: RunningApi,
  path: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', {
    headers,
  });
  return new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
  });
}

describe('a WebSocket', () => {
  test('of a page of another site is refused, of our own or of no page it opens', async ({ api }) => {
    const statuses = [
      await handshake(api, '/graphql', { origin: 'https://evil.example' }),
      await handshake(api, '/graphql', { origin: 'null' }),
      await handshake(api, '/graphql', { origin: api.url }),
      await handshake(api, '/graphql'),
      await handshake(api, '/elsewhere'),
    ];

    expect(statuses).toEqual([403, 403, 101, 101, 404]);
  });

  test.for(['//', '/%', 'http://[', '*'])(
    'asked for at the address %s does no harm',
    async (address, { api }) => {
      const { hostname, port } = new URL(api.url);
      const socket = createConnection(Number(port), hostname);
      socket.on('error', () => {});
      socket.write(
        `GET ${address} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
          'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
      socket.resume();
      await once(socket, 'close');

      expect((await fetch(`${api.url}/health`)).status).toBe(200);
    },
  );

  test('that goes away while it is refused does no harm', async ({ api }) => {
    const { hostname, port } = new URL(api.url);
    for (let index = 0; index < 20; index++) {
      const socket = createConnection(Number(port), hostname);
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write('GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
      socket.resetAndDestroy();
    }

    expect((await fetch(`${api.url}/health`)).status).toBe(200);
  });

  test('with a message of more than 256 kB is closed', async ({ api }) => {
    const connection = connect(api);
    const socket = await connection.socket;

    socket.send('x'.repeat(300_000));

    expect(await connection.closed).toBe(1009);
  });

  const CHANGES = 'subscription { leaderboardChanged(benchmark: "geneval-demo") { cursor } }';

  /** The message of the error that an operation is answered with; null when it is answered. */
  async function messageOf(connection: Connection, query: string): Promise<string | null> {
    try {
      for await (const { errors } of connection.iterate(query)) return errors?.[0]?.message ?? null;
      return null;
    } catch (errors) {
      return (errors as { message: string }[])[0]?.message ?? null;
    }
  }

  test('runs a hundred operations at a time', async ({ api, client }) => {
    await installDemo(client);
    const connection = connect(api);
    const open = Array.from({ length: 100 }, () => connection.iterate(CHANGES));
    const waiting = open.map((iterator) => iterator.next());

    const refused = await messageOf(connection, '{ __typename }');
    await Promise.all(open.map((iterator) => iterator.return?.()));
    const after = await messageOf(connection, '{ __typename }');

    expect(refused).toContain('100 operations');
    expect(after).toBeNull();
    await connection.end();
    await Promise.all(waiting);
  });

  test('goes on after any number of operations that failed', async ({ api }) => {
    const connection = connect(api);
    const bad = [
      'subscription { leaderboardChanged(benchmark: "nope") { cursor } }',
      '{ nope }',
      'query ($id: ID!) { node(id: $id) { id } }',
      'query A { benchmarks { id } } query B { benchmarks { id } }',
    ];

    for (let round = 0; round < 40; round++) {
      for (const query of bad) expect(await messageOf(connection, query)).not.toMatch(/100 operations/);
    }

    expect(await messageOf(connection, '{ __typename }')).toBeNull();
    await connection.end();
  });
});
