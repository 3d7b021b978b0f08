import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test as plain } from 'vitest';
import { parse } from 'yaml';
import { insertApiKey } from '../../src/store/apiKeys.ts';
import { runCli } from '../cli/runCli.ts';
import { test } from '../support/fixtures.ts';
import { asGrafanaSends, GUIDES, readDashboard, readGuides } from './guides.ts';
import { aReader } from './reader.ts';
import { randomResults } from './results.ts';

test('every statement of the guides runs through a reader and finds something', {
  timeout: 240_000,
}, async ({ client, database }) => {
  await randomResults(client, 31);
  await using reader = await aReader(database);
  const guides = (await readGuides()).filter(({ name }) => name !== 'duckdb.md');

  expect(guides.map(({ name }) => name)).toEqual([
    'README.md',
    'grafana.md',
    'metabase.md',
    'powerbi-tableau.md',
    'superset.md',
  ]);
  for (const { name, statements } of guides) {
    expect.soft(statements.length, name).toBeGreaterThan(1);
    for (const statement of statements) {
      const { rowCount } = await reader.session.query(asGrafanaSends(statement)).catch((error) => {
        throw new Error(`${name}: ${error.message}\n${statement}`);
      });
      expect.soft(rowCount, `${name}\n${statement}`).toBeGreaterThan(0);
    }
  }
});

test('every statement of the Grafana dashboard runs through a reader, for every benchmark', {
  timeout: 240_000,
}, async ({ client, database }) => {
  await randomResults(client, 32);
  await using reader = await aReader(database);
  const { panels, templating } = await readDashboard();
  const [benchmarks, judges] = templating.list.map(({ query }) => query);
  const { rows: offered } = await reader.session.query<{ benchmark: string }>(benchmarks ?? '');

  expect(offered).toHaveLength(5);
  for (const { benchmark } of offered) {
    const { rows } = await reader.session.query(asGrafanaSends(judges ?? '', { benchmark }));
    const judge = String(rows[0].__value);
    expect.soft(rows[0].is_board_judge, benchmark).toBe(true);
    for (const part of ['whole', 'categories']) {
      for (const { title, targets } of panels) {
        const statement = asGrafanaSends(targets[0]?.rawSql ?? '', { benchmark, judge, part });
        const { rowCount } = await reader.session.query(statement).catch((error) => {
          throw new Error(`${title}: ${error.message}\n${statement}`);
        });
        const mayBeEmpty = benchmark === 'evalalign' && part === 'whole' && title === 'Who leads';
        if (!mayBeEmpty) expect.soft(rowCount, `${benchmark}: ${title}`).toBeGreaterThan(0);
      }
    }
  }
});

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

test('every cell of the DuckDB guide runs on files that the command exported', {
  timeout: 240_000,
}, async ({ api, client, database, home }) => {
  await randomResults(client, 33);
  const { key } = await insertApiKey(database.db, 'guide');
  for (const table of ['scores', 'rollups']) {
    const { code, err } = await runCli(['export', table, '-o', join(home, `${table}.parquet`)], {
      env: { ASSAY_URL: api.url, ASSAY_API_KEY: key },
    });
    expect(code, err).toBe(0);
  }
  const cells = (await readGuides()).find(({ name }) => name === 'duckdb.md')?.statements ?? [];
  const duckdb = await (await DuckDBInstance.create()).connect();

  expect(cells.length).toBeGreaterThan(5);
  for (const cell of cells) {
    const statement = cell.replaceAll(/'(\w+\.parquet)'/g, `'${home}/$1'`);
    const found = await duckdb.runAndReadAll(statement);
    expect.soft(found.currentRowCount, cell).toBeGreaterThan(0);
  }
  duckdb.closeSync();
});

plain('every guide has a picture, and every picture and link is there', async () => {
  for (const { name, text } of await readGuides()) {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] as string);
    expect
      .soft(
        links.some((link) => link.endsWith('.png')),
        name,
      )
      .toBe(true);
    for (const link of links) expect.soft(existsSync(join(GUIDES, link)), `${name}: ${link}`).toBe(true);
  }
});
