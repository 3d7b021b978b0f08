import { settled } from './noise.ts';

/**
 * Kendall's tau-b of two lists, pairwise by position, in n log n steps (Knight 1966). Null where a list has no
 * variance or there are fewer than two pairs.
 */
export function kendallTauB(x: readonly number[], y: readonly number[]): number | null {
  if (x.length !== y.length)
    throw new RangeError(`Paired lists differ in length: ${x.length} and ${y.length}`);
  const at = (list: readonly number[], index: number) => list[index] ?? Number.NaN;
  const [ofX, ofY] = [settled(x), settled(y)];
  const order = x
    .map((_, index) => index)
    .toSorted((a, b) => at(ofX, a) - at(ofX, b) || at(ofY, a) - at(ofY, b));
  const xs = order.map((index) => at(ofX, index));
  const ys = order.map((index) => at(ofY, index));

  const pairs = pairsOf(x.length);
  const tiedX = tiedPairs(xs, (i) => xs[i] === xs[i - 1]);
  const tiedBoth = tiedPairs(xs, (i) => xs[i] === xs[i - 1] && ys[i] === ys[i - 1]);
  const { sorted, swaps } = sortCounting(ys);
  const tiedY = tiedPairs(sorted, (i) => sorted[i] === sorted[i - 1]);

  const scale = Math.sqrt(pairs - tiedX) * Math.sqrt(pairs - tiedY);
  // Concordant − discordant, where each swap of the sort is a discordant pair.
  return scale > 0 ? (pairs - tiedX - tiedY + tiedBoth - 2 * swaps) / scale : null;
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}

/** Pairs within runs of positions that each continue the one before. */
function tiedPairs(values: readonly number[], continues: (index: number) => boolean): number {
  let pairs = 0;
  let run = 1;
  for (let index = 1; index <= values.length; index += 1) {
    if (index < values.length && continues(index)) run += 1;
    else {
      pairs += pairsOf(run);
      run = 1;
    }
  }
  return pairs;
}

/** Merge sort that counts how many pairs stood in the wrong order. */
function sortCounting(values: readonly number[]): { sorted: readonly number[]; swaps: number } {
  if (values.length < 2) return { sorted: values, swaps: 0 };
  const middle = values.length >> 1;
  const left = sortCounting(values.slice(0, middle));
  const right = sortCounting(values.slice(middle));

  const sorted: number[] = [];
  let swaps = left.swaps + right.swaps;
  let [i, j] = [0, 0];
  while (i < left.sorted.length || j < right.sorted.length) {
    const [a, b] = [left.sorted[i], right.sorted[j]];
    if (b === undefined || (a !== undefined && a <= b)) {
      sorted.push(a ?? Number.NaN);
      i += 1;
    } else {
      swaps += left.sorted.length - i;
      sorted.push(b);
      j += 1;
    }
  }
  return { sorted, swaps };
}
