import { expect } from 'vitest';
import { PUBLISHED } from '../../src/benchmarks/published.ts';
import { benchmarkDefinitions } from '../../src/benchmarks/registry.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { upsertBenchmark } from '../../src/store/benchmarks.ts';
import { refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';

const FIELDS = 'model kind category scorer mean percent source note categories { slug mean percent }';

interface Published {
  model: string;
  kind: string;
  category: string | null;
  scorer: string;
  mean: number | null;
  percent: number | null;
  source: string;
  note: string | null;
  categories: { slug: string; mean: number; percent: number | null }[];
}

interface Percents {
  model: string;
  mean: number | null;
  percent: number | null;
  percentOfScale: number | null;
  categories: { slug: string; mean: number; percentOfScale: number | null }[];
}

async function published(client: Client, benchmark: string, category?: string): Promise<Published[]> {
  const data = await client.query<{ publishedResults: Published[] }>(
    `query ($benchmark: String!, $category: String) {
      publishedResults(benchmark: $benchmark, category: $category) { ${FIELDS} } }`,
    { benchmark, category },
  );
  return data.publishedResults;
}

const round2 = (value: number): string => value.toFixed(2);

test("MMIE's 20 published rows are there on first start: 80 percentages, each of one mean", async ({
  client,
}) => {
  const rows = await published(client, 'mmie');

  const cells = rows.flatMap(({ mean, percent, categories }) => [{ mean, percent }, ...categories]);
  expect(rows).toHaveLength(20);
  expect(cells).toHaveLength(80);
  for (const { mean, percent } of cells) {
    expect(round2(((mean ?? Number.NaN) / 6) * 100)).toBe(round2(percent ?? Number.NaN));
    expect(Number((mean ?? Number.NaN).toFixed(3))).toBe(mean);
  }
  expect(rows[0]).toMatchObject({
    model: 'GPT-4o + SD-XL',
    kind: 'PUBLISHED',
    category: null,
    scorer: 'MMIE-Score',
    mean: 3.928,
    percent: 65.47,
    source: 'mmie-bench.github.io leaderboard, commit 228788342aab9c29194477f63f5c47bb5808afab',
    categories: [
      { slug: 'situational-analysis', mean: 3.367, percent: 56.12 },
      { slug: 'project-based-learning', mean: 4.395, percent: 73.25 },
      { slug: 'multi-step-reasoning', mean: 3.22, percent: 53.67 },
    ],
  });
});

test('a category shows its own numbers, best first', async ({ client }) => {
  const rows = await published(client, 'mmie', 'multi-step-reasoning');

  const means = rows.map(({ mean }) => mean);
  expect(means).toEqual(means.toSorted((a, b) => Number(b) - Number(a)));
  expect(rows[0]).toMatchObject({ category: 'multi-step-reasoning', mean: 3.603, percent: 60.05 });
});

test("EvalAlign's 24 models come by judge and by people, the dimensions never as one number", async ({
  client,
}) => {
  const rows = await published(client, 'evalalign');
  const alignment = await published(client, 'evalalign', 'alignment');

  expect(rows).toHaveLength(48);
  expect(rows.every(({ mean, percent }) => mean === null && percent === null)).toBe(true);
  expect(rows.filter(({ model }) => model === 'Wuerstchen')).toMatchObject([
    { scorer: 'evalalign', categories: [{ mean: 1.4279 }, { mean: 5.17 }] },
    { scorer: 'human', categories: [{ mean: 1.7837 }, { mean: 4.87 }] },
  ]);
  expect(alignment[0]).toMatchObject({ model: 'IF-I-XL v1.0', scorer: 'evalalign', mean: 5.53 });
});

test("GenEval's rows keep their two decimals, and rows picked by a verifier say so", async ({ client }) => {
  const rows = await published(client, 'geneval');

  expect(rows).toHaveLength(15);
  expect(rows[0]).toMatchObject({
    model: 'SANA-1.5 4.8B + verifier selection (2048)',
    mean: 0.96,
    percent: null,
    note: expect.stringContaining('verifier'),
  });
  expect(rows.find(({ model }) => model === 'CLIP retrieval')).toMatchObject({
    mean: 0.35,
    note: null,
    categories: [
      { slug: 'single_object', mean: 0.89 },
      { slug: 'two_object', mean: 0.22 },
      { slug: 'counting', mean: 0.37 },
      { slug: 'colors', mean: 0.62 },
      { slug: 'position', mean: 0.03 },
      { slug: 'color_attr', mean: 0 },
    ],
  });
});

test('a leaderboard shows what is published of what it shows, and never among what is measured', async ({
  client,
}) => {
  const QUERY = `query ($category: String, $domain: String, $criterion: String) {
    leaderboard(benchmark: "mmie", category: $category, domain: $domain, criterion: $criterion) {
      nodes { rank } published { mean } } }`;
  const ask = async (variables: Record<string, unknown>) =>
    (await client.query<{ leaderboard: { nodes: unknown[]; published: Published[] } }>(QUERY, variables))
      .leaderboard;

  expect((await ask({})).nodes).toEqual([]);
  expect((await ask({})).published[0]).toEqual({ mean: 3.928 });
  expect((await ask({ category: 'situational-analysis' })).published[0]).toEqual({ mean: 3.367 });
  expect((await ask({ criterion: 'overall' })).published).toHaveLength(20);
  expect((await ask({ domain: 'finance' })).published).toEqual([]);
  expect((await ask({ criterion: 'innovation' })).published).toEqual([]);
});

test('starting again adds nothing and touches nothing', async ({ client, database }) => {
  const before = await published(client, 'evalalign');
  const versions = 'select id, xmin::text from published_results order by id';
  const { rows } = await database.pool.query(versions);

  for (const definition of benchmarkDefinitions)
    await upsertBenchmark(database.db, definition, PUBLISHED[definition.slug]);

  expect((await database.pool.query(versions)).rows).toEqual(rows);
  expect(await published(client, 'evalalign')).toEqual(before);
});

test('percent of the scale is there wherever the scale is known, as printed where it is printed', async ({
  client,
}) => {
  const ask = async (benchmark: string, category?: string) => {
    const data = await client.query<{ publishedResults: Percents[] }>(
      `query ($benchmark: String!, $category: String) { publishedResults(benchmark: $benchmark, category: $category) {
        model mean percent percentOfScale categories { slug mean percentOfScale } } }`,
      { benchmark, category },
    );
    return data.publishedResults;
  };
  const [geneval, mmie, evalalign] = [await ask('geneval'), await ask('mmie'), await ask('evalalign')];

  expect(geneval.length).toBeGreaterThan(5);
  for (const { mean, percent, percentOfScale, categories } of geneval) {
    expect([percent, percentOfScale]).toEqual([null, expect.closeTo((mean ?? 0) * 100, 9)]);
    for (const each of categories) expect(each.percentOfScale).toBeCloseTo(each.mean * 100, 9);
  }
  for (const { percent, percentOfScale } of mmie) expect(percentOfScale).toBe(percent);
  for (const { percentOfScale, categories } of evalalign) {
    const [faithfulness, alignment] = categories;
    expect([percentOfScale, alignment?.percentOfScale]).toEqual([null, null]);
    expect(faithfulness?.percentOfScale).toBeCloseTo((faithfulness?.mean ?? 0) * 25, 9);
  }
  const counting = await ask('geneval', 'counting');
  expect(counting[0]?.percentOfScale).toBeCloseTo((counting[0]?.mean ?? 0) * 100, 9);
});

test('an unknown category is refused by name', async ({ api }) => {
  const refused = await refusal(api, '{ publishedResults(benchmark: "mmie", category: "poetry") { model } }');

  expect(refused).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('"poetry"') });
});
