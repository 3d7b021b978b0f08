import { genevalQuestions } from '../benchmarks/geneval/definition.ts';
import type { GenevalRecord } from '../benchmarks/geneval/record.ts';
import { renderSvg } from '../media/svg.ts';
import { paint } from '../painter/paint.ts';
import { demoPrompts } from '../painter/prompts.ts';
import type { Client } from './client.ts';
import type { CommandContext } from './context.ts';
import { LEADERBOARD } from './leaderboard.ts';
import { type Board, leaderboardTable } from './leaderboardTable.ts';
import { paceNote } from './pace.ts';
import { openProgress } from './progress.ts';
import { type Picture, uploadRun } from './uploadRun.ts';
import { type EvaluationEvent, isClosed, watchEvaluation } from './watch.ts';

export const DEMO_JUDGE = 'demo-detector';
const BENCHMARK = 'geneval-demo';
const STYLES = ['careful', 'hasty'] as const;
const SAMPLES = 4;

type Style = (typeof STYLES)[number];

type Evaluation = { id: string } & Pick<EvaluationEvent, 'status'>;

interface Painted {
  record: GenevalRecord;
  sampleIndex: number;
  question: string;
  svg: string;
  /** What the painter knows: whether the picture shows what the prompt asks for. */
  truth: boolean;
}

/** The four pictures of each demo prompt; the same ones every time. */
export function paintDemo(style: Style): Painted[] {
  return genevalQuestions(demoPrompts()).flatMap(({ externalId, reference }, index) =>
    Array.from({ length: SAMPLES }, (_, sampleIndex) => {
      const record = reference as GenevalRecord;
      const { svg, truth } = paint(record, { seed: index * SAMPLES + sampleIndex, style });
      return { record, sampleIndex, question: externalId, svg, truth };
    }),
  );
}

/** What a perfect judge would give: the unweighted mean of the six task means, 0..1. */
export function paintersTruth(painted: readonly Painted[]): number {
  const byTask = Map.groupBy(painted, ({ record }) => record.tag);
  const means = [...byTask.values()].map((of) => of.filter(({ truth }) => truth).length / of.length);
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

/** Paints, uploads and scores both painters' runs, or finds that it was done before; then shows who leads. */
export async function runDemo(client: Client, { terminal }: CommandContext): Promise<void> {
  await client.query(`mutation { installBenchmark(input: { benchmark: "${BENCHMARK}" }) { installed } }`);
  const truths = new Map<string, number>();
  for (const style of STYLES) {
    const painted = paintDemo(style);
    const model = `painter-${style}`;
    truths.set(model, paintersTruth(painted));
    const uploading = openProgress(terminal, `painting  ${model}`);
    const pictures = painted.map(
      ({ question, sampleIndex, svg }): Picture => ({
        question,
        sampleIndex,
        bytes: async () => new Uint8Array(await renderSvg(svg)),
      }),
    );
    const settings = { painter: style, seeds: `0-${pictures.length - 1}` };
    const run =
      (await findDemoRun(client, model)) ??
      (await uploadRun(client, { benchmark: BENCHMARK, model, settings, pictures }, uploading)).id;
    uploading.end();
    await score(client, terminal, run, model);
  }
  const { leaderboard } = await client.query<{ leaderboard: Board }>(LEADERBOARD, { benchmark: BENCHMARK });
  terminal.err('');
  await terminal.out(leaderboardTable(leaderboard, terminal.width));
  await terminal.out('');
  for (const { model, score: shown } of leaderboard.nodes) {
    const truth = truths.get(model.name);
    if (truth === undefined || !shown) continue;
    const isInside = (shown.low ?? 0) <= truth && truth <= (shown.high ?? 1);
    await terminal.out(
      `${model.name}'s own truth is ${truth.toFixed(3)}, ${isInside ? 'inside' : 'OUTSIDE'} the interval.`,
    );
  }
}

/** A complete run of an earlier start, so that nothing is painted again. */
async function findDemoRun(client: Client, model: string): Promise<string | null> {
  const { models } = await client.query<{ models: { nodes: { name: string }[] } }>(
    '{ models(first: 100) { nodes { name } } }',
  );
  if (!models.nodes.some(({ name }) => name === model)) return null;
  const { runs } = await client.query<{
    runs: { nodes: { id: string; responseCount: number; expectedResponseCount: number }[] };
  }>(
    'query ($benchmark: String!, $model: String!) { runs(benchmark: $benchmark, model: $model) { nodes { id responseCount expectedResponseCount } } }',
    { benchmark: BENCHMARK, model },
  );
  return runs.nodes.find((run) => run.responseCount === run.expectedResponseCount)?.id ?? null;
}

async function score(
  client: Client,
  terminal: CommandContext['terminal'],
  run: string,
  model: string,
): Promise<void> {
  const { judges } = await client.query<{ judges: { name: string; revision: string }[] }>(
    '{ judges { name revision } }',
  );
  const judge = judges.find(({ name }) => name === DEMO_JUDGE);
  const { startEvaluation } = await client.query<{ startEvaluation: { evaluation: Evaluation } }>(
    'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id status } } }',
    { input: { run, judge: DEMO_JUDGE, idempotencyKey: `demo ${run} ${judge?.revision}` } },
  );
  // Scored by an earlier start.
  if (isClosed(startEvaluation.evaluation)) return;
  const scoring = openProgress(terminal, `scoring   ${model}`);
  const pace = paceNote();
  await watchEvaluation(client, startEvaluation.evaluation.id, (event) =>
    scoring.update(event.done, event.responses, event.status === 'RUNNING' ? pace(event) : ''),
  );
  scoring.end();
}
