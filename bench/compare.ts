import type { Scorer } from '../src/workers/scorer.ts';
import { ownCpuMs } from './cpu.ts';
import { loadedOnce, type Pass, pass, type Subject } from './passes.ts';
import { type Row, ratioOf } from './row.ts';
import type { RunWatch } from './runs.ts';
import { median, quantile } from './statistics.ts';

export interface Comparison {
  what: string;
  unit: string;
  subject: Subject;
  scorer: Scorer;
  watch: RunWatch;
  rounds: number;
  goal?: number;
}

/** One way to run a model. */
export interface Variant {
  batch: number;
  /** Of one inference; 0 takes every core. */
  threads: number;
  /** Whether pictures are read and decoded beforehand, so that only inference and commit are left. */
  isLoaded?: boolean;
  goal?: number;
}

export function asked(
  { batch, threads, isLoaded = false, goal }: Variant,
  scorer: Scorer,
): Pick<Comparison, 'what' | 'scorer' | 'goal'> {
  const cores = threads === 0 ? 'all cores' : `${threads} thread`;
  const what = `batch ${batch}, ${cores}${isLoaded ? ', pictures loaded before' : ''}`;
  return { what, scorer: isLoaded ? loadedOnce(scorer) : scorer, ...(goal !== undefined && { goal }) };
}

/**
 * The pipeline against a bare loop over the very calls that it makes, recorded in a first pass: both in turns, so
 * that whatever else the machine does meets both, and each ratio is of two neighbours.
 */
export async function compare(comparison: Comparison): Promise<Row> {
  const { what, subject, scorer, watch, rounds } = comparison;
  console.error(`${what}…`);
  const { replay, close } = await watch.record(() => pass(subject, scorer, watch));
  const bare = async () => {
    const before = { ms: performance.now(), cpuMs: ownCpuMs() };
    await replay();
    return {
      perSecond: (subject.responses * 1000) / (performance.now() - before.ms),
      cpuMs: (ownCpuMs() - before.cpuMs) / subject.responses,
    };
  };
  await bare();
  const passes: Pass[] = [];
  const floors: Awaited<ReturnType<typeof bare>>[] = [];
  for (let round = 0; round < rounds; round++) {
    // Each goes first every other time.
    if (round % 2 === 1) floors.push(await bare());
    passes.push(await pass(subject, scorer, watch));
    if (round % 2 === 0) floors.push(await bare());
  }
  await close();
  return {
    ...rowOf(comparison, passes),
    reference: {
      what: 'bare session.run',
      perSecond: median(floors.map(({ perSecond }) => perSecond)),
      cpuMs: median(floors.map(({ cpuMs }) => cpuMs)),
    },
    ratio: ratioOf(
      passes.map(({ perSecond }) => perSecond),
      floors.map(({ perSecond }) => perSecond),
    ),
    goal: comparison.goal === undefined ? null : { of: 'ratio', least: comparison.goal },
  };
}

/** The pipeline alone, where there is nothing to hold it against. */
export async function measure(comparison: Omit<Comparison, 'goal'>): Promise<Row> {
  const { what, subject, scorer, watch, rounds } = comparison;
  console.error(`${what}…`);
  await pass(subject, scorer, watch);
  const passes: Pass[] = [];
  for (let round = 0; round < rounds; round++) passes.push(await pass(subject, scorer, watch));
  return rowOf(comparison, passes);
}

function rowOf({ what, unit }: Pick<Comparison, 'what' | 'unit'>, passes: readonly Pass[]): Row {
  const of = (number: (one: Pass) => number) => median(passes.map(number));
  const shardMs = passes.flatMap((one) => one.shardMs);
  return {
    what,
    unit,
    perSecond: of((one) => one.perSecond),
    ms: { median: median(shardMs), p99: quantile(shardMs, 0.99) },
    cpuMs: of((one) => one.cpuMsPerResponse),
    databaseCpuMs: of((one) => one.databaseCpuMsPerResponse),
    busy: of((one) => one.busy),
    reference: null,
    ratio: null,
    goal: null,
  };
}
