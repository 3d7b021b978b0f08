import { expect, test } from 'vitest';
import { type Box, relativePosition } from '../../../src/benchmarks/geneval/position.ts';

const GOLDEN: [a: Box, b: Box, relations: string[]][] = [
  [[0, 0, 100, 100], [200, 0, 300, 100], ['left of']],
  [[200, 0, 300, 100], [0, 0, 100, 100], ['right of']],
  [
    [0, 0, 100, 100],
    [200, 200, 300, 300],
    ['left of', 'above'],
  ],
  [[0, 0, 100, 100], [15, 0, 115, 100], []],
  [[0, 0, 100, 100], [30, 0, 130, 100], []],
  [[0, 0, 100, 100], [45, 0, 145, 100], ['left of']],
  [[0, 0, 100, 100], [100, 60, 200, 160], ['left of']],
  [[10, 10, 200, 400], [210, 20, 500, 380], ['left of']],
  [[0, 0, 512, 512], [100, 300, 200, 500], []],
  [[0, 0, 100, 100], [0, 0, 100, 100], []],
];

test.each(GOLDEN)('%j lies, relative to %j, %j', (a, b, relations) => {
  expect(relativePosition(a, b, 0.1)).toEqual(relations);
});
