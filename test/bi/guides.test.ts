import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test as plain } from 'vitest';
import { parse } from 'yaml';
import { insertApiKey } from '../../src/store/apiKeys.ts';
import { runCli } from '../cli/runCli.ts';
import { test } from '../support/fixtures.ts';
import { type ApiNumber, apiNumbers } from './apiNumbers.ts';
import { type Drawn, mixesUnits, strangers, unknownColumns } from './drawn.ts';
import { asGrafanaSends, GUIDES, readDashboard, readGuides, readShipped, type Shipped } from './guides.ts';
import { aReader } from './reader.ts';
import { randomResults } from './results.ts';

test('whatever a shipped query or panel draws is a number of the API, of the same model and part, in one unit', {
  timeout: 240_000,
}, async ({ api, client, database, home }) => {
  await randomResults(client, 31);
  await using reader = await aReader(database);
  const { rows: benchmarks } = await reader.session.query<{ benchmark: string }>(
    'select benchmark from bi_v1.dim_benchmark',
  );
  const known = await apiNumbers(
    client,
    benchmarks.map(({ benchmark }) => benchmark),
  );
  const isPanel = ({ file }: Shipped) => file.startsWith('grafana/');
  const isDuckDb = ({ file }: Shipped) => file === 'duckdb.md';
  const shipped = await readShipped();

  expect([...new Set(shipped.map(({ file }) => file))].toSorted()).toEqual([
    'README.md',
    'dbt.md',
    'duckdb.md',
    'grafana.md',
    'grafana/assay.json',
    'metabase.md',
    'observable/src/data/board.json.js',
    'observable/src/data/outcomes.json.js',
    'observable/src/data/parts.json.js',
    'observable/src/data/readings.json.js',
    'odbc-jdbc.md',
    'powerbi-tableau.md',
    'superset.md',
  ]);
  expect(shipped.filter(({ title }) => title === 'metrics')).toHaveLength(2);
  for (const statement of shipped.filter((each) => !isPanel(each) && !isDuckDb(each))) {
    const rows = await answered(statement, reader.session.query(asGrafanaSends(statement.sql)));
    expectOnBoard(statement, rows, known, fixedIn(statement.sql));
  }

  const { templating } = await readDashboard();
  const [offered, judges] = templating.list.map(({ query }) => query);
  const { rows: choices } = await reader.session.query<{ benchmark: string }>(offered ?? '');
  expect(choices).toHaveLength(5);
  for (const { benchmark } of choices) {
    const { rows } = await reader.session.query(asGrafanaSends(judges ?? '', { benchmark }));
    expect.soft(rows[0].is_board_judge, benchmark).toBe(true);
    const judge = String(rows[0].__value);
    for (const part of ['whole', 'categories']) {
      for (const panel of shipped.filter(isPanel)) {
        const sql = asGrafanaSends(panel.sql, { benchmark, judge, part });
        const found = await answered({ ...panel, sql }, reader.session.query(sql));
        const mayBeEmpty = benchmark === 'evalalign' && part === 'whole' && panel.title === 'Who leads';
        if (!mayBeEmpty) expectOnBoard({ ...panel, sql }, found, known, { benchmark });
        for (const [name, value] of Object.entries(totals(known, benchmark)))
          if (found[0] && name in found[0]) expect.soft(Number(found[0][name]), sql).toBeCloseTo(value, 9);
      }
    }
  }

  const { key } = await insertApiKey(database.db, 'guide');
  const env = { ASSAY_URL: api.url, ASSAY_API_KEY: key };
  for (const [name, words] of Object.entries({
    scores: ['scores'],
    rollups: ['rollups'],
    mmie: ['leaderboard', '--benchmark', 'mmie'],
    geneval: ['leaderboard', '--benchmark', 'geneval'],
  })) {
    const { code, err } = await runCli(['export', ...words, '-o', join(home, `${name}.parquet`)], { env });
    expect(code, err).toBe(0);
  }
  const duckdb = await (await DuckDBInstance.create()).connect();
  for (const statement of shipped.filter(isDuckDb)) {
    const sql = statement.sql.replaceAll(/'(\w+\.parquet)'/g, `'${home}/$1'`);
    const rows = await answered(
      statement,
      duckdb.runAndReadAll(sql).then((found) => ({ rows: found.getRowObjectsJS() as Drawn[] })),
    );
    expectOnBoard(statement, rows, known, fixedIn(statement.sql));
  }
  duckdb.closeSync();
});

async function answered({ file, title, sql }: Shipped, asked: Promise<{ rows: Drawn[] }>): Promise<Drawn[]> {
  const { rows } = await asked.catch((error) => {
    throw new Error(`${file} ${title}: ${error.message}\n${sql}`);
  });
  return rows;
}

/** What a statement names in its conditions, and therefore leaves out of its rows. */
function fixedIn(sql: string): Record<string, string> {
  const named = (name: string) => sql.match(new RegExp(`\\b${name} = '([\\w-]+)'`))?.[1];
  const [benchmark, category] = [named('benchmark'), named('category')];
  return { ...(benchmark && { benchmark }), ...(category && { category }) };
}

function expectOnBoard(
  { file, title, sql }: Shipped,
  rows: Drawn[],
  known: readonly ApiNumber[],
  of: Readonly<Record<string, string>>,
): void {
  const where = `${file} ${title}\n${sql}`;
  expect.soft(rows.length, where).toBeGreaterThan(0);
  expect.soft(unknownColumns(rows, known), `say in drawn.ts what these are: ${where}`).toEqual([]);
  expect.soft(rows.filter(mixesUnits), where).toEqual([]);
  expect.soft(strangers(rows, known, of), where).toEqual([]);
}

/** What the panels count of the board that the API shows. */
function totals(known: readonly ApiNumber[], benchmark: string): Record<string, number> {
  const board = known.filter((number) => number.benchmark === benchmark && number.rank !== undefined);
  const wholes = board.filter(({ part }) => part === null);
  const headlines = wholes.length > 0 ? wholes : board;
  const sum = (of: (number: ApiNumber) => number) =>
    headlines.reduce((total, number) => total + of(number), 0);
  return {
    models: new Set(board.map(({ model }) => model)).size,
    coverage: (100 * sum(({ strict }) => strict.n)) / sum(({ strict }) => strict.expected),
  };
}

plain(
  'the Grafana dashboard has what its panels need, and its data source is the provisioned one',
  async () => {
    const { panels, schemaVersion, templating } = await readDashboard();
    const provisioned = parse(await readFile(join(GUIDES, 'grafana/datasource.yaml'), 'utf8')).datasources[0];
    const provider = parse(await readFile(join(GUIDES, 'grafana/dashboards.yaml'), 'utf8')).providers[0];

    expect(schemaVersion).toBeGreaterThanOrEqual(36);
    expect(provider).toMatchObject({ type: 'file', options: { path: expect.any(String) } });
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const known = new Set(templating.list.map(({ name }) => name));
    const taken = new Set<string>();
    for (const { title, description, type, datasource, gridPos, targets } of panels) {
      expect.soft(title && description, title).toMatch(/\.$/);
      expect.soft(datasource.uid, title).toBe(provisioned.uid);
      expect.soft(targets, title).toHaveLength(1);
      const [target] = targets;
      expect.soft(target?.datasource.uid, title).toBe(provisioned.uid);
      expect.soft(target?.format, title).toBe(type === 'timeseries' ? 'time_series' : 'table');
      for (const [, name = ''] of target?.rawSql.matchAll(/\$\{(\w+)/g) ?? [])
        expect.soft(known, title).toContain(name);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect.soft(x, title).toBeLessThan(24);
          expect.soft(taken, title).not.toContain(`${x} ${y}`);
          taken.add(`${x} ${y}`);
        }
      }
    }
  },
);

plain('every guide of something that draws has a picture, and every picture and link is there', async () => {
  for (const { name, text } of await readGuides()) {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] as string);
    const draws = !['dbt.md', 'odbc-jdbc.md'].includes(name);
    if (draws) expect.soft(links, name).toContainEqual(expect.stringMatching(/\.png$/));
    for (const link of links) expect.soft(existsSync(join(GUIDES, link)), `${name}: ${link}`).toBe(true);
  }
});
