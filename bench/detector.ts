import { genevalQuestions } from '../src/benchmarks/geneval/definition.ts';
import type { GenevalRecord } from '../src/benchmarks/geneval/record.ts';
import { renderSvg } from '../src/media/svg.ts';
import { paint } from '../src/painter/paint.ts';
import { demoPrompts } from '../src/painter/prompts.ts';
import { openGenevalScorer } from '../src/workers/genevalScorer.ts';
import { loadJudge } from '../src/workers/installed.ts';
import { openJudge } from '../src/workers/judge.ts';
import type { Scorer } from '../src/workers/scorer.ts';
import { ceiling } from './ceiling.ts';
import { asked, compare, measure, type Variant } from './compare.ts';
import type { BenchOptions } from './main.ts';
import { writeFullSizeDetector } from './models/fullSizeDetector.ts';
import { idleScorer, type Subject } from './passes.ts';
import type { Result, Row } from './row.ts';
import type { RunWatch } from './runs.ts';
import { addRun, type PaintedResponse, type Warehouse } from './warehouse.ts';

const BENCHMARK = 'geneval-demo';
const SAMPLES = 8;
/** The first is what a worker does unless told otherwise. */
const VARIANTS: readonly Variant[] = [
  { batch: 8, threads: 0, goal: 0.95 },
  { batch: 8, threads: 0, isLoaded: true },
  { batch: 1, threads: 0 },
  { batch: 16, threads: 0 },
  { batch: 8, threads: 1 },
  { batch: 8, threads: 1, isLoaded: true },
];
/** Takes a second a picture, so that a few have to do. */
const FULL_SIZE = { batch: 8, threads: 0, goal: 0.95, responses: 64 } as const;
const unit = 'picture';

/** The demo detector with its colours: the whole pipeline over `session.run` on the batches that it makes. */
export async function benchDetector(
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
    scorer: idleScorer('idle'.padEnd(64, '0')),
  });
  const rows: Row[] = [];
  const roots = [warehouse.home, new URL('../models', import.meta.url).pathname];
  const row = async (name: string, variant: Variant, of: Subject, rounds: number): Promise<Row> => {
    const installed = await loadJudge(name, roots);
    const judge = await openJudge(installed, { device: 'cpu', threads: variant.threads });
    const scorer = openGenevalScorer(judge, installed.decide, warehouse.media, {
      batchSize: variant.batch,
    }) as Scorer;
    const found = await compare({ ...shared, ...asked(variant, scorer), subject: of, rounds });
    await judge.close();
    return found;
  };
  for (const variant of VARIANTS) rows.push(await row('demo-detector', variant, subject, rounds));
  const some = responses.slice(0, FULL_SIZE.responses);
  const few: Subject = {
    ...subject,
    run: await addRun(warehouse, BENCHMARK, SAMPLES, some),
    responses: some.length,
  };
  const fullSize = await row(
    await writeFullSizeDetector(warehouse.home),
    FULL_SIZE,
    few,
    Math.min(rounds, 3),
  );
  const what = `a detector of D-FINE-M's arithmetic, ${fullSize.what}`;
  return { rows: [...rows, { ...fullSize, what }, idle], notes: ceiling(rows, idle) };
}

/** Eight pictures of each of the demo's sixty prompts, half of them hastily painted. */
export async function painted(): Promise<PaintedResponse[]> {
  const wanted = genevalQuestions(demoPrompts()).flatMap(({ externalId: question, reference }) =>
    Array.from({ length: SAMPLES }, (_, sampleIndex) => ({
      question,
      sampleIndex,
      record: reference as GenevalRecord,
    })),
  );
  return Promise.all(
    wanted.map(async ({ question, sampleIndex, record }) => {
      const { svg } = paint(record, { seed: sampleIndex, style: sampleIndex % 2 ? 'hasty' : 'careful' });
      return { question, sampleIndex, content: [{ png: await renderSvg(svg) }] };
    }),
  );
}
