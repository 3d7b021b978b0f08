import { GIVEN_OUTCOMES } from '../benchmarks/benchmark.ts';

/** Scores that the rollup row of this name has, as an expression of SQL. */
export const givenScores = (row: string): string =>
  `(${GIVEN_OUTCOMES.map((outcome) => `${row}.${outcome.toLowerCase()}`).join(' + ')})`;

/** Of one criterion: scores of responses that are there and that nothing was said of. */
export const notScored = (row: string): string => `greatest(0, ${row}.responses - ${givenScores(row)})`;

/** Of one criterion: scores that no full run is without and whose response is not there. */
export const withoutResponse = (row: string): string =>
  `greatest(0, ${row}.expected - greatest(${row}.responses, ${givenScores(row)}))`;
