import { axisOf, type Span } from '../scale.ts';
import type { Row } from './rows.ts';

export interface Axes {
  score: Span;
  /** Around 0, which lies in it. */
  difference: Span;
}

const numbers = (values: readonly (number | null | undefined)[]): number[] =>
  values.filter((value): value is number => typeof value === 'number');

/** The axes that all rows share, also those that a filter hides: so nothing moves while one types. */
export function axesOf(rows: readonly Row[]): Axes {
  const scores = rows.flatMap(({ score }) => (score ? [score.mean, score.low, score.high] : []));
  const differences = rows.flatMap(({ difference }) =>
    difference ? [difference.difference, difference.low, difference.high] : [],
  );
  return {
    score: axisOf(numbers(scores), rows.find(({ score }) => score)?.score?.scale),
    difference: axisOf(numbers([0, ...differences])),
  };
}
