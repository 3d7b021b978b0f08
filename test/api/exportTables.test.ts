import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { inert } from '../../src/core/tables/formula.ts';
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
    const numbers =
      '{ mean percent percentLow percentHigh sum low high n expected scale { min max } outcomes { outcome count } }';
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
          percentLow: row['percent_low'],
          percentHigh: row['percent_high'],
          n: row['n'],
        },
        official: { mean: row['official_mean'], percent: row['official_percent'], n: row['official_n'] },
        strict: { mean: row['strict_mean'], low: row['strict_low'], high: row['strict_high'] },
      })),
    ).toMatchObject(
      leaderboard.nodes.map(({ score, official, strict, ...node }) => ({
        ...(node as object),
        score: pick(score, 'mean', 'percent', 'low', 'high', 'percentLow', 'percentHigh', 'n'),
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
          const written = reader === 'csv' ? said.map(inert) : said;
          expect([reader, rows.map((row) => row['text'])]).toEqual([reader, written]);
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
