import { sql } from 'drizzle-orm';
import type { Outcome } from '../benchmarks/benchmark.ts';

const OUTCOMES = [
  'SCORED',
  'NOT_APPLICABLE',
  'UNPARSEABLE',
  'OUT_OF_RANGE',
  'JUDGE_ERROR',
  'MISSING_MEDIA',
  'MISSING_RESPONSE',
] as const satisfies readonly Outcome[];

/** Every outcome with its column; a response that is not there has no row of its own and is what is left. */
export const OUTCOME_COLUMNS = OUTCOMES.map((outcome) => [outcome, outcome.toLowerCase()] as const);

/** Counts by outcome of rollup rows `r`, which `readOutcomes` reads. */
export const outcomeCounts = sql`
  sum(r.scored)::int as scored, sum(r.not_applicable)::int as not_applicable, sum(r.unparseable)::int as unparseable,
  sum(r.out_of_range)::int as out_of_range, sum(r.judge_error)::int as judge_error, sum(r.missing_media)::int as missing_media,
  sum(greatest(0, r.expected - r.scored - r.not_applicable - r.unparseable - r.out_of_range - r.judge_error - r.missing_media))::int
    as missing_response`;

export function readOutcomes(row: Readonly<Record<string, unknown>>): Partial<Record<Outcome, number>> {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const [outcome, column] of OUTCOME_COLUMNS) outcomes[outcome] = Number(row[column] ?? 0);
  return outcomes;
}
