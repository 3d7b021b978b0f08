import type { RunRow } from '../src/store/tables/index.ts';
import { consume } from '../src/workers/consumer.ts';
import type { Findings, Scorer } from '../src/workers/scorer.ts';
import { ownCpuMs } from './cpu.ts';
import type { RunWatch } from './runs.ts';
import { addEvaluation, type Warehouse } from './warehouse.ts';

/** What one evaluation took, from the second shard on: the first finds nothing to overlap with. */
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
  { warehouse, benchmark, run, responses }: Subject,
  scorer: Scorer,
  watch: RunWatch,
): Promise<Pass> {
  const { database, queue, log } = warehouse;
  const marks: Mark[] = [];
  const stopping = new AbortController();
  let left = responses;
  const watched: Scorer = {
    ...scorer,
    load: async (content) => ({ responses: content.responses.length, loaded: await scorer.load(content) }),
    async infer(work): Promise<Findings> {
      const { responses, loaded } = work as { responses: number; loaded: unknown };
      marks.push({
        ms: performance.now(),
        cpuMs: ownCpuMs(),
        databaseCpuMs: warehouse.databaseCpuMs(),
        runSeconds: watch.seconds(),
        responses,
      });
      return scorer.infer(loaded);
    },
  };
  await addEvaluation(warehouse, benchmark, run, scorer.revision);
  const start = performance.now();
  const onCommitted = (count: number) => {
    left -= count;
    if (left <= 0) stopping.abort();
  };
  await consume({ database, queue, scorer: watched, log, onCommitted, held: new Set() }, stopping.signal);
  return measured(marks, responses, (performance.now() - start) / 1000);
}

function measured(marks: readonly Mark[], responses: number, wholeSeconds: number): Pass {
  const [, first] = marks;
  const last = marks.at(-1);
  if (!first || !last || marks.length < 4) throw new Error('a run to measure needs four shards and more');
  const steady = marks.slice(1, -1).reduce((all, mark) => all + mark.responses, 0);
  const seconds = (last.ms - first.ms) / 1000;
  return {
    responses,
    wholeSeconds,
    perSecond: steady / seconds,
    shardMs: marks.slice(1, -1).map((mark, at) => ((marks[at + 2] as Mark).ms - mark.ms) / mark.responses),
    cpuMsPerResponse: (last.cpuMs - first.cpuMs) / steady,
    databaseCpuMsPerResponse: (last.databaseCpuMs - first.databaseCpuMs) / steady,
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
