import type { Segment } from '../../benchmarks/benchmark.ts';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import { decimal } from '../../core/decimal.ts';
import { renderSvg } from '../../media/svg.ts';
import type { Style } from '../../painter/mistakes.ts';
import type { Client } from '../client/client.ts';
import type { CommandContext } from '../context.ts';
import { addResponses, createRun } from '../import/api.ts';
import { eachOf } from '../import/eachOf.ts';
import { LEADERBOARD } from '../leaderboard.ts';
import { type Board, leaderboardTable } from '../leaderboardTable.ts';
import { paceNote } from '../terminal/pace.ts';
import { openProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type EvaluationEvent, isClosed, watchEvaluation } from '../watch.ts';
import { type Demo, type PaintedRun, STYLES } from './demo.ts';

const UPLOADS = 8;

/** Paints, uploads and scores both painters' runs, or finds that it was done before; then shows who leads. */
export async function runDemo(client: Client, { terminal }: CommandContext, demo: Demo): Promise<void> {
  await client.query(
    'mutation ($input: InstallBenchmarkInput!) { installBenchmark(input: $input) { installed } }',
    { input: { benchmark: demo.benchmark } },
  );
  const truths = new Map<string, number>();
  for (const style of STYLES) {
    const painted = demo.paint(style);
    truths.set(modelOf(style), painted.truth);
    await score(client, terminal, demo, style, await openRun(client, terminal, demo, style, painted));
  }
  await show(client, terminal, demo, truths);
}

const modelOf = (style: Style): string => `painter-${style}`;

/** The run of a style, made once; later starts find it whole and paint nothing again. */
async function openRun(
  client: Client,
  terminal: Terminal,
  { benchmark, kind }: Demo,
  style: Style,
  { responses }: PaintedRun,
): Promise<string> {
  const settings = { painter: style };
  const run = await createRun(client, {
    benchmark,
    model: { name: modelOf(style), kind },
    settings,
    idempotencyKey: sha256(canonicalJson(['demo', benchmark, settings, responses])),
  });
  const { node } = await client.query<{ node: { responseCount: number } }>(
    'query ($run: ID!) { node(id: $run) { ... on Run { responseCount } } }',
    { run },
  );
  if (node.responseCount === responses.length) return run;
  const painting = openProgress(terminal, `painting ${benchmark} ${modelOf(style)}`);
  let done = 0;
  await eachOf(responses, UPLOADS, async ({ question, sampleIndex, content }) => {
    const segments: Segment[] = [];
    for (const segment of content) {
      if ('text' in segment) segments.push(segment);
      else
        segments.push({
          image: await client.putMedia(new Uint8Array(await renderSvg(segment.svg)), 'image/png'),
        });
    }
    await addResponses(client, run, [{ question, sampleIndex, content: segments }]);
    painting.update(++done, responses.length);
  });
  painting.end();
  return run;
}

type Evaluation = { id: string } & Pick<EvaluationEvent, 'status'>;

async function score(
  client: Client,
  terminal: Terminal,
  demo: Demo,
  style: Style,
  run: string,
): Promise<void> {
  const { judges } = await client.query<{ judges: { name: string; revision: string }[] }>(
    '{ judges { name revision } }',
  );
  const revision = judges.find(({ name }) => name === demo.judge)?.revision;
  const { startEvaluation } = await client.query<{ startEvaluation: { evaluation: Evaluation } }>(
    'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id status } } }',
    { input: { run, judge: demo.judge, idempotencyKey: `demo ${run} ${revision}` } },
  );
  // Scored by an earlier start.
  if (isClosed(startEvaluation.evaluation)) return;
  const scoring = openProgress(terminal, `scoring  ${demo.benchmark} ${modelOf(style)}`);
  const pace = paceNote();
  await watchEvaluation(client, startEvaluation.evaluation.id, (event) =>
    scoring.update(event.done, event.responses, event.status === 'RUNNING' ? pace(event) : ''),
  );
  scoring.end();
}

async function show(
  client: Client,
  terminal: Terminal,
  demo: Demo,
  truths: ReadonlyMap<string, number>,
): Promise<void> {
  const { leaderboard } = await client.query<{ leaderboard: Board }>(LEADERBOARD, {
    benchmark: demo.benchmark,
  });
  await terminal.out('');
  await terminal.out(leaderboardTable(leaderboard, terminal.width));
  await terminal.out('');
  for (const { model, score: shown } of leaderboard.nodes) {
    const truth = truths.get(model.name);
    if (truth === undefined || !shown || shown.low === null || shown.high === null) continue;
    const isInside = shown.low <= truth && truth <= shown.high;
    await terminal.out(
      `${model.name}'s own truth is ${decimal(truth)}, ${isInside ? 'inside' : 'OUTSIDE'} the interval.`,
    );
  }
}
