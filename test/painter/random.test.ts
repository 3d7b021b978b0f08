import { expect, test } from 'vitest';
import { createRandom, hashText } from '../../src/painter/random.ts';

test('a seed always gives the same stream', () => {
  const { next } = createRandom(42);

  expect([next(), next(), next()]).toEqual([0.6011037519201636, 0.44829055899754167, 0.8524657934904099]);
});

test('neighbouring seeds give unrelated streams', () => {
  const firsts = Array.from({ length: 1000 }, (_, seed) => createRandom(hashText(String(seed))).next());

  const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
  expect(new Set(firsts).size).toBe(1000);
});

test('shuffling keeps every element and leaves the list alone', () => {
  const list = [1, 2, 3, 4, 5, 6];

  const shuffled = createRandom(1).shuffled(list);

  expect(list).toEqual([1, 2, 3, 4, 5, 6]);
  expect(shuffled.toSorted()).toEqual(list);
});

test('nothing can be picked from an empty list', () => {
  expect(() => createRandom(1).pick([])).toThrow(RangeError);
});
