import type { Span } from '../scale.ts';

export interface Bar {
  /** `3`, or `3 to 3.3` of a bin. */
  label: string;
  count: number;
  /** Values that it counts, both ends among them. */
  from: number;
  to: number;
}

const MOST_VALUES = 11;

/** A histogram as bars: one for each whole value where there are no others, else one for each bin. */
export function barsOf(histogram: readonly number[], { min, max }: Span): Bar[] {
  const values = wholeValues(histogram, { min, max });
  if (values) return values;
  const width = (max - min) / histogram.length;
  return histogram.map((count, bin) => {
    const [from, to] = [rounded(min + bin * width), rounded(min + (bin + 1) * width)];
    return { label: `${from} to ${to}`, count, from, to };
  });
}

const rounded = (value: number): number => Number(value.toFixed(2));

function wholeValues(histogram: readonly number[], { min, max }: Span): Bar[] | null {
  const steps = max - min;
  if (!Number.isInteger(min) || !Number.isInteger(max) || steps + 1 > MOST_VALUES) return null;
  const bars = Array.from({ length: steps + 1 }, (_, step) => {
    const bin = Math.min(histogram.length - 1, Math.floor((histogram.length * step) / steps));
    const value = min + step;
    return { label: String(value), count: histogram[bin] ?? 0, from: value, to: value };
  });
  const all = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return all(bars.map(({ count }) => count)) === all(histogram) ? bars : null;
}

/** Counts of several histograms over one scale. */
export function addHistograms(histograms: readonly (readonly number[])[]): number[] {
  const [first = []] = histograms;
  return first.map((_, bin) => histograms.reduce((sum, each) => sum + (each[bin] ?? 0), 0));
}
