import type { Rollups } from '../benchmarks/partSums.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import type { Db } from '../store/database.ts';
import { findShown, type ShownEvaluation } from '../store/leaderboard.ts';
import { findLayout, type KnownLayout, readPacked } from '../store/rollupRows.ts';
import type { Versions } from './versions.ts';

/** Bytes that all kept rollups may take; the board asked for last is kept however large it is. */
const MOST_BYTES = 256_000_000;

/** Who is shown side by side, and everything that was counted of each. */
export interface Board {
  benchmarkId: string;
  /** By whom they are; null where nobody is shown and no judge was asked for. */
  judgeId: string | null;
  layout: KnownLayout;
  shown: readonly BoardEvaluation[];
}

export interface BoardEvaluation extends Pick<ShownEvaluation, 'evaluation' | 'model'> {
  rollups: Rollups;
}

/** Boards in memory, so that any slice and criterion of them is added up without asking the database. */
export interface Boards {
  /** By slug and judge, null for the judge of the newest evaluation; as it was when asked for, or later. */
  find(benchmark: string, judgeId: string | null): Promise<Board>;
}

interface Kept {
  version: string;
  board: Promise<Board>;
  /** The board as it was last read, whose evaluations need not be read again as long as they stay the same. */
  last: Board | null;
}

export function openBoards(db: Db, versions: Versions): Boards {
  /** The one asked for last is last. */
  const kept = new Map<string, Kept>();
  const ids = new Map<string, string>();

  async function idOf(slug: string): Promise<string> {
    const id = ids.get(slug) ?? (await findBenchmarkBySlug(db, slug)).id;
    ids.set(slug, id);
    return id;
  }

  async function read(benchmark: string, judgeId: string | null, last: Board | null): Promise<Board> {
    const before = new Map(last?.shown.map((one) => [one.evaluation.id, one]));
    const known = new Map([...before].map(([id, { evaluation }]) => [id, evaluation.seq]));
    const found = await findShown(db, { benchmark, judgeId, known });
    const benchmarkId = await idOf(benchmark);
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
    return { benchmarkId, judgeId: judgeId ?? shown[0]?.evaluation.judgeId ?? null, layout, shown };
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
    async find(benchmark, judgeId) {
      const benchmarkId = await idOf(benchmark);
      const version = (await versions.fresh()).version(benchmarkId);
      const key = `${benchmarkId} ${judgeId ?? ''}`;
      const known = kept.get(key);
      kept.delete(key);
      if (known?.version === version) {
        kept.set(key, known);
        return known.board;
      }
      const last = known?.last ?? null;
      const entry: Kept = { version, board: read(benchmark, judgeId, last), last };
      kept.set(key, entry);
      try {
        entry.last = await entry.board;
        forget();
        return entry.last;
      } catch (error) {
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      }
    },
  };
}

const bytesOf = ({ shown }: Board): number =>
  shown.reduce((sum, { rollups: { numbers, rowOf } }) => sum + numbers.byteLength + rowOf.byteLength, 0);
