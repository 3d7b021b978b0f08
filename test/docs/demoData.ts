import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunningApi } from '../../src/api/main.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { genevalDemo } from '../../src/cli/demo/geneval.ts';
import type { Config } from '../../src/core/config.ts';
import type { Log } from '../../src/core/log.ts';
import { renderSvg } from '../../src/media/svg.ts';
import { addResponses, anEvaluation, installDemo } from '../support/builders.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';
import { follow } from '../support/live.ts';
import { aDemoWorker, DEMO_JUDGE } from '../support/worker.ts';

const MODELS = resolve(import.meta.dirname, '../../models');

export interface Place {
  api: RunningApi;
  client: Client;
  config: Config;
  databaseUrl: string;
  log: Log;
}

/** What the capitals in the guide's variables stand for. */
export type Placeholders = Record<string, string>;

/**
 * The demo as `npm start` leaves it, with one picture a prompt: both painters' runs scored by the demo judge, one of
 * them by a second revision too; besides, MMIE and EvalAlign results made elsewhere, some unreadable, some missing.
 */
export async function demoData(place: Place): Promise<Placeholders> {
  const { api, client } = place;
  await installDemo(client);
  const careful = await aPaintedRun(client, 'careful');
  const hasty = await aPaintedRun(client, 'hasty');
  const revised = await aRevisedJudge(place);
  const [other] = await scored(place, revised, [careful]);
  const [evaluation, otherEvaluation] = await scored(place, place.config, [careful, hasty]);
  const [first] = await follow(api, evaluation as string);
  const mmie = await mmieResults(client);
  await evalAlignResults(client);
  return {
    RUN: careful,
    EVALUATION: evaluation as string,
    OTHER_EVALUATION: otherEvaluation as string,
    OTHER_REVISION: other as string,
    MMIE_EVALUATION: mmie.whole,
    PARTIAL_EVALUATION: mmie.partial,
    CURSOR: first?.cursor as string,
  };
}

async function aPaintedRun(client: Client, style: 'careful' | 'hasty'): Promise<string> {
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    {
      input: {
        benchmark: 'geneval-demo',
        model: { name: `painter-${style}` },
        settings: { painter: style, promptRewriting: style === 'careful' },
        samplesPerQuestion: 1,
      },
    },
  );
  const first = genevalDemo.paint(style).responses.filter(({ sampleIndex }) => sampleIndex === 0);
  const responses = await Promise.all(
    first.map(async ({ question, sampleIndex, content }) => {
      const svg = content.flatMap((segment) => ('svg' in segment ? [segment.svg] : []))[0] ?? '';
      const digest = await client.putMedia(new Uint8Array(await renderSvg(svg)), 'image/png');
      return { question, sampleIndex, content: [{ image: digest }] };
    }),
  );
  await addResponses(client, createRun.run.id, responses);
  return createRun.run.id;
}

/** The demo judge with other thresholds, which makes it another revision; without a golden set, which was for the first. */
async function aRevisedJudge({ config }: Place): Promise<Config> {
  const root = join(config.home, 'revised');
  for (const model of [DEMO_JUDGE, 'demo-colors']) {
    await mkdir(join(root, model), { recursive: true });
    for (const file of ['manifest.json', 'model.onnx'])
      await cp(join(MODELS, model, file), join(root, model, file));
  }
  const path = join(root, DEMO_JUDGE, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  manifest.decide = { ...manifest.decide, threshold: 0.88, countingThreshold: 0.88 };
  await writeFile(path, JSON.stringify(manifest));
  return { ...config, modelRoots: [root] };
}

/** Scores runs by a worker of the judge that the models' folder holds; the evaluations. */
async function scored({ api, client, databaseUrl, log }: Place, config: Config, runs: readonly string[]) {
  await using _ = await aDemoWorker(config, databaseUrl, log);
  const evaluations: string[] = [];
  for (const run of runs) evaluations.push(await anEvaluation(client, run, DEMO_JUDGE));
  for (const evaluation of evaluations) await follow(api, evaluation);
  return evaluations;
}

const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  'situational-analysis': ['literature'],
  'project-based-learning': ['education', 'finance', 'health', 'eecs', 'art', 'sports', 'philosophy'],
  'multi-step-reasoning': ['mathematics', 'statistics', 'physics', 'coding'],
};

/** Two models on four questions of each domain; the second model's run lacks one answer in twelve. */
async function mmieResults(client: Client): Promise<{ whole: string; partial: string }> {
  const questions = Object.entries(DOMAINS).flatMap(([category, domains]) =>
    domains.flatMap((domain) =>
      [0, 1, 2, 3].map((at) => ({ externalId: `${domain}-${at}`, slices: [category, domain] })),
    ),
  );
  await addQuestions(client, 'mmie', questions);
  const ids = questions.map(({ externalId }) => externalId);
  const judge = { name: 'mmie-score', manifest: { weights: 'InternVL-2-4B' }, criteria: ['overall'] };
  const evaluate = async (model: string, answered: readonly string[], shift: number) => {
    const run = await aTextRun(client, { benchmark: 'mmie', model, questions: answered });
    const replies = answered.map((question, at) => ({
      question,
      criterion: 'overall',
      text: reply(at, shift),
    }));
    return importEvaluation(client, run, judge, { replies });
  };
  const whole = await evaluate('interleaver', ids, 1);
  const some = ids.filter((_, at) => at % 12 !== 5);
  return { whole, partial: await evaluate('pipeline', some, 0) };
}

function reply(at: number, shift: number): string {
  if (at % 16 === 3) return 'The pictures are lovely.';
  if (at % 16 === 7) return '### Score: 11';
  const score = (at + shift) % 6;
  return at % 5 === 2 ? `### Score (0-6)\n${score}` : `### Score: ${score}`;
}

async function evalAlignResults(client: Client): Promise<void> {
  const ids = ['1', '2', '3', '4'];
  await addQuestions(client, 'evalalign', [
    ...ids.map((id) => ({
      externalId: `alignment-${id}`,
      slices: ['alignment'],
      criteria: ['object', 'count'],
    })),
    ...ids.map((id) => ({ externalId: `faithfulness-${id}`, slices: ['faithfulness'] })),
  ]);
  for (const [shift, model] of ['diffuser', 'sampler'].entries()) {
    const questions = ids.flatMap((id) => [`alignment-${id}`, `faithfulness-${id}`]);
    const run = await aTextRun(client, { benchmark: 'evalalign', model, questions });
    const replies = ids.flatMap((id, at) => [
      ...['object', 'count'].map((criterion, skill) => ({
        question: `alignment-${id}`,
        criterion,
        text: `${(at + skill + shift) % 3}, as seen`,
      })),
      ...['body', 'hand', 'face', 'object', 'common'].map((criterion, skill) => ({
        question: `faithfulness-${id}`,
        criterion,
        text: skill === 1 ? `${at % 2}, poor` : `${((at + shift) % 3) + 2}, fair`,
      })),
    ]);
    await importEvaluation(client, run, { name: 'llava-evalalign' }, { replies });
  }
}
