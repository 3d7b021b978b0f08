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
import { type Board, type LeaderboardRow, leaderboardTable } from '../leaderboardTable.ts';
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
  const judge = await findJudge(client, demo.judge);
  const truths = new Map<string, number>();
  for (const style of STYLES) {
    const painted = demo.paint(style);
    const run = await openRun(client, terminal, demo, style, painted);
    truths.set(run, painted.truth);
    await score(client, terminal, { ...demo, judge }, style, run);
  }
  await show(client, terminal, { ...demo, judge }, truths);
}

interface Seen {
  name: string;
  revision: string;
}

/** `name@revision` of the judge that a worker serves now: others may have imported scores under its name. */
async function findJudge(client: Client, name: string): Promise<string> {
  const { workers } = await client.query<{ workers: { judges: Seen[] }[] }>(
    '{ workers { judges { name revision } } }',
  );
  const served = workers.flatMap(({ judges }) => judges).find((judge) => judge.name === name);
  return served ? `${name}@${served.revision}` : name;
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
  const { startEvaluation } = await client.query<{ startEvaluation: { evaluation: Evaluation } }>(
    'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id status } } }',
    { input: { run, judge: demo.judge, idempotencyKey: `demo ${run} ${demo.judge.split('@')[1]}` } },
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

interface DemoBoard extends Board {
  nodes: (LeaderboardRow & { evaluation: { run: { id: string } } })[];
}

async function show(
  client: Client,
  terminal: Terminal,
  demo: Demo,
  /** By run. */
  truths: ReadonlyMap<string, number>,
): Promise<void> {
  const { benchmark, judge } = demo;
  const { leaderboard } = await client.query<{ leaderboard: DemoBoard }>(LEADERBOARD, { benchmark, judge });
  await terminal.out('');
  await terminal.out(leaderboardTable(leaderboard, terminal.width));
  await terminal.out('');
  for (const { model, evaluation, score: shown } of leaderboard.nodes) {
    const truth = truths.get(evaluation.run.id);
    if (truth === undefined || !shown || shown.low === null || shown.high === null) continue;
    const isInside = shown.low <= truth && truth <= shown.high;
    await terminal.out(
      `${model.name}'s own truth is ${decimal(truth)}, ${isInside ? 'inside' : 'OUTSIDE'} the interval.`,
    );
  }
}
