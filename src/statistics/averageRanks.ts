import { settled } from './noise.ts';

export interface AverageRanks {
  /** Rank of each value from 1, lowest first; values that are equal but for noise share the mean of their ranks. */
  ranks: number[];
  /** Sizes of the groups of equal values, those of one value left out. */
  ties: number[];
}

export function averageRanks(given: readonly number[]): AverageRanks {
  const values = settled(given);
  const order = values.map((_, index) => index).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length);
  const ties: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let position = start; position < end; position += 1)
      ranks[order[position] ?? 0] = (start + end + 1) / 2;
    if (end - start > 1) ties.push(end - start);
    start = end;
  }
  return { ranks, ties };
}
