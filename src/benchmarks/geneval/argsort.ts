/** A partition whose ends lie at most this far apart is sorted by insertion: numpy splits from 17 values on. */
const SMALL = 15;

/**
 * Indices that sort `values` ascending, in the very order `numpy.argsort` gives with its default kind.
 * That sort is not stable, so among equal scores the order decides which objects the official script keeps;
 * this is numpy's introspective quicksort (npysort/quicksort.cpp) as CPUs without its vector sort run it.
 */
export function numpyArgsort(values: readonly number[]): number[] {
  const order = values.map((_, index) => index);
  const at = (position: number): number => order[position] as number;
  const value = (position: number): number => values[at(position)] as number;
  const swap = (a: number, b: number): void => {
    const kept = at(a);
    order[a] = at(b);
    order[b] = kept;
  };

  const stack: { left: number; right: number; depth: number }[] = [];
  let left = 0;
  let right = values.length - 1;
  let depth = 2 * Math.floor(Math.log2(Math.max(values.length, 1)));

  for (;;) {
    if (depth < 0) {
      heapsort(order, values, left, right);
    } else {
      while (right - left > SMALL) {
        const middle = left + ((right - left) >> 1);
        if (value(middle) < value(left)) swap(middle, left);
        if (value(right) < value(middle)) swap(right, middle);
        if (value(middle) < value(left)) swap(middle, left);
        const pivot = value(middle);
        let i = left;
        let j = right - 1;
        swap(middle, j);
        for (;;) {
          do i++;
          while (value(i) < pivot);
          do j--;
          while (pivot < value(j));
          if (i >= j) break;
          swap(i, j);
        }
        swap(i, right - 1);
        depth--;
        if (i - left < right - i) {
          stack.push({ left: i + 1, right, depth });
          right = i - 1;
        } else {
          stack.push({ left, right: i - 1, depth });
          left = i + 1;
        }
      }
      insertionSort(order, values, left, right);
    }
    const next = stack.pop();
    if (!next) return order;
    ({ left, right, depth } = next);
  }
}

function insertionSort(order: number[], values: readonly number[], left: number, right: number): void {
  for (let i = left + 1; i <= right; i++) {
    const moving = order[i] as number;
    const value = values[moving] as number;
    let j = i;
    while (j > left && value < (values[order[j - 1] as number] as number)) {
      order[j] = order[j - 1] as number;
      j--;
    }
    order[j] = moving;
  }
}

function heapsort(order: number[], values: readonly number[], left: number, right: number): void {
  const count = right - left + 1;
  // One-based positions, as numpy's aheapsort counts.
  const at = (i: number): number => order[left + i - 1] as number;
  const put = (i: number, index: number): void => {
    order[left + i - 1] = index;
  };
  const value = (index: number): number => values[index] as number;
  const sift = (start: number, size: number, moving: number): void => {
    let i = start;
    let j = start * 2;
    while (j <= size) {
      if (j < size && value(at(j)) < value(at(j + 1))) j++;
      if (!(value(moving) < value(at(j)))) break;
      put(i, at(j));
      i = j;
      j += j;
    }
    put(i, moving);
  };
  for (let start = count >> 1; start > 0; start--) sift(start, count, at(start));
  for (let size = count; size > 1; ) {
    const moving = at(size);
    put(size, at(1));
    size--;
    sift(1, size, moving);
  }
}
