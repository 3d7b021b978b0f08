import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { importScoreFile } from '../../src/cli/import/scoreFile.ts';
import { parseGlobalId } from '../../src/core/ids.ts';
import { EXPORT_NAMES, SCORE_NAMES } from '../../src/core/tables/scoreColumns.ts';
import { scoreColumns } from '../../src/store/exports/scores.ts';
import { importMmie, readJsonl, test } from '../support/exported.ts';
import { aTerminal } from './recordFiles.ts';
import { runCli } from './runCli.ts';
import { scoresIn } from './scoresIn.ts';

test('every column of an export of scores is read or known to be of its place', () => {
  const known = [...Object.values(SCORE_NAMES).flat(), ...EXPORT_NAMES];

  expect(scoreColumns.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
});

const uuidOf = (id: string): string => parseGlobalId(id)?.id ?? '';

async function runOf(client: Client, evaluation: string): Promise<string> {
  const { node } = await client.query<{ node: { run: { id: string } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Evaluation { run { id } } } }',
    { id: evaluation },
  );
  return node.run.id;
}

/** What of a score is not of the place where it is. */
const OWN = [
  'question',
  'sample_index',
  'category',
  'criterion',
  'outcome',
  'value',
  'official_value',
  'reason',
];

test('exported scores come back as they were, from every format', async ({
  api,
  client,
  fetchExport,
  key,
  home,
}) => {
  const { evaluations } = await importMmie(client);
  const [evaluation = ''] = evaluations;
  const run = await runOf(client, evaluation);
  const exported = async (id: string, format: string) =>
    (await fetchExport(`scores?format=${format}&evaluation=${uuidOf(id)}`)).arrayBuffer();
  const own = async (id: string) =>
    readJsonl(Buffer.from(await exported(id, 'jsonl')).toString())
      .map((row) => JSON.stringify(OWN.map((name) => row[name])))
      .toSorted();
  const standing = async (id: string) =>
    client.query(
      `query ($id: ID!) { node(id: $id) { ... on Evaluation { status modes { score {
        mean sum n expected low high outcomes { outcome count } } } } } }`,
      { id },
    );
  const expected = { scores: await own(evaluation), standing: await standing(evaluation) };
  const files: string[] = [];
  for (const format of ['csv', 'jsonl', 'parquet']) {
    const file = join(home, `scores.${format}`);
    writeFileSync(file, Buffer.from(await exported(evaluation, format)));
    files.push(file);
  }
  const env = { ASSAY_URL: api.url, ASSAY_API_KEY: key };
  await runCli(['export', 'dataset', join(home, 'dataset')], { env });
  const parts = readdirSync(join(home, 'dataset'), { recursive: true }).map(String);
  const part = parts.find((path) => path.endsWith(`evaluation=${uuidOf(evaluation)}/scores.parquet`));
  files.push(join(home, 'dataset', part ?? ''));

  for (const [at, path] of files.entries()) {
    const { evaluation: back } = await importScoreFile(client, aTerminal(), {
      path,
      run,
      judge: `back ${at}`,
    });

    expect({ scores: await own(back.id), standing: await standing(back.id) }, path).toEqual(expected);
  }

  const types = { csv: 'text/csv', jsonl: 'application/x-ndjson' };
  for (const [format, type] of Object.entries(types)) {
    const { openImport } = await client.query<{ openImport: { evaluation: { id: string } } }>(
      'mutation ($i: OpenImportInput!) { openImport(input: $i) { evaluation { id } } }',
      { i: { run, judge: { name: `sent as ${format}`, criteria: ['overall'] } } },
    );
    const { id } = openImport.evaluation;
    const sent = await fetch(`${api.url}/import/scores?evaluation=${id}`, {
      ...{ method: 'POST', headers: { 'content-type': type }, body: await exported(evaluation, format) },
    });

    expect({ status: sent.status, scores: await own(id) }).toEqual({ status: 200, scores: expected.scores });
  }
});

describe('an export that holds no scores is called what it is:', () => {
  test.for(['responses', 'rollups', 'leaderboard'])('%s', async (table, { client, fetchExport, home }) => {
    await importMmie(client, 3);
    for (const format of ['csv', 'jsonl', 'parquet']) {
      const file = join(home, `${table}.${format}`);
      const answer = await fetchExport(`${table}?benchmark=mmie&format=${format}`);
      writeFileSync(file, Buffer.from(await answer.arrayBuffer()));

      await expect(scoresIn(file)).rejects.toThrow(new RegExp(`it is an export of (a )?${table}`));
    }
  });

  test('several evaluations at once', async ({ client, fetchExport, home }) => {
    const { evaluations } = await importMmie(client, 3);
    const path = join(home, 'all.csv');
    writeFileSync(path, await (await fetchExport('scores?benchmark=mmie')).text());
    const run = await runOf(client, evaluations[0] ?? '');

    const importing = importScoreFile(client, aTerminal(), { path, run, judge: 'back' });

    await expect(importing).rejects.toThrow(
      /line 5 .*: it is of another evaluation than .*line 2 .*; export them one at a time/,
    );
  });
});
