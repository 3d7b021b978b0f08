import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { genevalQuestions } from '../src/benchmarks/geneval/definition.ts';
import type { GenevalRecord } from '../src/benchmarks/geneval/record.ts';
import { renderSvg } from '../src/media/svg.ts';
import { canPaint, paint } from '../src/painter/paint.ts';
import { runWorker } from '../src/workers/main.ts';
import { runCli } from './cli/runCli.ts';
import { test } from './support/fixtures.ts';

const data = process.env['ASSAY_OFFICIAL_DATA'] ?? resolve(import.meta.dirname, '../../shared/data');
const prompts = join(data, 'geneval/evaluation_metadata.jsonl');

/** The official image folder of the prompts that the painter can draw, four pictures each; gives what it knows. */
async function paintFolder(dir: string): Promise<{ pictures: number; truth: Map<string, boolean[]> }> {
  const lines = (await readFile(prompts, 'utf8')).trim().split('\n');
  const records = lines.map((line) => JSON.parse(line) as GenevalRecord);
  const truth = new Map<string, boolean[]>();
  let pictures = 0;
  for (const [index, { externalId }] of genevalQuestions(records).entries()) {
    const record = records[index] as GenevalRecord;
    if (!canPaint(record)) continue;
    const folder = join(dir, externalId);
    await mkdir(join(folder, 'samples'), { recursive: true });
    await writeFile(join(folder, 'metadata.jsonl'), lines[index] as string);
    for (let sample = 0; sample < 4; sample++) {
      const picture = paint(record, { seed: sample, style: 'careful' });
      await writeFile(join(folder, 'samples', `0000${sample}.png`), await renderSvg(picture.svg));
      truth.set(record.tag, [...(truth.get(record.tag) ?? []), picture.truth]);
      pictures++;
    }
  }
  return { pictures, truth };
}

test('the 553 official prompts install, and a folder painted for them is imported, scored and ranked by task', async ({
  api,
  client,
  config,
  databaseUrl,
  home,
  log,
  skip,
}) => {
  skip(!existsSync(prompts), `no ${prompts}: set ASSAY_OFFICIAL_DATA to the folder that holds it`);
  const env = { ASSAY_URL: api.url };
  const dir = join(home, 'images');
  const { pictures, truth } = await paintFolder(dir);
  const stopping = new AbortController();
  const ready = Promise.withResolvers<string>();
  const judge = 'demo-detector';
  const onReady = ready.resolve;
  const working = runWorker(config, databaseUrl, log, {
    judge,
    device: 'cpu',
    stopping: stopping.signal,
    onReady,
  });
  await Promise.race([ready.promise, working]);

  const installed = await runCli(['benchmark', 'install', 'geneval', '--from', prompts], { env });
  const imported = await runCli(['import', 'geneval', dir, '--model', 'painter', '--evaluate', judge], {
    env,
  });
  stopping.abort();
  await working;

  expect(installed.code).toBe(0);
  const { benchmark } = await client.query<{ benchmark: object }>(
    '{ benchmark(slug: "geneval") { questionCount } }',
  );
  expect(benchmark).toEqual({ questionCount: 553 });
  expect(imported.code).toBe(0);
  expect(imported.err).toContain(`${pictures} of 2212 pictures`);
  const { leaderboard } = await client.query<{ leaderboard: { nodes: object[] } }>(
    '{ leaderboard(benchmark: "geneval") { nodes { rank score { n expected } categories { slug score { sum n } } } } }',
  );
  const categories = [...truth].map(([slug, verdicts]) => ({
    slug,
    score: { sum: verdicts.filter(Boolean).length, n: verdicts.length },
  }));
  // The detector agreed with the painter on 5,999 of 6,000 pictures; here it may err once in a task.
  expect(leaderboard.nodes).toEqual([
    {
      rank: null,
      score: { n: pictures, expected: 2212 },
      categories: categories.map(({ slug, score }) => ({
        slug,
        score: { n: score.n, sum: expect.closeTo(score.sum, -0.5) },
      })),
    },
  ]);
});
