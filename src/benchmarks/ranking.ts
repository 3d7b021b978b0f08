import { cleared } from '../core/decimal.ts';
import { ranks } from '../statistics/ranks.ts';
import type { Aggregate, Part } from './aggregate.ts';
import type { Outcome } from './benchmark.ts';

/** Outcomes that may still turn into a value: by more responses, by the pictures, by judging, or judging again. */
const HOLES = [
  'MISSING_RESPONSE',
  'NOT_SCORED',
  'JUDGE_ERROR',
  'MISSING_MEDIA',
] as const satisfies readonly Outcome[];

/** Whether everything that a view expects has been judged. */
export function isComplete(parts: Iterable<Part>): boolean {
  let expected = 0;
  for (const { sums, outcomes } of parts) {
    if (HOLES.some((outcome) => outcomes[outcome])) return false;
    expected += sums.expected;
  }
  return expected > 0;
}

export interface Rankable {
  id: string;
  score: Aggregate | null;
  /** False where it has no rank, whatever its score. */
  isRanked: boolean;
}

/** Rows with their ranks, best first; those without a rank last, and of equal ones the older first. */
export function rankRows<Row extends Rankable>(
  rows: readonly Row[],
  higherIsBetter: boolean,
): { row: Row; rank: number | null }[] {
  const found = ranks(
    rows.map(({ isRanked, score }) => (isRanked ? (score?.estimate ?? null) : null)),
    { higherIsBetter },
  );
  // Without noise, so that the order in which equal scores were added up decides nothing.
  const place = ({ score }: Row) =>
    score?.mean == null ? Number.POSITIVE_INFINITY : (higherIsBetter ? -1 : 1) * cleared(score.mean);
  return rows
    .map((row, index) => ({ row, rank: found[index] ?? null }))
    .toSorted(
      (a, b) =>
        Number(a.rank === null) - Number(b.rank === null) ||
        compare(place(a.row), place(b.row)) ||
        compare(a.row.id, b.row.id),
    );
}

const compare = <Value extends number | string>(a: Value, b: Value): number => Number(a > b) - Number(a < b);
