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
  const installed = await loadJudge('demo-detector', [new URL('../models', import.meta.url).pathname]);
  for (const variant of VARIANTS) {
    const judge = await openJudge(installed, { device: 'cpu', threads: variant.threads });
    const scorer = openGenevalScorer(judge, installed.decide, warehouse.media, variant.batch) as Scorer;
    rows.push(await compare({ ...shared, ...asked(variant, scorer) }));
    await judge.close();
  }
  return { rows: [...rows, idle], notes: ceiling(rows, idle) };
}

/** Eight pictures of each of the demo's sixty prompts, half of them hastily painted. */
async function painted(): Promise<PaintedResponse[]> {
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
