import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { asyncBufferFromUrl, parquetReadObjects } from 'hyparquet';
import pg from 'pg';
import { describe, expect, test as pure } from 'vitest';
import { isBeginning, rememberReaders } from '../../src/api/export/readers.ts';
import { PATIENCE_S, patienceOf } from '../../src/api/export/waiting.ts';
import { importMmie, readCsv, test } from '../support/exported.ts';
import { aTextRun, importEvaluation } from '../support/imported.ts';

const RANGED: readonly (readonly [string, Record<string, string>])[] = [
  ['HEAD', {}],
  ['GET', { range: 'bytes=-8' }],
  ['GET', { range: 'bytes=0-3' }],
];

describe('an export that is not made yet', () => {
  test.for(['parquet', 'csv', 'jsonl'])(
    'has its length, tag and parts at the first question, in %s',
    async (format, { client, fetchExport }) => {
      await importMmie(client);

      for (const [index, [method, headers]] of RANGED.entries()) {
        const path = `${['scores', 'rollups', 'responses'][index]}?format=${format}`;
        const first = await fetchExport(path, { method, headers });
        const part = Buffer.from(await first.arrayBuffer());
        const whole = await fetchExport(path);
        const bytes = Buffer.from(await whole.arrayBuffer());

        expect(first.headers.get('etag')).toBe(whole.headers.get('etag'));
        expect(first.headers.get('accept-ranges')).toBe('bytes');
        if (method === 'HEAD') {
          expect([first.status, first.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
        } else {
          const start = headers['range'] === 'bytes=-8' ? bytes.length - 8 : 0;
          const end = start + part.length - 1;
          expect([first.status, first.headers.get('content-range')]).toEqual([
            206,
            `bytes ${start}-${end}/${bytes.length}`,
          ]);
          expect(part.equals(bytes.subarray(start, end + 1))).toBe(true);
        }
      }
    },
  );

  test('is read by a program that asks for ranges alone', async ({ api, client, key }) => {
    await importMmie(client);
    const url = `${api.url}/export/scores?format=parquet&benchmark=mmie`;

    const file = await asyncBufferFromUrl({
      url,
      requestInit: { headers: { authorization: `Bearer ${key}` } },
    });
    const rows = await parquetReadObjects({ file });

    expect(rows).toHaveLength(42);
  });

  test('is made once for all who ask for parts of it', async ({ client, fetchExport, config }) => {
    await importMmie(client);
    const asked = [...RANGED, ...RANGED, ...RANGED];

    const answers = await Promise.all(
      asked.map(([method, headers]) => fetchExport('scores?format=parquet', { method, headers })),
    );

    expect(answers.map(({ status }) => status)).toEqual(
      asked.map(([method]) => (method === 'HEAD' ? 200 : 206)),
    );
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    const files = readdirSync(join(config.home, 'exports'));
    expect(files.filter((name) => /\.(export|part)$/.test(name))).toHaveLength(1);
  });

  test('that takes long is told as such, and is there when asked again', async ({
    client,
    databaseUrl,
    fetchExport,
  }) => {
    await importMmie(client);
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('begin; lock table replies in access exclusive mode');
    const headers = { range: 'bytes=0-9', prefer: 'wait=1' };

    const [head, part] = [
      await fetchExport('scores?format=csv', { method: 'HEAD', headers }),
      await fetchExport('scores?format=csv', { headers }),
    ];
    await other.end();
    const later = await fetchExport('scores?format=csv', { headers: { range: 'bytes=0-9' } });

    for (const late of [head, part])
      expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await part.json()).toMatchObject({
      code: 'UNAVAILABLE',
      error: expect.stringMatching(/still being made.*of 42 rows.*prefer: wait=600.*leave `range` out/),
    });
    expect([later.status, await later.text()]).toEqual([206, 'evaluation']);
  });
});

test('whoever reads in parts goes on with the file begun while scores come in', async ({
  client,
  fetchExport,
}) => {
  const { questions } = await importMmie(client);
  const path = 'scores?format=csv';
  const before = await (await fetchExport(path)).text();
  const head = await fetchExport(path, { method: 'HEAD' });
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'third', questions });
  const scores = questions.map((question) => ({ question, criterion: 'overall', value: 3 }));
  await importEvaluation(client, run, { name: 'j', criteria: ['overall'] }, { scores });

  const rest = await fetchExport(path, { headers: { range: 'bytes=100-' } });
  const text = await rest.text();
  const resumed = await fetchExport(path, {
    headers: { range: 'bytes=100-', 'if-range': head.headers.get('etag') ?? '' },
  });
  const newer = await fetchExport(path, { method: 'HEAD' });
  const onwards = await fetchExport(path, { headers: { range: 'bytes=100-' } });

  expect([rest.headers.get('etag'), before.slice(0, 100) + text]).toEqual([head.headers.get('etag'), before]);
  expect(resumed.status).toBe(200);
  expect(readCsv(await resumed.text())).toHaveLength(63);
  expect(newer.headers.get('etag')).not.toBe(head.headers.get('etag'));
  expect(onwards.headers.get('etag')).toBe(newer.headers.get('etag'));
});

test('a part beyond the end is refused with what there is', async ({ client, fetchExport }) => {
  await importMmie(client, 3);
  const range = 'bytes=9999999-';
  const { byteLength: length } = await (await fetchExport('rollups?format=csv')).arrayBuffer();

  const beyond = await fetchExport('rollups?format=csv', { headers: { range } });
  const empty = await fetchExport('scores?format=jsonl&outcome=missing_media', { headers: { range } });

  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${length}`]);
  expect(((await beyond.json()) as { error: string }).error).toBe(
    `range: the file has ${length} bytes; ask for some of 0 to ${length - 1}, or leave it out for all`,
  );
  expect([empty.status, empty.headers.get('content-range')]).toEqual([416, 'bytes */0']);
});

pure('a client says how long it waits, within ten minutes', () => {
  fc.assert(
    fc.property(
      fc.nat(999_999),
      fc.constantFrom('wait=%', 'respond-async, wait=%', 'Wait = "%"'),
      (seconds, form) => {
        expect(patienceOf(form.replace('%', String(seconds)))).toBe(Math.min(seconds, 600));
      },
    ),
  );
  for (const other of [undefined, '', 'respond-async', 'await=3', 'wait=soon'])
    expect(patienceOf(other)).toBe(PATIENCE_S);
});

pure('reading begins at the start or the end of a file, and is forgotten after ten minutes', () => {
  expect(['bytes=-8', 'bytes=0-', 'bytes=0-99', 'bytes=1-', 'bytes=100-199'].map(isBeginning)).toEqual([
    ...[true, true, true],
    ...[false, false],
  ]);
  let now = 0;
  const readers = rememberReaders(() => now);
  readers.begin('a', 'x');
  now = 599_000;
  expect([readers.current('a'), readers.current('b')]).toEqual(['x', null]);
  now += 600_000;
  expect(readers.current('a')).toBeNull();
});
