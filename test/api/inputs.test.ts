import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { MOST_LEVELS, MOST_NAME } from '../../src/core/storable.ts';
import { aRun, installDemo, post, refusal } from '../support/builders.ts';
import { test } from '../support/exported.ts';
import { anOpenImport } from '../support/imported.ts';
import { wsErrors } from '../support/live.ts';

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id settings } } }';
const run = { benchmark: 'geneval-demo', model: { name: 'm' } };
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
/** Sent as text, since JavaScript would write null. */
const HUGE = { toJSON: () => '__HUGE__' };

const WRONG: [string, object, RegExp][] = [
  ['a NUL in a name', { model: { name: 'a\0b' } }, /^model\.name: a text holds a NUL/],
  [
    'half a pair in a name',
    { model: { name: 'a\ud800' } },
    /^model\.name: a text holds half of a surrogate pair/,
  ],
  [
    'a name of a megabyte',
    { model: { name: 'x'.repeat(200_000) } },
    /^model\.name: 200000 characters are more than 1000$/,
  ],
  ['a long key', { idempotencyKey: 'k'.repeat(MOST_NAME + 1) }, /^idempotencyKey: 1001 characters/],
  ['a NUL in settings', { settings: { a: ['b', 'c\0'] } }, /^settings\.a\[1\]: a text holds a NUL/],
  ['half a pair in settings', { settings: { a: '\udc00' } }, /^settings\.a: a text holds half/],
  ['a NUL in a key of settings', { settings: { 'a\0': 1 } }, /^settings: in a key, a text holds a NUL/],
  [
    '__proto__ as a key of settings',
    { settings: JSON.parse('{"a":[{"__proto__":1}]}') },
    /^settings\.a\[0\]: in a key, __proto__ is/,
  ],
  [
    'an integer that is not kept',
    { settings: { seed: 2 ** 53 } },
    /^settings\.seed: an integer beyond 9007199254740991/,
  ],
  [
    'settings nested deep',
    { settings: deep(MOST_LEVELS + 1) },
    /^settings: it is nested too deeply, in more than 64 levels$/,
  ],
];

describe('an argument that cannot be kept is refused with its name', () => {
  test.for(WRONG)('%s, over HTTP and over WebSocket alike', async ([, change, words], { api, client }) => {
    await installDemo(client);
    const input = { input: { ...run, ...change } };

    const http = await refusal(api, CREATE, input);
    const ws = await wsErrors(api, CREATE, input);

    expect(http).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(words) });
    expect(ws).toMatchObject([{ message: http.message, extensions: { code: 'INVALID_INPUT' } }]);
    expect((await post(api, '{ runs { nodes { id } } }')).data.runs.nodes).toEqual([]);
  });

  test.for([
    [
      'in the text of a query',
      'mutation { createRun(input: {benchmark: "geneval-demo", model: {name: "m"}, settings: {a: [1e400]}}) { run { id } } }',
      {},
    ],
    ['as a variable', CREATE, { input: { ...run, settings: { a: [HUGE] } } }],
  ] as const)(
    '1e400 %s, over HTTP and over WebSocket alike',
    async ([, query, variables], { api, client }) => {
      await installDemo(client);
      const body = JSON.stringify({ query, variables }).replaceAll('"__HUGE__"', '1e400');

      const answer = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const { errors } = (await answer.json()) as {
        errors: { message: string; extensions: { code: string } }[];
      };

      expect(errors).toMatchObject([
        {
          message: expect.stringMatching(/^settings\.a\[0\]: the number is beyond/),
          extensions: { code: 'INVALID_INPUT' },
        },
      ]);
      if (body.includes('settings: {'))
        expect(await wsErrors(api, query)).toMatchObject(errors.map(({ message }) => ({ message })));
    },
  );

  test('1e400 as a value in the text of a query', async ({ api, client }) => {
    const { evaluation, question } = await anOpenImport(client);

    const answer = await refusal(
      api,
      `mutation ($e: ID!, $q: String!) { importScores(input: {evaluation: $e, scores: [{question: $q, criterion: "overall", value: 1e400}]}) { added } }`,
      { e: evaluation, q: question },
    );

    expect(answer).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^scores\[0\]\.value: the number is beyond/),
    });
  });

  test.for([
    'leaderboard(benchmark: $x) { nodes { rank } }',
    'matrix(benchmark: $x, columns: CATEGORY) { benchmark { slug } }',
    'runs(model: $x) { nodes { id } }',
    'publishedResults(benchmark: $x) { model }',
  ])('a filter of %s', async (field, { api, client }) => {
    await aRun(client, { questions: 1 });

    for (const x of ['a\0', '\ud800', 'x'.repeat(5000)]) {
      const { code, message } = await refusal(api, `query ($x: String!) { ${field} }`, { x });
      expect({ code, message }).toEqual({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(/^(benchmark|model): /),
      });
    }
  });
});

describe('JSON', () => {
  test('written in the text of a query is what it would be as a variable', async ({ api, client }) => {
    await installDemo(client);

    const { data, errors } = await post(
      api,
      `mutation ($steps: Int) { createRun(input: {
        benchmark: "geneval-demo", model: {name: "m"},
        settings: {seed: 1, cfg: 7.5, on: true, none: null, kind: LONG, list: [1, {a: "b"}], steps: $steps}
      }) { run { settings } } }`,
      { steps: 20 },
    );

    expect(errors).toBeUndefined();
    expect(data.createRun.run.settings).toEqual({
      ...{ seed: 1, cfg: 7.5, on: true, none: null, kind: 'LONG' },
      ...{ list: [1, { a: 'b' }], steps: 20 },
    });
  });

  test('as deep as may be comes back as it was given', async ({ api, client }) => {
    await installDemo(client);

    const { data } = await post(api, CREATE, { input: { ...run, settings: deep(MOST_LEVELS) } });

    expect(data.createRun.run.settings).toEqual(deep(MOST_LEVELS));
  });

  test('that can be kept comes back as it was given, whatever it holds', async ({ api, client }) => {
    await installDemo(client);
    let number = 0;

    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 })),
        async (given) => {
          const settings = JSON.parse(JSON.stringify(given));
          const { data, errors } = await post(api, CREATE, {
            input: { ...run, settings, idempotencyKey: `k${number++}` },
          });
          if (errors)
            expect(errors[0]).toMatchObject({
              extensions: { code: 'INVALID_INPUT' },
              message: expect.stringMatching(/^settings/),
            });
          else expect(data.createRun.run.settings).toEqual(settings);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.for(['[1]', '"a"', '1', 'null'])(
    'that is no object, %s, is refused',
    async (settings, { api, client }) => {
      await installDemo(client);

      const { errors } = await post(
        api,
        `mutation { createRun(input: {benchmark: "geneval-demo", model: {name: "m"}, settings: ${settings}}) { run { settings } } }`,
      );

      if (settings === 'null') expect(errors).toBeUndefined();
      else expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('must be an object') });
    },
  );
});

describe('scores in bulk', () => {
  const line = (change: string) => `{"question":"SA-1","criterion":"overall","value":3${change}}`;

  test.for([
    [`,"evidence":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 'line 1: evidence: it is nested too deeply'],
    [',"evidence":{"a":1e400}', 'line 1: evidence.a: the number is beyond'],
    [',"evidence":{"a":9007199254740993}', 'line 1: evidence.a: an integer beyond'],
    [',"evidence":{"a":"\\ud800"}', 'line 1: evidence.a: a text holds half'],
    [',"evidence":{"a":"\\u0000"}', 'line 1: evidence.a: a text holds a NUL'],
    [',"reason":"\\udfff"', 'line 1: reason: a text holds half'],
  ] as const)('are refused with the line and the field', async ([change, words], { api, client }) => {
    const { evaluation } = await anOpenImport(client);

    const answer = await fetch(`${api.url}/import/scores?evaluation=${encodeURIComponent(evaluation)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: line(change),
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'INVALID_INPUT',
      error: expect.stringContaining(words),
    });
  });

  test('may say what only looks like a NUL', async ({ api, client }) => {
    const { evaluation } = await anOpenImport(client);

    const answer = await fetch(`${api.url}/import/scores?evaluation=${encodeURIComponent(evaluation)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: line(',"evidence":{"a":"written as \\\\u0000"}'),
    });

    expect(answer.status).toBe(200);
  });
});

test.for(['scores', 'rollups', 'responses', 'leaderboard'])(
  'a filter of the export of %s is checked like an argument',
  async (table, { fetchExport }) => {
    for (const [text, words] of [
      ['%00', 'benchmark: a text holds a NUL'],
      ['x'.repeat(2000), 'benchmark: 2000 characters'],
    ] as const) {
      const answer = await fetchExport(`${table}?benchmark=${text}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: 'INVALID_INPUT',
        error: expect.stringContaining(words),
      });
    }
  },
);
