import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { revokeApiKey } from '../../src/store/apiKeys.ts';
import { importMmie, type Row, readJsonl, test } from '../support/exported.ts';
import { aTextRun } from '../support/imported.ts';

describe('a filter', () => {
  test.for<[string, (row: Row) => boolean]>([
    ['category=situational-analysis', (row) => row['category'] === 'situational-analysis'],
    ['domain=finance', (row) => row['domain'] === 'finance'],
    ['subdomain=stocks', (row) => row['subdomain'] === 'stocks'],
    ['model=zweites Modell ✓', (row) => row['model'] === 'zweites Modell ✓'],
    ['judge=mmie-score', () => true],
    ['criterion=overall', (row) => row['criterion'] === 'overall'],
    [
      'outcome=unparseable,judge_error',
      ({ outcome }) => outcome === 'UNPARSEABLE' || outcome === 'JUDGE_ERROR',
    ],
  ])('%s leaves exactly the rows that fit', async ([filter, fits], { client, fetchExport }) => {
    await importMmie(client);
    const all = readJsonl(await (await fetchExport('scores?format=jsonl')).text());

    const answer = await fetchExport(`scores?benchmark=mmie&format=jsonl&${filter}`);
    const rows = readJsonl(await answer.text());

    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(all.filter(fits));
    expect(answer.headers.get('assay-rows')).toBe(String(rows.length));
  });

  test.for([
    ['scores?colour=red', 400, 'colour: the export of scores has no such filter; it has format, benchmark'],
    ['responses?judge=a', 400, 'judge: the export of responses has no such filter'],
    ['scores?format=xlsx', 400, 'format: '],
    ['scores?benchmark=nope', 404, 'nope'],
    ['scores?model=nope', 404, 'model: there is no model "nope"'],
    ['scores?judge=nope', 404, 'There is no judge "nope"'],
    ['scores?domain=finance', 400, 'domain: it is a part of a benchmark; give `benchmark` too'],
    ['scores?benchmark=mmie&domain=nope', 404, 'The benchmark has no domain "nope"'],
    ['scores?benchmark=mmie&criterion=nope', 404, 'criterion: the benchmark has no "nope"; it has '],
    ['scores?evaluation=nope', 400, 'evaluation: "nope" is not the id of a Evaluation'],
    [
      'scores?evaluation=00000000-0000-7000-8000-000000000000',
      404,
      'evaluation: there is no such evaluation',
    ],
    ['scores?outcome=great', 400, 'outcome: '],
    ['leaderboard', 400, 'benchmark: a leaderboard is of one benchmark'],
    ['leaderboard?benchmark=mmie&mode=kind', 400, 'mode: '],
    ['secrets', 404, 'There is no export "secrets"; there are leaderboard, scores, rollups, responses'],
  ] as const)('%s is refused by name', async ([path, status, message], { client, fetchExport }) => {
    await importMmie(client, 3);

    const answer = await fetchExport(path);

    expect(answer.status).toBe(status);
    expect(((await answer.json()) as { error: string }).error).toContain(message);
  });
});

describe('a key', () => {
  test.for([
    '',
    'Bearer',
    'Bearer nonsense',
    `Bearer assay_${'0'.repeat(32)}_${'A'.repeat(43)}`,
    'Basic YTpi',
  ])(
    'is needed: "%s" opens nothing, and the answer says where to get one',
    async (authorization, { api }) => {
      const answer = await fetch(`${api.url}/export/scores`, {
        headers: authorization ? { authorization } : {},
      });

      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="assay"');
      expect(await answer.json()).toMatchObject({
        code: 'UNAUTHENTICATED',
        error: expect.stringContaining('assay keys create NAME'),
      });
    },
  );

  test('opens nothing with another secret, nor once it is revoked', async ({ api, database, key }) => {
    const open = (with_: string) =>
      fetch(`${api.url}/export/rollups`, { headers: { authorization: `Bearer ${with_}` } });

    const before = await open(key);
    const forged = await open(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`);
    await revokeApiKey(database.db, 'tests');
    const after = await open(key);

    expect([before.status, forged.status, after.status]).toEqual([200, 401, 401]);
  });

  test('is stored as a digest alone, with the time of its last use', async ({
    database,
    fetchExport,
    key,
  }) => {
    await fetchExport('rollups');

    const { rows } = await database.pool.query('select * from api_keys');

    expect(rows).toMatchObject([{ name: 'tests', digest: sha256(key), revoked_at: null }]);
    expect(rows[0].last_used_at).toBeInstanceOf(Date);
    expect(JSON.stringify(rows)).not.toContain(key.slice(-43));
  });
});

describe('a file', () => {
  test('is known again by its tag until the scores change', async ({ client, fetchExport }) => {
    const { questions } = await importMmie(client);
    const first = await fetchExport('scores?format=parquet');
    const etag = first.headers.get('etag') ?? '';

    const same = await fetchExport('scores?format=parquet', { headers: { 'if-none-match': etag } });
    const other = await fetchExport('scores?format=csv', { headers: { 'if-none-match': etag } });
    const run = await aTextRun(client, { benchmark: 'mmie', model: 'third', questions });
    const responses = await fetchExport('responses', { method: 'HEAD' });
    await client.query(
      'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
      { input: { run, judge: { name: 'people' } } },
    );
    const changed = await fetchExport('scores?format=parquet', { headers: { 'if-none-match': etag } });

    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    expect([same.status, other.status, changed.status]).toEqual([304, 200, 200]);
    expect(same.headers.get('etag')).toBe(etag);
    expect(await same.text()).toBe('');
    expect(responses.headers.get('assay-rows')).toBe('63');
  });

  test('comes with its length and digest, and HEAD tells them without it', async ({
    client,
    fetchExport,
  }) => {
    await importMmie(client);

    const answer = await fetchExport('scores?format=csv');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const head = await fetchExport('scores?format=csv', { method: 'HEAD' });

    const digest = `sha-256=:${Buffer.from(sha256(bytes), 'hex').toString('base64')}:`;
    for (const { headers } of [answer, head]) {
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-length': String(bytes.length),
        'content-disposition': 'attachment; filename="scores.csv"',
        'accept-ranges': 'bytes',
        'cache-control': 'private, no-cache',
        'repr-digest': digest,
        'assay-rows': '42',
      });
    }
  });

  test.for(['csv', 'jsonl', 'parquet'])(
    'in %s can be fetched in parts that make the whole',
    async (format, { client, fetchExport }) => {
      await importMmie(client);
      const path = `scores?format=${format}`;
      const whole = await fetchExport(path);
      const bytes = Buffer.from(await whole.arrayBuffer());
      const part = async (range: string, more = {}) => {
        const answer = await fetchExport(path, { headers: { range, ...more } });
        return { answer, status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
      };

      const start = await part('bytes=0-99');
      const rest = await part('bytes=100-', { 'if-range': whole.headers.get('etag') ?? '' });
      const end = await part('bytes=-7');
      const other = await part('bytes=100-', { 'if-range': '"another"' });
      const beyond = await part(`bytes=${bytes.length}-`);
      const several = await part('bytes=0-1,5-6');

      expect([start, rest, end, other, beyond, several].map(({ status }) => status)).toEqual([
        206, 206, 206, 200, 416, 200,
      ]);
      expect(Buffer.concat([start.bytes, rest.bytes]).equals(bytes)).toBe(true);
      expect(end.bytes.equals(bytes.subarray(-7))).toBe(true);
      expect(start.answer.headers.get('content-range')).toBe(`bytes 0-99/${bytes.length}`);
      expect(beyond.answer.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
      expect(other.bytes.equals(bytes)).toBe(true);
    },
  );

  test('is the same to the byte when it has to be made again', async ({ client, fetchExport, config }) => {
    await importMmie(client);
    for (const format of ['csv', 'jsonl', 'parquet']) {
      const first = await fetchExport(`scores?format=${format}`);
      const before = Buffer.from(await first.arrayBuffer());

      await rm(join(config.home, 'exports'), { recursive: true });
      const again = await fetchExport(`scores?format=${format}`);

      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(Buffer.from(await again.arrayBuffer()).equals(before)).toBe(true);
    }
  });

  test('is made once for all who ask for it at the same time', async ({ client, fetchExport, config }) => {
    await importMmie(client);

    const answers = await Promise.all(Array.from({ length: 8 }, () => fetchExport('scores?format=parquet')));
    const digests = await Promise.all(
      answers.map(async (answer) => sha256(Buffer.from(await answer.arrayBuffer()))),
    );

    expect(new Set(digests).size).toBe(1);
    expect(readdirSync(join(config.home, 'exports')).filter((name) => name.endsWith('.export'))).toHaveLength(
      1,
    );
  });
});
