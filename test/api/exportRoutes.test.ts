import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { revokeApiKey } from '../../src/store/apiKeys.ts';
import {
  duck,
  importMmie,
  type Row,
  readCsv,
  readJsonl,
  readParquetBytes,
  test,
} from '../support/exported.ts';
import { addQuestions, aTextRun } from '../support/imported.ts';

/** As every format can say it: CSV has no types. */
const asText = (rows: readonly Row[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        value instanceof Date
          ? value.toISOString().slice(0, 19)
          : String(value ?? '').replace(/(\.\d{3})\d{3}Z$/, '$1Z'),
      ]),
    ),
  );

describe('a table', () => {
  test.for(['scores', 'rollups', 'responses', 'leaderboard'])(
    '%s is the same in CSV, JSON lines and Parquet, to readers that others wrote',
    async (table, { client, fetchExport, home }) => {
      await importMmie(client);
      const get = (format: string) => fetchExport(`${table}?benchmark=mmie&format=${format}`);

      const [csv, jsonl, parquet] = await Promise.all(['csv', 'jsonl', 'parquet'].map(get));
      const bytes = (await parquet?.arrayBuffer()) as ArrayBuffer;
      await writeFile(join(home, 'table.parquet'), Buffer.from(bytes));
      const byDuck = await duck(`select * from '${join(home, 'table.parquet')}'`);
      const lines = readJsonl((await jsonl?.text()) ?? '');
      const times = new Set(['scored_at', 'created_at']);
      const plain = (rows: readonly Row[]) =>
        rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              times.has(name)
                ? null
                : name === 'content' && typeof value === 'string'
                  ? JSON.parse(value)
                  : value,
            ]),
          ),
        );

      expect(lines.length).toBe(Number(parquet?.headers.get('assay-rows')));
      expect(lines.length).toBeGreaterThan(1);
      expect(plain(await readParquetBytes(bytes))).toEqual(plain(lines));
      expect(plain(byDuck)).toEqual(plain(lines));
      expect(Object.keys(byDuck[0] ?? {})).toEqual(Object.keys(lines[0] ?? {}));
      const text = readCsv((await csv?.text()) ?? '').map(({ content: _, ...row }) => row);
      expect(asText(text)).toEqual(asText(lines.map(({ content: _, ...row }) => row)));
    },
  );

  test('keeps a time to the microsecond in each format', async ({ client, fetchExport, home }) => {
    await importMmie(client, 3);
    const file = join(home, 'scores.parquet');

    const [line] = readJsonl(await (await fetchExport('scores?format=jsonl')).text());
    await writeFile(file, Buffer.from(await (await fetchExport('scores?format=parquet')).arrayBuffer()));
    const [type] = await duck(`select typeof(scored_at) as type from '${file}' limit 1`);
    const [micros] = await duck(`select epoch_us(scored_at)::double as us from '${file}' limit 1`);

    expect(type?.['type']).toBe('TIMESTAMP WITH TIME ZONE');
    const told = String(line?.['scored_at']);
    expect(told).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(micros?.['us']).toBe(Date.parse(`${told.slice(0, 19)}Z`) * 1000 + Number(told.slice(20, 26)));
  });

  test('has the leaderboard that GraphQL has, digit for digit', async ({ client, fetchExport }) => {
    await importMmie(client);
    const numbers = '{ mean percent sum low high n expected scale { min max } outcomes { outcome count } }';
    const { leaderboard } = await client.query<{ leaderboard: { nodes: Node[] } }>(
      `{ leaderboard(benchmark: "mmie", domain: "finance", missing: ZERO, rankIncomplete: true) {
        nodes { rank isComplete model { name } score ${numbers} official ${numbers} strict ${numbers} } } }`,
    );

    const answer = await fetchExport(
      'leaderboard?benchmark=mmie&domain=finance&missing=zero&rankIncomplete=true&format=jsonl',
    );
    const rows = readJsonl(await answer.text());

    expect(rows.length).toBe(2);
    expect(
      rows.map((row) => ({
        rank: row['rank'],
        isComplete: row['is_complete'],
        model: { name: row['model'] },
        score: {
          mean: row['mean'],
          percent: row['percent'],
          low: row['low'],
          high: row['high'],
          n: row['n'],
        },
        official: { mean: row['official_mean'], percent: row['official_percent'], n: row['official_n'] },
        strict: { mean: row['strict_mean'], low: row['strict_low'], high: row['strict_high'] },
      })),
    ).toMatchObject(
      leaderboard.nodes.map(({ score, official, strict, ...node }) => ({
        ...(node as object),
        score: pick(score, 'mean', 'percent', 'low', 'high', 'n'),
        official: pick(official, 'mean', 'percent', 'n'),
        strict: pick(strict, 'mean', 'low', 'high'),
      })),
    );
    for (const [index, row] of rows.entries()) {
      const { outcomes, sum, expected, scale } = (leaderboard.nodes[index] as Node)
        .score as unknown as Numbers;
      expect({ sum: row['sum'], expected: row['expected'] }).toEqual({ sum, expected });
      expect({ min: row['scale_min'], max: row['scale_max'] }).toEqual(scale);
      for (const { outcome, count } of outcomes) expect(row[outcome.toLowerCase()]).toBe(count);
    }
  });

  test('has the scores that GraphQL has, in its order', async ({ client, fetchExport }) => {
    const { evaluations } = await importMmie(client);
    const { node } = await client.query<{ node: { scores: { nodes: Record<string, never>[] } } }>(
      `query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(first: 100) { nodes {
        response { question { externalId } sampleIndex } criterion { slug } outcome value officialValue reason } } } } }`,
      { id: evaluations[0] },
    );

    const rows = readJsonl(
      await (await fetchExport(`scores?evaluation=${evaluations[0]}&format=jsonl`)).text(),
    );

    expect(rows.length).toBe(21);
    expect(
      rows.map((row) => ({
        response: { question: { externalId: row['question'] }, sampleIndex: row['sample_index'] },
        criterion: { slug: row['criterion'] },
        outcome: row['outcome'],
        value: row['value'],
        officialValue: row['official_value'],
        reason: row['reason'],
      })),
    ).toEqual(node.scores.nodes);
    expect(new Set(rows.map((row) => row['outcome']))).toEqual(
      new Set(['SCORED', 'OUT_OF_RANGE', 'UNPARSEABLE', 'JUDGE_ERROR']),
    );
  });

  test('has rollups whose sums are those of its scores', async ({ client, fetchExport, home }) => {
    await importMmie(client);
    for (const table of ['scores', 'rollups']) {
      const bytes = await (await fetchExport(`${table}?format=parquet`)).arrayBuffer();
      await writeFile(join(home, `${table}.parquet`), Buffer.from(bytes));
    }

    const rows = await duck(`
      select s.n = r.n and s.sum = r.sum and s.squares = r.sum_squares and s.rows = r.rows as same, s.rows::int as rows
      from (select count(value) n, sum(value) sum, sum(value * value) squares, count(*) as rows
        from '${home}/scores.parquet') s,
      (select sum(n) n, sum(sum) sum, sum(sum_squares) sum_squares,
        sum(scored + not_applicable + unparseable + out_of_range + judge_error + missing_media) as rows
        from '${home}/rollups.parquet' where criterion is not null) r`);

    expect(rows).toEqual([{ same: true, rows: 42 }]);
  });

  test('holds whatever a text may hold', async ({ client, fetchExport, home }) => {
    const texts = fc.array(
      // hyparquet takes a byte order mark off the beginning of every text; DuckDB does not.
      fc.oneof(
        fc.string({ unit: 'grapheme' }).map((text) => text.replace(/^\ufeff+/, '')),
        fc.string({
          unit: fc.constantFrom(
            '"',
            "'",
            ',',
            '\n',
            '\r',
            '\\',
            '\t',
            'N',
            '\u2028',
            '😀',
            '\u0001',
            '\u0002',
            ';',
            '=',
          ),
        }),
        fc.constantFrom('\\.', '\\N', '', 'null', '""', 'a\ufeff', '=1+1', '{"a":"b"}'),
      ),
      { minLength: 1, maxLength: 12 },
    );
    let round = 0;
    await addQuestions(
      client,
      'mmie',
      Array.from({ length: 12 }, (_, index) => ({
        externalId: `q${index}`,
        slices: ['situational-analysis', 'literature'],
      })),
    );

    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const said = given.map((text) => text.replaceAll('\0', '').toWellFormed());
        const model = `model ${round++}`;
        const run = await aTextRun(client, { benchmark: 'mmie', model, questions: [] });
        await client.query(
          'mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added } }',
          {
            input: {
              run,
              responses: said.map((text, index) => ({
                question: `q${index}`,
                sampleIndex: 0,
                content: [{ text }],
              })),
            },
          },
        );
        const get = (format: string) => fetchExport(`responses?model=${model}&format=${format}`);
        const bytes = await (await get('parquet')).arrayBuffer();
        const file = join(home, `${round}.parquet`);
        await writeFile(file, Buffer.from(bytes));
        const csv = await (await get('csv')).text();
        await writeFile(join(home, `${round}.csv`), csv);

        const byReader = {
          csv: readCsv(csv),
          jsonl: readJsonl(await (await get('jsonl')).text()),
          hyparquet: await readParquetBytes(bytes),
          duckdb: await duck(`select * from '${file}'`),
        };

        for (const [reader, rows] of Object.entries(byReader)) {
          expect([reader, rows.map((row) => row['text'])]).toEqual([reader, said]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

interface Node {
  score: Row;
  official: Row;
  strict: Row;
}

interface Numbers {
  sum: number;
  expected: number;
  scale: object;
  outcomes: { outcome: string; count: number }[];
}

const pick = (from: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

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
