import { expect, test } from 'vitest';
import { asType, toFloat16, toFloat32 } from '../../src/workers/elements.ts';

test.each([
  [0, 0],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65520, 0x7c00], // halfway to the next, which is infinite
  [1e9, 0x7c00],
  [Number.NEGATIVE_INFINITY, 0xfc00],
  [2 ** -14, 0x0400], // the smallest normal number
  [2 ** -24, 0x0001], // the smallest of all
  [2 ** -25, 0x0000], // half of it, to even
  [3 * 2 ** -26, 0x0001],
  [1 + 2 ** -11, 0x3c00], // halfway, to even
  [1 + 3 * 2 ** -11, 0x3c02],
  [2047 / 1024, 0x3fff],
  [4095 / 2048, 0x4000], // carries into the exponent
])('%d is %i in float16', (value, bits) => {
  expect([...toFloat16(Float32Array.of(value))]).toEqual([bits]);
});

test('every float16 goes to float32 and back', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);

  const back = toFloat16(toFloat32(all));

  const isNaN16 = (bits: number): boolean => (bits & 0x7c00) === 0x7c00 && (bits & 1023) !== 0;
  expect(all.filter((bits) => !isNaN16(bits) && back[bits] !== bits)).toHaveLength(0);
  expect(all.filter((bits) => isNaN16(bits) && !isNaN16(back[bits] as number))).toHaveLength(0);
});

test('numbers of the right type are not copied', () => {
  const feed = { data: Float32Array.of(1, 2), dims: [2] };

  expect(asType(feed, 'float32').data).toBe(feed.data);
  expect(asType(asType(feed, 'float16'), 'float32')).toEqual(feed);
});
