import { storyQuestions } from '../src/benchmarks/storyDemo/definition.ts';
import type { StoryReference } from '../src/benchmarks/storyDemo/prompts.ts';
import { renderSvg } from '../src/media/svg.ts';
import { paintStory } from '../src/painter/story.ts';
import { loadVlm } from '../src/workers/installed.ts';
import { loadVlmJudge } from '../src/workers/judges/load.ts';
import type { Scorer } from '../src/workers/scorer.ts';
import { openVlm, type Vlm } from '../src/workers/vlm/vlm.ts';
import { openVlmScorer } from '../src/workers/vlmScorer.ts';
import { ceiling } from './ceiling.ts';
import { asked, compare, measure, type Variant } from './compare.ts';
import type { BenchOptions } from './main.ts';
import { writeFullSizeVision } from './models/fullSizeVision.ts';
import { idleScorer, type Subject } from './passes.ts';
import type { Result, Row } from './row.ts';
import type { RunWatch } from './runs.ts';
import { addRun, type PaintedResponse, type Warehouse } from './warehouse.ts';

const BENCHMARK = 'story-demo';
const SAMPLES = 4;
/** The first is what a worker does unless told otherwise. */
const VARIANTS: readonly Variant[] = [
  { batch: 16, threads: 0, goal: 0.95 },
  { batch: 16, threads: 0, isLoaded: true },
  { batch: 1, threads: 0 },
  { batch: 8, threads: 0 },
  { batch: 16, threads: 1 },
  { batch: 16, threads: 1, isLoaded: true },
];
/** Takes a second a response, so that a few have to do. */
const FULL_SIZE: Variant & { responses: number } = { batch: 16, threads: 0, goal: 0.95, responses: 32 };
const ROOTS = [new URL('../models', import.meta.url).pathname];
const unit = 'response';

/** The demo judge, whose scores are written and whose skills are read: the pipeline over the runs of its three graphs. */
export async function benchJudge(
  warehouse: Warehouse,
  watch: RunWatch,
  { rounds }: BenchOptions,
): Promise<Result> {
  const responses = await painted();
  const run = await addRun(warehouse, BENCHMARK, SAMPLES, responses);
  const subject: Subject = { warehouse, benchmark: BENCHMARK, run, responses: responses.length };
  const shared = { unit, subject, watch, rounds };

  const idle = await measure({
    ...shared,
    what: 'queue and commit alone',
    scorer: idleScorer('idle'.padEnd(64, '1')),
  });
  const installed = await loadVlm('demo-judge', ROOTS);
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const variant of VARIANTS) {
    const { batch, threads } = variant;
    const model = await openVlm(installed, { device: 'cpu', threads }, { rows: batch });
    rows.push(await compare({ ...shared, ...asked(variant, await scorerOf(model, warehouse)) }));
    if (rows.length === 1) {
      // One pass to record and the rounds; the bare loop goes past the counter.
      const calls = model.counters().calls / ((rounds + 1) * responses.length);
      notes.push(`A response is ${calls.toFixed(2)} calls of the judge.`);
    }
    await model.close();
  }
  const some = responses.slice(0, FULL_SIZE.responses);
  const few: Subject = {
    ...subject,
    run: await addRun(warehouse, BENCHMARK, SAMPLES, some),
    responses: some.length,
  };
  const paths = { ...installed.paths, vision: await writeFullSizeVision(warehouse.home) };
  const large = await openVlm(
    { ...installed, paths },
    { device: 'cpu', threads: FULL_SIZE.threads },
    { rows: FULL_SIZE.batch },
  );
  const fullSize = await compare({
    ...{ ...shared, subject: few, rounds: Math.min(rounds, 3) },
    ...asked(FULL_SIZE, await scorerOf(large, warehouse)),
  });
  await large.close();
  const what = `a judge of 48 GFLOP a picture, ${fullSize.what}`;
  return { rows: [...rows, { ...fullSize, what }, idle], notes: [...notes, ...ceiling(rows, idle)] };
}

async function scorerOf(model: Vlm, { media }: Warehouse): Promise<Scorer> {
  const { prompts, manifest } = await loadVlmJudge('story-judge', ROOTS);
  return openVlmScorer({
    revision: 'story'.padEnd(64, '0'),
    prompts,
    maxNewTokens: manifest.decoding.maxNewTokens,
    pictureLimit: manifest.pictures.limit,
    media,
    batch: null,
    modelFor: async () => model,
    isOpen: async () => true,
    close: model.close,
  }) as Scorer;
}

/** Four tellings of each of the demo's forty stories, half of them hasty. */
async function painted(): Promise<PaintedResponse[]> {
  const wanted = storyQuestions().flatMap(({ externalId: question, reference }) =>
    Array.from({ length: SAMPLES }, (_, sampleIndex) => ({
      question,
      sampleIndex,
      reference: reference as StoryReference,
    })),
  );
  return Promise.all(
    wanted.map(async ({ question, sampleIndex, reference }) => {
      const { steps } = paintStory(reference.steps, {
        seed: sampleIndex,
        style: sampleIndex % 2 ? 'hasty' : 'careful',
      });
      const pngs = await Promise.all(steps.map(({ picture }) => renderSvg(picture.svg)));
      const content = steps.flatMap(({ text }, at) => [{ text }, { png: pngs[at] as Buffer }]);
      return { question, sampleIndex, content };
    }),
  );
}
