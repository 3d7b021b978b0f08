import type { Segment } from '../../benchmarks/benchmark.ts';
import type { Style } from '../../painter/mistakes.ts';

/** One response of a painter: pictures still as SVG, in their places. */
export interface PaintedResponse {
  /** The question's id in the benchmark's own files. */
  question: string;
  sampleIndex: number;
  content: readonly (Extract<Segment, { text: string }> | { svg: string })[];
}

/** What a painter made of a whole benchmark, and what it knows of it. */
export interface PaintedRun {
  responses: readonly PaintedResponse[];
  /** The mean that a perfect judge would give, in units of the benchmark's scale. */
  truth: number;
}

/** One half of the demo: a benchmark that ships with the program, painted and judged. */
export interface Demo {
  benchmark: string;
  judge: string;
  kind: 'TEXT_TO_IMAGE' | 'INTERLEAVED';
  /** The same style paints the same pictures every time. */
  paint(style: Style): PaintedRun;
}

export const STYLES = ['careful', 'hasty'] as const satisfies readonly Style[];
