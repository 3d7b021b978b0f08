import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test as plainTest } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { fileIdOf, folderOf, identityOf } from '../../src/cli/export/everyEvalEver/identity.ts';
import {
  type AggregateRecord,
  aggregateRecord,
  type SampleRecord,
  sampleRecord,
} from '../../src/cli/export/everyEvalEver/schema.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { test as base, importMmie, readJsonl } from '../support/exported.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';
import { complaintsBy, haveSchemas, SCHEMAS } from './everyEvalEverSchemas.ts';
import { runCli } from './runCli.ts';

const test = base.extend<{ env: Record<string, string>; folder: string }>({
  folder: async ({ home }, use) => use(join(home, 'records')),

  env: async ({ api, key }, use) => use({ ASSAY_URL: api.url, ASSAY_API_KEY: key }),
});

const WHO = ['--organization', 'Our Lab', '--relationship', 'third_party'];

const filesIn = (directory: string, ending: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .toSorted();

const recordsIn = (directory: string): AggregateRecord[] =>
  filesIn(directory, '.json').map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')));

describe('records', () => {
  test('hold the numbers that the API gives, one result for each reading and category', async ({
    client,
    env,
    folder,
  }) => {
    const { evaluations } = await importMmie(client);
    const numbers = '{ mean low high n expected scale { min max } }';
    const { nodes } = await client.query<{
      nodes: { modes: { mode: string; score: Score; categories: Category[] }[] }[];
    }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Evaluation { modes {
        mode score ${numbers} categories { slug score ${numbers} } } } } }`,
      { ids: evaluations },
    );

    const { code, out } = await runCli(['export', 'every-eval-ever', folder, ...WHO, '--json'], { env });

    const records = recordsIn(folder);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ records: 2, samples: 0, withoutNumber: 0 });
    for (const [index, evaluation] of evaluations.entries()) {
      const uuid = Buffer.from(evaluation, 'base64url').toString().split(':')[1];
      const record = records.find(({ evaluation_id }) => evaluation_id.endsWith(uuid ?? '?'));
      const expected = nodes[index]?.modes.flatMap(({ mode, score, categories }) => [
        { id: `${uuid}/${mode.toLowerCase()}/all`, name: 'mmie', ...score },
        ...categories.map(({ slug, score: part }) => ({
          ...{ id: `${uuid}/${mode.toLowerCase()}/${slug}`, name: `mmie.${slug}`, ...part },
        })),
      ]);
      expect(record?.evaluation_results.map(toPlain)).toEqual(expected);
    }
  });

  test('keep to the fields of the format', async ({ client, env, folder }) => {
    await importMmie(client);

    await runCli(['export', 'every-eval-ever', folder, ...WHO, '--samples', '--developer', 'ours'], { env });

    const [name = ''] = filesIn(folder, '.json');
    const [record] = recordsIn(folder);
    expect(name).toMatch(
      /^data\/mmie\/ours\/[^/]+\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.json$/,
    );
    expect(aggregateRecord.safeParse(record).success).toBe(true);
    expect(Object.keys(record ?? {})).toEqual(
      expect.arrayContaining([
        ...['schema_version', 'evaluation_id', 'retrieved_timestamp', 'source_metadata', 'model_info'],
        ...['eval_library', 'evaluation_results'],
      ]),
    );
    expect(record?.source_metadata).toEqual({
      source_name: 'Assay',
      source_type: 'evaluation_run',
      source_organization_name: 'Our Lab',
      evaluator_relationship: 'third_party',
    });
    for (const {
      metric_config: metric,
      score_details: { score },
    } of record?.evaluation_results ?? []) {
      expect(metric).toMatchObject({
        score_type: 'continuous',
        lower_is_better: false,
        min_score: 0,
        max_score: 6,
      });
      expect(score).toBeGreaterThanOrEqual(metric.min_score);
      expect(score).toBeLessThanOrEqual(metric.max_score);
    }
  });

  test('bring samples whose means are the results that they belong to', async ({ client, env, folder }) => {
    await importMmie(client);

    const { out } = await runCli(['export', 'every-eval-ever', folder, ...WHO, '--samples', '--json'], {
      env,
    });

    let all = 0;
    for (const name of filesIn(folder, '.json')) {
      const record: AggregateRecord = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      const details = record.detailed_evaluation_results;
      const text = readFileSync(join(folder, details?.file_path ?? ''), 'utf8');
      const samples = readJsonl(text).map((line) => sampleRecord.parse(line));
      expect(details).toMatchObject({ format: 'jsonl', checksum: sha256(text), total_rows: samples.length });
      expect(details?.file_path).toBe(name.replace('.json', '_samples.jsonl'));
      expect(new Set(samples.map(({ evaluation_id }) => evaluation_id))).toEqual(
        new Set([record.evaluation_id]),
      );
      for (const [id, group] of Map.groupBy(samples, ({ evaluation_result_id }) => evaluation_result_id)) {
        const result = record.evaluation_results.find(
          ({ evaluation_result_id }) => evaluation_result_id === id,
        );
        expect(meanOf(group)).toBeCloseTo(result?.score_details.score ?? Number.NaN, 2);
        expect(String(group.length)).toBe(result?.score_details.details['n']);
      }
      all += samples.length;
    }
    expect(JSON.parse(out)).toMatchObject({ records: 2, samples: all });
    expect(all).toBeGreaterThan(40);
  });

  test('hold every criterion, and every score of it in the part that it counts in', async ({
    client,
    env,
    folder,
  }) => {
    const questions = ['q1', 'q2', 'q3'];
    await importFourCriteria(client, questions);

    await runCli(['export', 'every-eval-ever', folder, ...WHO, '--samples', '--json'], { env });

    const [record] = recordsIn(folder);
    const samples = samplesIn(folder);
    expect(samples).toHaveLength(questions.length * CRITERIA.length * 2);
    const named = Map.groupBy(samples, ({ evaluation_name, metadata }) =>
      [evaluation_name, metadata['criterion'], metadata['reading']].join(' '),
    );
    expect([...named.keys()].toSorted()).toEqual(
      ['OFFICIAL', 'STRICT']
        .flatMap((reading) => [
          `mmie overall ${reading}`,
          ...CRITERIA.slice(1).map((slug) => `mmie.project-based-learning.${slug} ${slug} ${reading}`),
        ])
        .toSorted(),
    );
    for (const [id, group] of Map.groupBy(samples, ({ evaluation_result_id }) => evaluation_result_id)) {
      const result = record?.evaluation_results.find(
        ({ evaluation_result_id }) => evaluation_result_id === id,
      );
      expect(meanOf(group)).toBeCloseTo(result?.score_details.score ?? Number.NaN, 12);
    }
  });

  test('are valid by that project’s schemas, records and samples', async ({ client, env, folder, skip }) => {
    if (!haveSchemas) skip(`no ${SCHEMAS.record}: the schemas are kept beside the repository`);
    await importMmie(client);
    await importFourCriteria(client, ['f1', 'f2']);

    await runCli(['export', 'every-eval-ever', folder, ...WHO, '--samples'], { env });

    const records = recordsIn(folder);
    expect(records).toHaveLength(3);
    expect(records.flatMap(complaintsBy(SCHEMAS.record))).toEqual([]);
    expect(samplesIn(folder).flatMap(complaintsBy(SCHEMAS.sample))).toEqual([]);
    const { version } = JSON.parse(readFileSync(SCHEMAS.record, 'utf8'));
    const versions = [...records, ...samplesIn(folder)].map(({ schema_version }) => schema_version);
    expect(new Set(versions)).toEqual(new Set([version]));
  });

  test('are replaced, not doubled, by exporting again', async ({ client, env, folder }) => {
    await importMmie(client);
    await runCli(['export', 'every-eval-ever', folder, ...WHO, '--samples'], { env });
    const before = filesIn(folder, '');

    await runCli(['export', 'every-eval-ever', folder, ...WHO, '--samples'], { env });

    expect(filesIn(folder, '')).toEqual(before);
  });

  test('leave out an evaluation that is still being scored', async ({ client, env, folder }) => {
    const { questions } = await importMmie(client);
    const run = await aTextRun(client, { benchmark: 'mmie', model: 'third', questions });
    await client.query(
      'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
      {
        input: { run, judge: { name: 'people' } },
      },
    );

    const { out } = await runCli(['export', 'every-eval-ever', folder, ...WHO, '--json'], { env });

    expect(JSON.parse(out)).toMatchObject({ records: 2 });
  });

  test('are not written by nobody', async ({ env, folder }) => {
    const nobody = await runCli(['export', 'every-eval-ever', folder], { env });
    const odd = await runCli(
      ['export', 'every-eval-ever', folder, '--organization', 'Us', '--relationship', 'friend'],
      { env },
    );

    expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('--organization <name>') });
    expect(odd).toMatchObject({
      code: 2,
      err: expect.stringContaining('first_party, third_party, collaborative, other'),
    });
  });
});

describe('the identity of a model', () => {
  plainTest.each([
    ['org/model', undefined, 'org/model', 'data/mmie/org/model'],
    ['org/a/b', undefined, 'org/a/b', 'data/mmie/org/a_b'],
    ['model', 'ours', 'ours/model', 'data/mmie/ours/model'],
    ['model', undefined, 'unknown/model', 'data/mmie/unknown/model'],
    ['a:b?', 'x', 'x/a:b?', 'data/mmie/x/a_b_'],
    ['../..', undefined, '../..', 'data/mmie/_/_'],
    ['con', 'x', 'x/con', 'data/mmie/x/_con'],
    ['Aux.v2.1', 'NUL', 'NUL/Aux.v2.1', 'data/mmie/_NUL/_Aux.v2.1'],
    ['data', 'data', 'data/data', 'data/mmie/_data/_data'],
    ['console', 'database', 'database/console', 'data/mmie/database/console'],
  ])('of %s (%s) is %s, in the folder %s', (name, developer, id, folder) => {
    const identity = identityOf(name, developer);

    expect(identity.id).toBe(id);
    expect(folderOf('mmie', identity)).toBe(folder);
  });

  plainTest('of a file is a UUID of version 4, the same every time', () => {
    const [one, again, other] = [fileIdOf('a'), fileIdOf('a'), fileIdOf('b')];

    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

interface Score {
  mean: number;
  low: number | null;
  high: number | null;
  n: number;
  expected: number;
  scale: { min: number; max: number };
}

interface Category {
  slug: string;
  score: Score;
}

function toPlain(result: AggregateRecord['evaluation_results'][number]) {
  const { score, details, uncertainty } = result.score_details;
  return {
    id: result.evaluation_result_id,
    name: result.evaluation_name,
    mean: score,
    low: uncertainty?.confidence_interval.lower ?? null,
    high: uncertainty?.confidence_interval.upper ?? null,
    n: Number(details['n']),
    expected: Number(details['expected']),
    scale: { min: result.metric_config.min_score, max: result.metric_config.max_score },
  };
}

const CRITERIA = ['overall', 'text-quality', 'image-quality', 'text-image-coherence'];

/** One evaluation of MMIE's shape with a score of each criterion. */
async function importFourCriteria(client: Client, questions: readonly string[]): Promise<void> {
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({
      ...{ externalId, slices: ['project-based-learning', 'finance', 'stocks'], criteria: CRITERIA },
    })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'four', questions });
  const scores = questions.flatMap((question, index) =>
    CRITERIA.map((criterion, at) => ({ question, criterion, value: at === 0 ? index + 1 : 0.25 * at })),
  );
  await importEvaluation(client, run, { name: 'four', criteria: CRITERIA }, { scores });
}

const samplesIn = (directory: string): SampleRecord[] =>
  filesIn(directory, '_samples.jsonl').flatMap((name) =>
    readJsonl(readFileSync(join(directory, name), 'utf8')).map((line) => sampleRecord.parse(line)),
  );

const meanOf = (samples: readonly SampleRecord[]): number =>
  samples.reduce((sum, { evaluation }) => sum + evaluation.score, 0) / samples.length;
