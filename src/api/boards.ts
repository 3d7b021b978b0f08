import type { Rollups } from '../benchmarks/partSums.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import { apart, untilEnded } from '../store/bounds.ts';
import type { Db } from '../store/database.ts';
import { findJudgeStandings, type JudgeStanding, type StandingChoice } from '../store/judgeStandings.ts';
import { findShown, type ShownEvaluation } from '../store/leaderboard.ts';
import { findLayout, type KnownLayout, readPacked } from '../store/rollupRows.ts';
import type { Versions } from './versions.ts';

/** Bytes that all kept rollups may take; the board asked for last is kept however large it is. */
const MOST_BYTES = 256_000_000;

/** Who is shown side by side, and everything that was counted of each. */
export interface Board {
  benchmarkId: string;
  /** By whom they are; null where nobody has evaluated anything. */
  judgeId: string | null;
  layout: KnownLayout;
  shown: readonly BoardEvaluation[];
}

/** A board, and how its judge came to be shown. */
export interface ChosenBoard extends Board {
  /** ASKED where the question names the judge; null where there is none. */
  judgeChoice: 'ASKED' | StandingChoice | null;
  /** The judges of the benchmark, the one that its board shows unasked first. */
  standings(): Promise<readonly JudgeStanding[]>;
}

export interface BoardEvaluation extends Pick<ShownEvaluation, 'evaluation' | 'model'> {
  rollups: Rollups;
}

/** Boards in memory, so that any slice and criterion of them is added up without asking the database. */
export interface Boards {
  /** By slug and judge, null for the first of the benchmark's standings; as it was when asked for, or later. */
  find(benchmark: string, judgeId: string | null): Promise<ChosenBoard>;
}

interface Kept<Value> {
  version: string;
  value: Promise<Value>;
  /** What was read last; of a board the evaluations need not be read again as long as they stay the same. */
  last: Value | null;
}

export function openBoards(db: Db, versions: Versions): Boards {
  /** The one asked for last is last. */
  const kept = new Map<string, Kept<Board>>();
  const standings = new Map<string, Kept<JudgeStanding[]>>();
  const ids = new Map<string, string>();

  async function idOf(slug: string): Promise<string> {
    const id = ids.get(slug) ?? (await findBenchmarkBySlug(db, slug)).id;
    ids.set(slug, id);
    return id;
  }

  async function read(benchmark: string, judgeId: string | null, last: Board | null): Promise<Board> {
    const benchmarkId = await idOf(benchmark);
    const before = new Map(last?.shown.map((one) => [one.evaluation.id, one]));
    const known = new Map([...before].map(([id, { evaluation }]) => [id, evaluation.seq]));
    const found = judgeId === null ? [] : await findShown(db, { benchmark, judgeId, known });
    const layout = last?.layout ?? (await findLayout(db, benchmarkId));
    const shown: BoardEvaluation[] = [];
    for (const { evaluation, model, packed, samples } of found) {
      const rollups = packed
        ? readPacked(packed, samples, layout)
        : (before.get(evaluation.id)?.rollups ?? null);
      if (!rollups) {
        // Slices came since: what is known is laid out otherwise.
        if (last) return read(benchmark, judgeId, null);
        throw new Error(`rollups of ${evaluation.id} are about slices of another benchmark`);
      }
      shown.push({ evaluation, model, rollups });
    }
    return { benchmarkId, judgeId, layout, shown };
  }

  function forget(): void {
    let bytes = 0;
    for (const [key, { last }] of [...kept].reverse()) {
      const own = last ? bytesOf(last) : 0;
      if (bytes > 0 && bytes + own > MOST_BYTES) kept.delete(key);
      else bytes += own;
    }
  }

  return {
    async find(benchmark, asked) {
      const benchmarkId = await idOf(benchmark);
      const version = (await versions.fresh()).version(benchmarkId);
      const judges = () => keep(standings, benchmarkId, version, () => findJudgeStandings(db, benchmarkId));
      const first = asked === null ? (await judges())[0] : null;
      const judgeId = asked ?? first?.judgeId ?? null;
      const key = `${benchmarkId} ${judgeId ?? ''}`;
      const board = await keep(kept, key, version, (last) => read(benchmark, judgeId, last), forget);
      return { ...board, judgeChoice: asked === null ? (first?.choice ?? null) : 'ASKED', standings: judges };
    },
  };
}

/** What is kept of a version, or else read. */
async function keep<Value>(
  all: Map<string, Kept<Value>>,
  key: string,
  version: string,
  read: (last: Value | null) => Promise<Value>,
  onRead?: () => void,
): Promise<Value> {
  const known = all.get(key);
  all.delete(key);
  if (known?.version === version) {
    all.set(key, known);
    return untilEnded(known.value);
  }
  const last = known?.last ?? null;
  const entry: Kept<Value> = { version, value: apart(() => read(last)), last };
  all.set(key, entry);
  const settled = entry.value.then(
    (value) => {
      entry.last = value;
      onRead?.();
      return value;
    },
    (error: unknown) => {
      if (all.get(key) === entry) all.delete(key);
      throw error;
    },
  );
  return untilEnded(settled);
}

const bytesOf = ({ shown }: Board): number =>
  shown.reduce((sum, { rollups: { numbers, rowOf } }) => sum + numbers.byteLength + rowOf.byteLength, 0);
