import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { type DatasetSummary, exportDataset } from '../../src/cli/export/dataset.ts';
import { readManifest } from '../../src/cli/export/manifest.ts';
import { verifyDataset } from '../../src/cli/export/verify.ts';
import { test as base, duck, importMmie } from '../support/exported.ts';
import { aTextRun, importEvaluation } from '../support/imported.ts';
import { runCli } from './runCli.ts';

const quiet = { update: () => {}, say: () => {}, end: () => {} };

interface Dataset {
  directory: string;
  run(filter?: Record<string, string>): Promise<DatasetSummary>;
}

const test = base.extend<{ dataset: Dataset; env: Record<string, string> }>({
  env: async ({ api, key }, use) => use({ ASSAY_URL: api.url, ASSAY_API_KEY: key }),

  dataset: async ({ api, client, key, home }, use) => {
    const directory = join(home, 'warehouse');
    const source = { apiUrl: api.url, key };
    await use({
      directory,
      run: (filter = {}) => exportDataset({ directory, filter, client, source, progress: quiet }),
    });
  },
});

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .toSorted();

/** A third model, judged by people. */
async function another(client: Client, questions: readonly string[]): Promise<string> {
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'third', questions });
  const scores = questions.map((question) => ({ question, criterion: 'overall', value: 6 }));
  return importEvaluation(client, run, { name: 'people', criteria: ['overall'] }, { scores });
}

describe('a dataset', () => {
  test('has a folder for each evaluation, and a manifest that counts what is in them', async ({
    client,
    dataset,
  }) => {
    await importMmie(client);

    const summary = await dataset.run();

    const manifest = await readManifest(dataset.directory);
    expect(summary).toMatchObject({ evaluations: 2, written: 6, unchanged: 0, open: 0 });
    expect(manifest?.rows).toEqual({ scores: 42, rollups: 6, responses: 42 });
    expect(manifest?.exportVersion).toBe(3);
    for (const page of ['exports.md', 'bi/duckdb.md']) {
      const guide = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8');
      const [, pattern = ''] = /'warehouse\/([^']*scores\.parquet)'/.exec(guide) ?? [];
      expect(filesIn(dataset.directory).filter((path) => matchesGlob(path, pattern))).toHaveLength(2);
    }
    expect(filesIn(dataset.directory)).toEqual(
      ['manifest.json', ...(manifest?.files.map(({ path }) => path) ?? [])].toSorted(),
    );
    for (const { path } of manifest?.files ?? []) {
      expect(path).toMatch(
        /^benchmark=mmie\/(evaluation=[0-9a-f-]{36}\/(scores|rollups)|run=[0-9a-f-]{36}\/responses)\.parquet$/,
      );
    }
  });

  test('is read whole by one path with stars, its folders as columns', async ({ client, dataset }) => {
    const { questions } = await importMmie(client);
    await another(client, questions);
    await dataset.run();
    const from = (table: string) =>
      `read_parquet('${dataset.directory}/*/*/${table}.parquet', hive_partitioning = true)`;

    const rows = await duck(`select model, evaluation = evaluation_id::uuid as same, count(*)::int as scores,
      sum(value) as sum from ${from('scores')} where benchmark = 'mmie' group by all order by model`);
    const joined = await duck(`select count(*)::int as count from ${from('scores')} s
      join ${from('responses')} r using (response_id)`);

    expect(rows).toEqual([
      { model: 'first, "the" one', same: true, scores: 21, sum: 43.5 },
      { model: 'third', same: true, scores: 21, sum: 126 },
      { model: 'zweites Modell ✓', same: true, scores: 21, sum: 43.5 },
    ]);
    expect(joined).toEqual([{ count: 63 }]);
  });

  test('brought up to date fetches what is new and leaves the rest alone', async ({ client, dataset }) => {
    const { questions } = await importMmie(client);
    await dataset.run();
    const untouched = filesIn(dataset.directory).filter((name) => name !== 'manifest.json');
    const before = untouched.map((name) => statSync(join(dataset.directory, name)).mtimeMs);
    await another(client, questions);

    const summary = await dataset.run();
    const again = await dataset.run();

    expect(summary).toMatchObject({ evaluations: 3, written: 3, unchanged: 6 });
    expect(again).toMatchObject({ evaluations: 3, written: 0, unchanged: 9 });
    expect(untouched.map((name) => statSync(join(dataset.directory, name)).mtimeMs)).toEqual(before);
    expect(await verifyDataset(dataset.directory, quiet)).toMatchObject({ files: 9, faults: [] });
  });

  test('fetches an evaluation again when scores were added to it', async ({ client, dataset }) => {
    const { questions } = await importMmie(client);
    const run = await aTextRun(client, { benchmark: 'mmie', model: 'third', questions });
    const judge = { name: 'people', criteria: ['overall'] };
    const say = (some: readonly string[]) => ({
      scores: some.map((question) => ({ question, criterion: 'overall', value: 3 })),
    });
    await importEvaluation(client, run, judge, say(questions.slice(0, 5)));
    await dataset.run();
    await importEvaluation(client, run, judge, say(questions.slice(5)));

    const summary = await dataset.run();

    expect(summary).toMatchObject({ evaluations: 3, written: 2, unchanged: 7 });
    expect(summary.rows.scores).toBe(63);
  });

  test('leaves out what is still being scored, and says how much', async ({ client, dataset }) => {
    const { questions } = await importMmie(client);
    const run = await aTextRun(client, { benchmark: 'mmie', model: 'third', questions });
    await client.query(
      'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
      {
        input: { run, judge: { name: 'people' } },
      },
    );

    const summary = await dataset.run();

    expect(summary).toMatchObject({ evaluations: 2, open: 1, rows: { scores: 42 } });
  });

  test('that lost a file, or the end of one, gets it back', async ({ client, dataset }) => {
    await importMmie(client);
    await dataset.run();
    const [lost, cut] = filesIn(dataset.directory).map((name) => join(dataset.directory, name)) as [
      string,
      string,
    ];
    const before = [readFileSync(lost), readFileSync(cut)];
    rmSync(lost);
    truncateSync(cut, 100);

    const summary = await dataset.run();

    expect(summary).toMatchObject({ written: 2, unchanged: 4 });
    expect([readFileSync(lost), readFileSync(cut)]).toEqual(before);
  });

  test('is whole after a run that broke off is repeated', async ({ client, dataset, env }) => {
    const { questions } = await importMmie(client);
    await another(client, questions);
    // A run that fails half-way: the place of a folder is taken by a file.
    mkdirSync(join(dataset.directory, 'benchmark=mmie'), { recursive: true });
    const { evaluations } = await client.query<{ evaluations: { nodes: { id: string }[] } }>(
      '{ evaluations(first: 1) { nodes { id } } }',
    );
    const newest = Buffer.from(evaluations.nodes[0]?.id ?? '', 'base64url')
      .toString()
      .split(':')[1];
    const obstacle = join(dataset.directory, `benchmark=mmie/evaluation=${newest}`);
    writeFileSync(obstacle, '');
    const broken = await runCli(['export', 'dataset', dataset.directory], { env });
    const hadManifest = readdirSync(dataset.directory).includes('manifest.json');
    rmSync(obstacle);

    const repeated = await runCli(['export', 'dataset', dataset.directory], { env });
    const verified = await runCli(['export', 'verify', dataset.directory], { env });

    expect(broken.code).toBe(1);
    expect(hadManifest).toBe(false);
    expect(repeated).toMatchObject({ code: 0, out: expect.stringContaining('3 evaluations, 63 scores') });
    expect(verified).toMatchObject({ code: 0, out: 'All is well: 9 files are as the manifest says.\n' });
    expect(filesIn(dataset.directory).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('of some evaluations is not mixed with one of others', async ({ client, dataset, env }) => {
    await importMmie(client);
    await dataset.run({ benchmark: 'mmie' });

    const found = await runCli(['export', 'dataset', dataset.directory], { env });

    expect(found).toMatchObject({
      code: 1,
      err: expect.stringContaining('was exported with --benchmark mmie, and now there is no filter'),
    });
  });
});

describe('verifying', () => {
  test('names each file that is not as it was, and fails', async ({ client, dataset }) => {
    await importMmie(client);
    await dataset.run();
    const [missing, longer, changed] = filesIn(dataset.directory) as [string, string, string];
    rmSync(join(dataset.directory, missing));
    appendFileSync(join(dataset.directory, longer), 'x');
    const bytes = readFileSync(join(dataset.directory, changed));
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(join(dataset.directory, changed), bytes);
    writeFileSync(join(dataset.directory, 'mine.parquet'), '');

    const found = await runCli(['export', 'verify', dataset.directory]);

    expect(found.code).toBe(1);
    expect(found.out.split('\n')).toEqual([
      `${missing} is not there`,
      expect.stringMatching(/ has \d+ bytes, not \d+$/),
      `${changed} has another sha256: its content was changed`,
      'mine.parquet is not in the manifest',
      '',
    ]);
  });

  test('says what to do where there is no dataset, or a manifest of something else', async ({ home }) => {
    const none = await runCli(['export', 'verify', home]);
    writeFileSync(join(home, 'manifest.json'), '{"name": "my extension"}');
    const other = await runCli(['export', 'verify', home]);

    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('Make one: assay export dataset') });
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringContaining('is no manifest of this program (format:'),
    });
  });
});
