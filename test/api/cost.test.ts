import { getIntrospectionQuery, getOperationAST, parse, buildSchema as schemaOf, validate } from 'graphql';
import { describe, expect, test as pure } from 'vitest';
import { openCosts } from '../../src/api/cost/cost.ts';
import { unsizedLists } from '../../src/api/cost/prices.ts';
import { publicAddressOf } from '../../src/api/publicAddress.ts';
import { buildSchema } from '../../src/api/schema.ts';
import { readConfig } from '../../src/core/config.ts';
import { type Answer, aRun, post, refusal } from '../support/builders.ts';
import { operationsOf, shippedDocuments } from '../support/documents.ts';
import { test } from '../support/fixtures.ts';
import { connect, wsErrors } from '../support/live.ts';

const schema = buildSchema();
const costOf = openCosts(schema);
const { limits } = readConfig({});

const cost = (text: string, variables: Record<string, unknown> = {}, operationName?: string) => {
  const document = parse(text);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('which operation?');
  return costOf({ document, operation, variables });
};

describe('a query costs the objects that it may bring', () => {
  const nested = (first: string) =>
    `runs(first: ${first}) { nodes { responses(first: ${first}) { nodes { id } } } }`;

  pure('a page, the pages in it, and an object for each connection', () => {
    expect(cost(`{ ${nested('10')} }`).total).toBe(1 + 10 + 10 * (1 + 10));
  });

  pure.for([
    ['as a literal', `{ ${nested('30')} }`],
    ['as a variable', `query ($n: Int) { ${nested('$n')} }`],
    ['in a fragment', `query ($n: Int) { ...All } fragment All on Query { ${nested('$n')} }`],
    [
      'in a fragment on each level',
      `query ($n: Int) { runs(first: $n) { ...Page } }
      fragment Page on RunConnection { nodes { ...One } }
      fragment One on Run { responses(first: $n) { nodes { id } } }`,
    ],
    [
      'in two operations, of which one is meant',
      `query A { __typename } query B($n: Int) { ${nested('$n')} }`,
    ],
    ['twice under one name', `query ($n: Int) { ${nested('$n')} ${nested('$n')} }`],
    [
      'where it is included',
      `query ($n: Int) { runs(first: $n) @include(if: true) { nodes { responses(first: $n) { nodes { id } } } } }`,
    ],
  ])('the same page size %s costs the same', ([, text]) => {
    expect(cost(text as string, { n: 30 }, text?.includes('query B') ? 'B' : undefined).total).toBe(
      cost(`{ ${nested('30')} }`).total,
    );
  });

  pure('each alias costs again; what is skipped costs nothing; a page unasked is one of 20', () => {
    const one = cost(`{ ${nested('30')} }`).total;

    expect(cost(`{ ${nested('30')} again: ${nested('30')} }`).total).toBe(2 * one);
    expect(
      cost(`query ($s: Boolean!) { runs(first: 9) @skip(if: $s) { nodes { id } } }`, { s: true }).total,
    ).toBe(0);
    expect(cost('{ runs { nodes { id } } }')).toEqual(cost('{ runs(first: 20) { nodes { id } } }'));
    expect(cost('{ runs(first: null) { nodes { id } } }')).toEqual(cost('{ runs { nodes { id } } }'));
  });

  pure('of a node the type that costs most counts; edges count beside nodes', () => {
    const run = cost('{ node(id: "x") { ... on Run { responses(first: 50) { nodes { id } } } } }').total;

    expect(
      cost(
        '{ node(id: "x") { ... on Model { runs(first: 2) { nodes { id } } } ... on Run { responses(first: 50) { nodes { id } } } } }',
      ).total,
    ).toBe(run);
    expect(cost('{ runs(first: 50) { edges { cursor node { id } } nodes { id } } }').total).toBe(1 + 3 * 50);
    expect(cost('{ nodes(ids: ["a", "b", "c"]) { id } }').total).toBe(3);
  });

  pure('a document that names more paths than can be walked is above any limit, and soon told', () => {
    const fragments = Array.from(
      { length: 30 },
      (_, at) =>
        `fragment F${at} on Run { a: model { runs(first: 1) { nodes { ...F${at + 1} } } } b: model { runs(first: 1) { nodes { ...F${at + 1} } } } }`,
    );
    const start = performance.now();

    expect(
      cost(`{ runs(first: 1) { nodes { ...F0 } } } ${fragments.join(' ')} fragment F30 on Run { id }`).total,
    ).toBe(Number.POSITIVE_INFINITY);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  pure('tells which field costs most by itself', () => {
    expect(cost(`{ benchmarks { slug } ${nested('30')} }`).dearest).toEqual({
      path: 'runs.nodes.responses.nodes',
      cost: 900,
    });
  });

  pure('a list in the schema says how long it may be, or the check names it', () => {
    const other = schemaOf('type Query { things: [Thing!]! } type Thing { names: [String!]! }');

    expect(unsizedLists(other)).toEqual(['Query.things', 'Thing.names']);
    expect(unsizedLists(schema)).toEqual([]);
  });
});

describe('everything that is shipped stays within the limit', () => {
  const documents = shippedDocuments().filter(({ document }) => validate(schema, document).length === 0);
  /** As much as may be asked for. */
  const most = (type: string): unknown => {
    if (type.includes('ListType')) return Array(10).fill('id');
    return type.includes('"Int"') ? 100 : type.includes('"Boolean"') ? true : undefined;
  };

  pure('the dashboard, the commands, the guides, the benchmarks and the scripts', () => {
    const above = documents.flatMap(({ place, document }) =>
      operationsOf(document).flatMap((operation) => {
        const variables = Object.fromEntries(
          (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
            const value = most(JSON.stringify(type));
            return value === undefined ? [] : [[variable.name.value, value]];
          }),
        );
        const { total } = costOf({ document, operation, variables });
        return total > limits.cost ? [`${place}: ${operation.name?.value ?? ''} ${total}`] : [];
      }),
    );

    expect(above).toEqual([]);
    for (const folder of ['web/', 'docs/', 'src/cli/', 'bench/', 'scripts/'])
      expect(documents.filter(({ place }) => place.startsWith(folder)).length).toBeGreaterThan(5);
  });

  pure("a tool's introspection, of which 29 at once are too much", () => {
    const query = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });
    const aliases = Array.from({ length: 29 }, (_, at) => `a${at}: __schema { ...All }`).join(' ');
    const all = `{ ${aliases} } fragment All on __Schema { types { name fields { name type { name } args { name } } } }`;

    expect(cost(query).total).toBeLessThan(limits.cost / 2);
    expect(cost(query).total).toBeGreaterThan(Object.keys(schema.getTypeMap()).length * 5);
    expect(cost(all).total).toBeGreaterThan(limits.cost);
  });
});

const TOO_MUCH =
  'query ($n: Int = 100) { runs(first: $n) { nodes { responses(first: $n) { nodes { id } } } } }';

describe('a query above the limit is refused', () => {
  test('in words that name the field, the cost, the limit and the remedy, over HTTP and WebSocket alike', async ({
    api,
  }) => {
    const http = await post(api, TOO_MUCH);
    const { errors } = http;
    const ws = await wsErrors(api, TOO_MUCH);

    expect(http.status).toBe(400);
    expect(errors?.[0]?.message).toBe(
      'The query may cost 10201, most of it for runs.nodes.responses.nodes (10000); the limit is 10000. Ask for smaller pages (first) or for fewer lists within lists, and for the rest in further queries: docs/queries.md says what a query costs',
    );
    expect(errors?.[0]?.extensions).toEqual({
      ...{ code: 'QUERY_TOO_COSTLY', cost: 10201, limit: 10000, field: 'runs.nodes.responses.nodes' },
    });
    expect(ws.map(({ message, extensions }) => [message, extensions])).toEqual(
      errors?.map(({ message, extensions }) => [message, extensions]),
    );
  });

  test('by GET too, and what is within it is answered by all of them', async ({ api }) => {
    const get = async (n: number) => {
      const query = new URLSearchParams({ query: TOO_MUCH, variables: JSON.stringify({ n }) });
      const answer = await fetch(`${api.url}/graphql?${query}`, {
        headers: { 'apollo-require-preflight': 'yes', accept: 'application/graphql-response+json' },
      });
      return answer.status;
    };

    expect([await get(100), await get(20)]).toEqual([400, 200]);
    expect((await post(api, TOO_MUCH, { n: 20 })).errors).toBeUndefined();
    expect(await wsErrors(api, TOO_MUCH.replace('100', '20'))).toEqual([]);
  });

  test('a subscription whose every answer would cost too much', async ({ api, client }) => {
    const { id } = await aRun(client, { questions: 1 });
    const query = `subscription { leaderboardChanged(benchmark: "geneval-demo") { evaluation { run {
      model { runs(first: 100) { nodes { responses(first: 100) { nodes { id } } } } } } } } }`;

    expect((await wsErrors(api, query)).map(({ extensions }) => extensions?.['code'])).toEqual([
      'QUERY_TOO_COSTLY',
    ]);
    expect(id).not.toBe('');
  });
});

describe('what a query costs is told', () => {
  test('by rateLimit, by a header, and in extensions where that is asked for, over WebSocket too', async ({
    api,
  }) => {
    const query = '{ runs(first: 7) { nodes { id } } rateLimit { cost costLimit limit remaining resetAt } }';
    const body = JSON.stringify({ query, extensions: { cost: true } });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body });
    const { data, extensions } = (await answer.json()) as Answer & { extensions: object };
    const free = { cost: 8, costLimit: 10000, limit: null, remaining: null, resetAt: null };

    expect(data.rateLimit).toEqual(free);
    expect(extensions).toEqual({ cost: { ...free, statements: 1, rows: 0 } });
    expect(answer.headers.get('x-query-cost')).toBe('8');
    expect((await post(api, query)).text).not.toContain('extensions');
    const socket = connect(api);
    for await (const { data } of socket.iterate(query)) expect(data.rateLimit).toEqual(free);
    await socket.end();
  });
});

describe('a client', () => {
  const limited = test.extend({
    config: async ({ config }, use) =>
      use({ ...config, limits: { ...config.limits, costPerMinute: 100, limitsLoopback: true } }),
  });

  limited('that has spent its minute is told when to come back, and is served by then', async ({ api }) => {
    const query = '{ runs(first: 59) { nodes { id } } rateLimit { limit remaining resetAt } }';
    const ask = () =>
      fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
    const first = await ask();
    const second = await ask();
    const seconds = Number(second.headers.get('retry-after'));

    expect(first.headers.get('x-ratelimit-limit')).toBe('100');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('40');
    expect(Number(first.headers.get('x-ratelimit-reset')) * 1000 - Date.now()).toBeLessThan(61_000);
    expect(((await first.json()) as Answer).data.rateLimit).toMatchObject({ limit: 100, remaining: 40 });
    expect(second.status).toBe(429);
    expect(seconds).toBeGreaterThan(50);
    expect(((await second.json()) as Answer).errors).toMatchObject([
      { message: expect.stringContaining('Try again in'), extensions: { code: 'RATE_LIMITED', limit: 100 } },
    ]);
    expect((await wsErrors(api, query)).map(({ extensions }) => extensions?.['code'])).toEqual([
      'RATE_LIMITED',
    ]);
  });

  test('on this machine is not limited unless that is asked for', async ({ config, api }) => {
    expect(config.limits).toMatchObject({ limitsLoopback: false, costPerMinute: 500_000 });
    expect((await refusal(api, TOO_MUCH)).code).toBe('QUERY_TOO_COSTLY');
  });

  pure('is known by its address as trusted proxies tell it, and in IPv6 by its network', () => {
    const from = (remoteAddress: string, forwarded: string, trustedProxies: string[] = []) =>
      publicAddressOf({ host: 'localhost', publicUrl: null, allowedHosts: [], trustedProxies }).clientOf({
        socket: { remoteAddress },
        headers: { 'x-forwarded-for': forwarded },
      } as never);

    expect(from('10.1.1.1', '1.2.3.4')).toBe('10.1.1.1');
    expect(from('10.1.1.1', '1.2.3.4', ['10.0.0.0/8'])).toBe('1.2.3.4');
    expect(from('10.1.1.1', '9.9.9.9, 1.2.3.4', ['10.0.0.0/8'])).toBe('1.2.3.4');
    expect(from('2001:db8:1:2:3:4:5:6', '')).toBe(from('2001:db8:1:2::1', ''));
    expect(from('2001:db8:1:2::1', '')).not.toBe(from('2001:db8:1:3::1', ''));
  });
});
