import { expect, test } from 'vitest';
import { type Detection, type RawDetections, toDetections } from '../../src/workers/detections.ts';

const FRAME = { width: 200, height: 100, scaleX: 200, scaleY: 100 };
const SPEC = { head: 'sigmoid', boxFormat: 'cxcywh', top: 100, nms: null, keep: 0.05 } as const;
const CLASSES = ['cat', 'dog', null];
const WHOLE = [0.5, 0.5, 1, 1];

/** One row of logits and one box per query. */
function raw(logits: number[][], boxes: number[][] = logits.map(() => WHOLE)): RawDetections {
  return {
    logits: Float32Array.from(logits.flat()),
    boxes: Float32Array.from(boxes.flat()),
    queries: logits.length,
  };
}

const brief = (detections: Detection[]): [string, number][] =>
  detections.map(({ class: name, score }) => [name, Number(score.toFixed(4))]);

test('a sigmoid head scores every class by itself, the last one too', () => {
  const found = toDetections(raw([[0, 3, -9]]), SPEC, ['cat', 'dog', 'toothbrush'], FRAME);
  const last = toDetections(raw([[-9, -9, 2]]), SPEC, ['cat', 'dog', 'toothbrush'], FRAME);

  expect(brief(found)).toEqual([
    ['dog', 0.9526],
    ['cat', 0.5],
  ]);
  expect(brief(last)).toEqual([['toothbrush', 0.8808]]);
});

test('a softmax head shares one probability among the classes and "no object", which is dropped', () => {
  const found = toDetections(raw([[0, 1, -99, 2]]), { ...SPEC, head: 'softmax' }, CLASSES, FRAME);

  expect(brief(found)).toEqual([
    ['dog', 0.2447],
    ['cat', 0.09],
  ]);
});

test('a query may appear under several classes, with the same box', () => {
  const found = toDetections(raw([[2, 2, -9]]), SPEC, CLASSES, FRAME);

  expect(found.map(({ class: name, box }) => [name, ...box])).toEqual([
    ['cat', 0, 0, 200, 100],
    ['dog', 0, 0, 200, 100],
  ]);
});

test('best come first, and equal scores keep the order of the network', () => {
  const boxes = [0.1, 0.2, 0.3].map((x) => [x, 0.5, 0.1, 0.1]);

  const found = toDetections(
    raw(
      [
        [1, -9, -9],
        [2, -9, -9],
        [1, -9, -9],
      ],
      boxes,
    ),
    SPEC,
    CLASSES,
    FRAME,
  );

  expect(found.map(({ box }) => Math.round((box[0] + box[2]) / 2))).toEqual([40, 20, 60]);
});

test('only the best `top` pairs are kept, of all classes together', () => {
  const found = toDetections(
    raw([
      [3, 1, -9],
      [-9, 2, -9],
    ]),
    { ...SPEC, top: 2 },
    CLASSES,
    FRAME,
  );

  expect(brief(found)).toEqual([
    ['cat', 0.9526],
    ['dog', 0.8808],
  ]);
});

test('a score of exactly `keep` is kept, one below is not', () => {
  const found = toDetections(raw([[0, -0.001, -9]]), { ...SPEC, keep: 0.5 }, CLASSES, FRAME);

  expect(brief(found)).toEqual([['cat', 0.5]]);
});

test('an output without a meaning takes its place among the best and is then left out', () => {
  const found = toDetections(raw([[1, 0, 5]]), { ...SPEC, top: 2 }, CLASSES, FRAME);

  expect(brief(found)).toEqual([['cat', 0.7311]]);
});

test.each([
  ['cxcywh', [0.5, 0.5, 0.2, 0.4], [80, 30, 120, 70]],
  ['xyxy', [0.1, 0.2, 0.3, 0.4], [20, 20, 60, 40]],
  ['cxcywh', [0.05, 0.95, 0.2, 0.2], [0, 85, 30, 100]],
] as const)(
  'a %s box of %j is %j in pixels of the picture, and never leaves it',
  (boxFormat, box, pixels) => {
    const found = toDetections(raw([[5, -9, -9]], [[...box]]), { ...SPEC, boxFormat }, CLASSES, FRAME);

    expect(found[0]?.box.map((value) => Math.round(value * 1000) / 1000)).toEqual(pixels);
  },
);

test('suppression drops the weaker of two overlapping boxes of a class, and spares other classes', () => {
  const near = [
    [0.5, 0.5, 0.4, 0.4],
    [0.51, 0.5, 0.4, 0.4],
    [0.5, 0.5, 0.4, 0.4],
    [0.2, 0.5, 0.2, 0.4],
  ];
  const logits = [
    [1, -9, -9],
    [2, -9, -9],
    [-9, 1.5, -9],
    [0, -9, -9],
  ];

  const found = toDetections(raw(logits, near), { ...SPEC, nms: { iou: 0.7 } }, CLASSES, FRAME);

  expect(brief(found)).toEqual([
    ['cat', 0.8808],
    ['dog', 0.8176],
    ['cat', 0.5],
  ]);
});

test('with suppression, `top` counts what is left', () => {
  const logits = [3, 2, 1].map((logit) => [logit, -9, -9]);
  const boxes = [WHOLE, WHOLE, [0.1, 0.1, 0.1, 0.1]];

  const found = toDetections(raw(logits, boxes), { ...SPEC, nms: { iou: 0.7 }, top: 2 }, CLASSES, FRAME);

  expect(brief(found)).toEqual([
    ['cat', 0.9526],
    ['cat', 0.7311],
  ]);
});

test('answers that are not numbers are an error, not an empty picture', () => {
  const noScore = (): unknown => toDetections(raw([[0, Number.NaN, 0]]), SPEC, CLASSES, FRAME);
  const noBox = (): unknown =>
    toDetections(raw([[5, -9, -9]], [[Number.NaN, 0.5, 0.1, 0.1]]), SPEC, CLASSES, FRAME);

  expect(noScore).toThrow('The detector answered NaN for query 0');
  expect(noBox).toThrow('The detector answered NaN for a box');
});

test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'a box with a side of %s is an error, not one that ends at the edge',
  (side) => {
    const box = raw([[5, -9, -9]], [[0.5, 0.5, side, 0.1]]);

    expect(() => toDetections(box, SPEC, CLASSES, FRAME)).toThrow(`The detector answered ${side} for a box`);
  },
);

test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'a softmax over %s alone is an error, not an empty picture',
  (logit) => {
    const row = raw([[logit, logit, logit, logit]]);

    expect(() => toDetections(row, { ...SPEC, head: 'softmax' }, CLASSES, FRAME)).toThrow(
      'a softmax cannot choose',
    );
  },
);

test('infinite logits are certain, not broken', () => {
  const found = toDetections(
    raw([[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -9]]),
    SPEC,
    CLASSES,
    FRAME,
  );

  expect(brief(found)).toEqual([['cat', 1]]);
});
