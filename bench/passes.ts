import type { RunRow } from '../src/store/tables/index.ts';
import { consume } from '../src/workers/consumer.ts';
import type { Findings, Scorer } from '../src/workers/scorer.ts';
import { ownCpuMs } from './cpu.ts';
import type { RunWatch } from './runs.ts';
import { addEvaluation, type Warehouse } from './warehouse.ts';

/** What one evaluation took, from the second shard on where there are several: the first finds nothing to overlap with. */
export interface Pass {
  responses: number;
  /** From queue to closed evaluation, the first and last shard's idle ends included. */
  wholeSeconds: number;
  perSecond: number;
  /** Milliseconds per response of each shard, from the start of its inference to the start of the next. */
  shardMs: number[];
  cpuMsPerResponse: number;
  databaseCpuMsPerResponse: number;
  /** Share of the time that was spent inside the runtime. */
  busy: number;
}

interface Mark {
  ms: number;
  cpuMs: number;
  databaseCpuMs: number;
  runSeconds: number;
  /** Of the shard that begins here. */
  responses: number;
}

/** A run to evaluate again and again. */
export interface Subject {
  warehouse: Warehouse;
  benchmark: string;
  run: RunRow;
  /** How many responses the run has. */
  responses: number;
}

/** Scores a run through queue, pipeline and database, as a worker does. */
export async function pass(
  { warehouse, run, responses }: Subject,
  scorer: Scorer,
  watch: RunWatch,
): Promise<Pass> {
  const { database, queue, log } = warehouse;
  const marks: Mark[] = [];
  const stopping = new AbortController();
  let left = responses;
  const mark = (responses: number): Mark => ({
    ms: performance.now(),
    cpuMs: ownCpuMs(),
    databaseCpuMs: warehouse.databaseCpuMs(),
    runSeconds: watch.seconds(),
    responses,
  });
  const watched: Scorer = {
    ...scorer,
    load: async (content) => ({ responses: content.responses.length, loaded: await scorer.load(content) }),
    async infer(work, inference): Promise<Findings> {
      const { responses, loaded } = work as { responses: number; loaded: unknown };
      marks.push(mark(responses));
      return scorer.infer(loaded, inference);
    },
  };
  await addEvaluation(warehouse, run, scorer.revision);
  const start = performance.now();
  const onCommitted = (count: number) => {
    left -= count;
    if (left <= 0) stopping.abort();
  };
  await consume({ database, queue, scorer: watched, log, onCommitted, held: new Set() }, stopping.signal);
  const wholeSeconds = (performance.now() - start) / 1000;
  // Of a few long shards the last must count, and its end is that of the pass.
  const counted = marks.length < 4 ? [...marks, mark(0)] : marks.slice(1);
  return { responses, wholeSeconds, ...measured(counted) };
}

/** From the first mark to the last. */
function measured(marks: readonly Mark[]): Omit<Pass, 'responses' | 'wholeSeconds'> {
  const [first] = marks;
  const last = marks.at(-1);
  if (!first || !last || first === last) throw new Error('nothing was inferred');
  const shards = marks.slice(0, -1);
  const responses = shards.reduce((all, shard) => all + shard.responses, 0);
  const seconds = (last.ms - first.ms) / 1000;
  return {
    perSecond: responses / seconds,
    shardMs: shards.map((shard, at) => ((marks[at + 1] as Mark).ms - shard.ms) / shard.responses),
    cpuMsPerResponse: (last.cpuMs - first.cpuMs) / responses,
    databaseCpuMsPerResponse: (last.databaseCpuMs - first.databaseCpuMs) / responses,
    busy: (last.runSeconds - first.runSeconds) / seconds,
  };
}

/** The same scorer with everything loaded before: pictures are read and decoded only once per shard. */
export function loadedOnce(scorer: Scorer): Scorer {
  const known = new Map<string, object>();
  return {
    ...scorer,
    async load(content) {
      const key = content.responses.map(({ responseId }) => responseId).join();
      const loaded = known.get(key) ?? ((await scorer.load(content)) as object);
      known.set(key, loaded);
      return { ...loaded, evaluationId: content.evaluationId };
    },
  };
}

/** A judge that finds everything right at once: what is left is the queue, the reading and the commit. */
export function idleScorer(revision: string): Scorer {
  const infer = async (loaded: unknown): Promise<Findings> => {
    const { responses } = loaded as Parameters<Scorer['load']>[0];
    const scores = responses.flatMap(({ questionId, responseId, sliceId, asked }) =>
      asked.map(({ id, scale }) => {
        const said = { outcome: 'SCORED' as const, value: scale.max, officialValue: scale.max, reason: null };
        return { questionId, responseId, sliceId, criterionId: id, ...said };
      }),
    );
    const replies = responses.flatMap(({ responseId, asked }) =>
      asked.map(({ slug }) => ({ responseId, part: slug, text: 'right', evidence: { said: 'right' } })),
    );
    return { scores, replies };
  };
  return { revision, load: async (content) => content, infer, close: async () => {} };
}
