import { expect, test } from 'vitest';
import { numpyRound, PYTHON_DIGIT, pythonNumber, pythonRound } from '../../../src/benchmarks/python.ts';
import cases from '../fixtures/rounding.json' with { type: 'json' };

test('rounding to an integer equals CPython, which knows no minus zero there', () => {
  const differing = cases.filter(({ x, round }) => pythonRound(x) !== round || Object.is(pythonRound(x), -0));

  expect(differing).toEqual([]);
});

test('rounding to decimals equals CPython on the exact binary value, its ties to even', () => {
  const differing = cases.filter(({ x, python }) =>
    [1, 2, 3, 6].some((digits, index) => !Object.is(pythonRound(x, digits), python[index])),
  );

  expect(differing).toEqual([]);
});

test("rounding as NumPy's float64 does equals NumPy, also where it differs from CPython", () => {
  const differing = cases.filter(({ x, numpy }) =>
    [1, 2, 3].some((digits, index) => numpyRound(x, digits) !== numpy[index]),
  );

  expect(differing).toEqual([]);
  expect([numpyRound(0.0125, 3), pythonRound(0.0125, 3)]).toEqual([0.012, 0.013]);
});

test('digits of any script have their value, and letters none', () => {
  const digit = new RegExp(`^${PYTHON_DIGIT}$`, 'u');

  expect(pythonNumber('-\u0664.\uff15')).toBe(-4.5);
  expect(pythonNumber('\u{1d7d3}')).toBe(5);
  expect(['7', '\u0be6', '\u00b2', '\u2464', 'x'].map((text) => digit.test(text))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
