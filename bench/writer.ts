import { benchmarkDefinition } from '../src/benchmarks/registry.ts';
import { importScores, openImport } from '../src/store/imports.ts';
import { findRuns } from '../src/store/runs.ts';
import type { EvaluationRow, RunRow } from '../src/store/tables/index.ts';
import { addRun, type Warehouse } from './warehouse.ts';

const SAMPLES = 40;

/** A run of short texts on the demo's sixty questions, to write scores about. */
export function addDemoRun(warehouse: Warehouse): Promise<RunRow> {
  const responses = Array.from({ length: 60 * SAMPLES }, (_, at) => ({
    question: String(Math.floor(at / SAMPLES)).padStart(5, '0'),
    sampleIndex: at % SAMPLES,
    content: [{ text: 'a picture' }],
  }));
  return addRun(warehouse, 'geneval-demo', SAMPLES, responses);
}

/** Commits one score at a time, each with its rollups and its event, as an importer does. */
export interface Writer {
  commit(): Promise<void>;
  /** Name of the judge whose score was committed last. */
  judge(): string;
}

/** Writes about a run's responses; when all have their score another judge begins. */
export function openWriter(
  { database: { db, pool } }: Pick<Warehouse, 'database'>,
  benchmark: string,
  runId: string,
  name = 'writer',
): Writer {
  const definition = benchmarkDefinition(benchmark);
  let run: RunRow | null = null;
  let evaluation: EvaluationRow | null = null;
  let judge = -1;
  const judgeName = () => `${name} ${judge}`;
  let left: { question: string; sampleIndex: number; criterion: string }[] = [];

  async function begin(): Promise<EvaluationRow> {
    run ??= (await findRuns(db, [runId]))[0] ?? null;
    if (!run) throw new Error(`run ${runId} vanished`);
    const { rows } = await pool.query<{ question: string; sampleIndex: number; criterion: string }>(
      `select q.external_id as question, x.sample_index as "sampleIndex", min(c.slug) as criterion
       from responses x join questions q on q.id = x.question_id
         join criteria c on c.benchmark_id = q.benchmark_id and c.category_id is null and c.slug = coalesce($2, c.slug)
       where x.run_id = $1 group by 1, 2 order by random() limit 5000`,
      [runId, definition.headline.criterion],
    );
    left = rows;
    judge++;
    const outside = { name: judgeName(), kind: 'RULE' as const, manifest: {}, criteria: null };
    return openImport(db, run, outside);
  }

  return {
    judge: judgeName,
    async commit() {
      if (left.length === 0) evaluation = await begin();
      const next = left.pop();
      if (!next || !evaluation) throw new Error('the run has no responses to write about');
      const value = definition.criteria.find(({ slug }) => slug === next.criterion)?.scale.max ?? 1;
      const score = { outcome: 'SCORED' as const, value, officialValue: value, reason: null, reply: null };
      await importScores(db, evaluation.id, [next], (find) => {
        find(next.question, next.sampleIndex);
        return [{ ...next, ...score }];
      });
    },
  };
}

/** Commits so many times a second until it is stopped, in turns; says how many were made per second. */
export function keepWriting(writers: readonly Writer[], perSecond: number): { stop(): Promise<number> } {
  const stopping = new AbortController();
  const start = performance.now();
  let commits = 0;
  const work = writers.map(async (writer, turn) => {
    for (let nth = turn; !stopping.signal.aborted; nth += writers.length) {
      const wait = start + (1000 * nth) / perSecond - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      await writer.commit();
      commits++;
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(work);
      return (1000 * commits) / (performance.now() - start);
    },
  };
}
