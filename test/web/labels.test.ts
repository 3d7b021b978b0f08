import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Plate, placeLabels } from '../../web/src/answers/labels.ts';

const overlap = (one: Plate, other: Plate) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

test('labels of boxes never cover each other or leave the picture, however the boxes lie', () => {
  const side = fc.double({ min: -50, max: 700, noNaN: true });
  const label = fc.record({
    text: fc.string({ minLength: 1, maxLength: 40 }),
    box: fc.tuple(side, side, side, side),
  });
  const size = fc.integer({ min: 40, max: 600 });
  fc.assert(
    fc.property(fc.array(label, { maxLength: 30 }), size, size, (labels, width, height) => {
      const room = { width, height, letter: Math.max(width, height) / 30 };
      const placed = placeLabels(labels, room).filter((plate) => plate !== null);
      for (const [index, plate] of placed.entries()) {
        expect(plate.x).toBeGreaterThanOrEqual(0);
        expect(plate.y).toBeGreaterThanOrEqual(0);
        expect(plate.x + plate.width).toBeLessThanOrEqual(width + 1e-9);
        expect(plate.y + plate.height).toBeLessThanOrEqual(height + 1e-9);
        expect(placed.slice(0, index).some((other) => overlap(plate, other))).toBe(false);
      }
    }),
  );
});

test('a label alone stands above its box, or in it where there is no room; of equal boxes all are named', () => {
  const room = { width: 300, height: 300, letter: 10 };
  const label = (box: [number, number, number, number]) => ({ text: 'cat 0.90', box });

  expect(placeLabels([label([50, 100, 90, 140])], room)[0]).toMatchObject({ x: 50, y: 86 });
  expect(placeLabels([label([50, 5, 90, 140])], room)[0]).toMatchObject({ x: 50, y: 5 });
  const same = Array.from({ length: 8 }, () => label([50, 100, 200, 140]));
  expect(placeLabels(same, room)).not.toContain(null);
});
