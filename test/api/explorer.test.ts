import { Script } from 'node:vm';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance } from 'fastify';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerExplorer } from '../../src/api/explorer.ts';
import { protection } from '../../src/api/limits.ts';
import { buildSchema } from '../../src/api/schema.ts';

// What Chromium and Firefox send when a person opens an address.
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

const apollo = new ApolloServer({
  schema: buildSchema(),
  introspection: true,
  // Apollo's own page for browsers comes from another host.
  plugins: [ApolloServerPluginLandingPageDisabled(), ...protection.plugins] as ApolloServerPlugin[],
  validationRules: [...protection.validationRules],
});
const app: FastifyInstance = Fastify();

beforeAll(async () => {
  await apollo.start();
  await registerExplorer(app);
  app.route({ method: ['GET', 'POST'], url: '/graphql', handler: fastifyApolloHandler(apollo) });
});
afterAll(async () => {
  await app.close();
  await apollo.stop();
});

const open = (url: string, accept?: string) =>
  app.inject({ url, ...(accept === undefined ? {} : { headers: { accept } }) });

async function assetUrls(): Promise<string[]> {
  const { body } = await open('/graphql', browser);
  return [...body.matchAll(/(?:src|href)="([^"]*)"/g)]
    .map(([, url = '']) => url)
    .filter((url) => url.startsWith('graphql/assets/'));
}

test('a browser gets a page that names no other host and may load from none', async () => {
  const { statusCode, headers, body } = await open('/graphql', browser);

  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers).toMatchObject({ vary: 'accept', 'cache-control': 'no-cache' });
  expect(body).not.toMatch(/(?:https?|wss?):|\/\//);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).not.toMatch(/https?:|wss?:|\*/);
});

test('the page holds no script of its own, as its policy demands', async () => {
  const { body } = await open('/graphql', browser);

  expect(body.match(/<script[^>]*>[^<]/g)).toBeNull();
  expect(body).not.toMatch(/\son\w+=/);
});

test('every file of the page is here, of its type, and kept for good', async () => {
  const urls = await assetUrls();
  expect(urls).toHaveLength(7);

  for (const url of urls) {
    const { statusCode, headers, body } = await open(url);
    expect(statusCode, url).toBe(200);
    expect(headers['cache-control'], url).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type'], url).toMatch(url.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
    if (url.endsWith('.js')) expect(() => new Script(body), url).not.toThrow();
    if (url.endsWith('.css')) expect(body, url).not.toMatch(/@import|url\(\s*["']?(?:https?:|\/)/);
  }
});

test('nothing else lies under the assets', async () => {
  for (const url of ['/graphql/assets/', '/graphql/assets/../explorer.ts', '/graphql/assets/page.js'])
    expect((await open(url)).statusCode, url).toBe(404);
});

test.each([
  ['without an Accept header', '/graphql?query={__typename}', undefined],
  ['that accepts anything', '/graphql?query={__typename}', '*/*'],
  ['that accepts GraphQL', '/graphql?query={__typename}', 'application/graphql-response+json'],
  ['without a question', '/graphql', '*/*'],
])('a GET %s goes to the API', async (_, url, accept) => {
  const { headers } = await open(url, accept);

  expect(headers['content-type']).toMatch(/^application\/(?:graphql-response\+)?json/);
  expect(headers).not.toHaveProperty('content-security-policy');
});

test('a browser that opens an address with a question gets the page, which takes it from there', async () => {
  const { headers } = await open('/graphql?query={__typename}&variables={}', browser);

  expect(headers['content-type']).toBe('text/html; charset=utf-8');
});

test('a question by POST goes to the API, also with the Accept of a browser', async () => {
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { accept: `application/json,${browser}` },
    payload: { query: '{ __typename }' },
  });

  expect({ statusCode, body: JSON.parse(body) }).toEqual({
    statusCode: 200,
    body: { data: { __typename: 'Query' } },
  });
});

test('the documentation can be fetched through the limits of the API', async () => {
  const { body } = await app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query: getIntrospectionQuery(), operationName: 'IntrospectionQuery' },
  });

  const { data, errors } = JSON.parse(body);
  expect(errors).toBeUndefined();
  expect(data.__schema.types.length).toBeGreaterThan(20);
});

test('the first questions in the editor fit the schema', async () => {
  const url = (await assetUrls()).find((asset) => asset.includes('/page.') && asset.endsWith('.js'));
  const { body } = await open(url ?? '');
  const questions = [...body.matchAll(/`(\{[^`]*)`/g)].map(([, text = '']) =>
    text.replaceAll(/\$\{slug\}/g, 'geneval-demo'),
  );
  expect(questions).toHaveLength(2);

  for (const question of questions) {
    // Validated as a whole, but not executed: there is no database here.
    const query = question.replaceAll(/^( {2}\w+(?:\([^)]*\))?) \{/gm, '$1 @skip(if: true) {');
    const answer = await app.inject({ method: 'POST', url: '/graphql', payload: { query } });
    expect(JSON.parse(answer.body)).toEqual({ data: {} });
  }
});
