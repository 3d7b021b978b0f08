import type { DetectorOutput } from './manifest.ts';

/** x1, y1, x2, y2 in pixels of the original picture, within it. */
export type Box = [x1: number, y1: number, x2: number, y2: number];

export interface Detection {
  class: string;
  /** 0..1 */
  score: number;
  box: Box;
}

/** What a network said of one picture. */
export interface RawDetections {
  /** [queries, labels], with a softmax head one label more than `classes`: the last is "no object". */
  readonly logits: Float32Array;
  /** [queries, 4], 0..1 of the network's input. */
  readonly boxes: Float32Array;
  readonly queries: number;
}

/** How boxes get back to the picture: a coordinate of 1 is this many original pixels; boxes are cut to the size. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

interface Pair {
  readonly query: number;
  readonly label: number;
  readonly score: number;
}

/**
 * Scores every (query, class) pair, as DETR and mmdet do, so one query may appear under several classes; keeps
 * the best `top` from `keep` upwards, best first, ties in the network's order. Throws on numbers that are not
 * numbers: a half-precision overflow must not pass for an empty picture.
 */
export function toDetections(
  raw: RawDetections,
  spec: Pick<DetectorOutput, 'head' | 'boxFormat' | 'top' | 'nms' | 'keep'>,
  classes: readonly (string | null)[],
  frame: Frame,
): Detection[] {
  const pairs = scorePairs(raw, spec.head, classes.length, spec.keep).sort((a, b) => b.score - a.score);
  // What overlaps is dropped before the best are counted.
  const found = (spec.nms ? pairs : pairs.slice(0, spec.top)).map(({ query, label, score }) => ({
    class: classes[label] ?? null,
    label,
    score,
    box: toBox(raw.boxes.subarray(query * 4, query * 4 + 4), spec.boxFormat, frame),
  }));
  const best = spec.nms ? dropOverlaps(found, spec.nms.iou).slice(0, spec.top) : found;
  return best.flatMap(({ class: name, score, box }) => (name === null ? [] : [{ class: name, score, box }]));
}

function scorePairs(
  { logits, queries }: RawDetections,
  head: DetectorOutput['head'],
  classes: number,
  keep: number,
): Pair[] {
  const labels = head === 'softmax' ? classes + 1 : classes;
  const floor = head === 'softmax' ? Number.NEGATIVE_INFINITY : logitBelow(keep);
  const pairs: Pair[] = [];
  for (let query = 0; query < queries; query++) {
    const row = logits.subarray(query * labels, (query + 1) * labels);
    const scores = head === 'softmax' ? softmax(row) : null;
    for (let label = 0; label < labels; label++) {
      const logit = row[label] as number;
      if (Number.isNaN(logit)) throw new Error(`The detector answered NaN for query ${query}`);
      // Most logits lie far below what is kept, and a comparison is cheaper than an exponential.
      if (label === classes || logit < floor) continue;
      const score = scores ? (scores[label] as number) : sigmoid(logit);
      if (score >= keep) pairs.push({ query, label, score });
    }
  }
  return pairs;
}

/** In single precision, as the network's own numbers. */
function sigmoid(logit: number): number {
  return Math.fround(1 / (1 + Math.exp(-logit)));
}

/** A logit that is surely below every one whose score is at least `score`. */
function logitBelow(score: number): number {
  return Math.log(score / (1 - score)) - 0.001;
}

/** Of a whole row, "no object" included. */
function softmax(row: Float32Array): Float32Array {
  const largest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = row.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  if (Number.isNaN(total))
    throw new Error('The detector answered infinities among which a softmax cannot choose');
  return powers.map((power) => power / total);
}

function toBox(raw: Float32Array, format: DetectorOutput['boxFormat'], frame: Frame): Box {
  const [a, b, c, d] = raw as unknown as [number, number, number, number];
  // Cut to the picture, an infinite side would look like a sound one.
  const wrong = raw.find((side) => !Number.isFinite(side));
  if (wrong !== undefined) throw new Error(`The detector answered ${wrong} for a box`);
  const [x1, y1, x2, y2] = format === 'xyxy' ? [a, b, c, d] : [a - c / 2, b - d / 2, a + c / 2, b + d / 2];
  return [
    within(x1 * frame.scaleX, frame.width),
    within(y1 * frame.scaleY, frame.height),
    within(x2 * frame.scaleX, frame.width),
    within(y2 * frame.scaleY, frame.height),
  ];
}

function within(value: number, length: number): number {
  return Math.min(Math.max(value, 0), length);
}

/** Class-wise non-maximum suppression; `found` is sorted, best first, and stays so. */
function dropOverlaps<T extends { label: number; box: Box }>(found: readonly T[], maxIou: number): T[] {
  const kept = new Map<number, T[]>();
  return found.filter((candidate) => {
    const stronger = kept.get(candidate.label) ?? [];
    if (stronger.some((other) => iou(other.box, candidate.box) > maxIou)) return false;
    kept.set(candidate.label, [...stronger, candidate]);
    return true;
  });
}

/** Intersection over union. */
export function iou(a: Box, b: Box): number {
  const overlap =
    Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) *
    Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const union = area(a) + area(b) - overlap;
  return union === 0 ? 0 : overlap / union;
}

function area([x1, y1, x2, y2]: Box): number {
  return (x2 - x1) * (y2 - y1);
}
