/**
 * The parts of Python that published scoring scripts lean on and JavaScript does differently: which characters
 * are digits, and how a number is rounded.
 */

/** Zero of every decimal digit run of Unicode 14, the table of the Python 3.11 that MMIE's environment names. */
const ZEROS = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50,
  0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
  0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
  0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
  0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950,
  0x1fbf0,
];

const range = (zero: number) => `\\u{${zero.toString(16)}}-\\u{${(zero + 9).toString(16)}}`;

/**
 * Source of Python's `\d` for a JavaScript expression with the `u` flag. JavaScript's own `\d` is ASCII only, and
 * `\p{Nd}` grows with every Unicode version, so neither reads what the scripts read.
 */
export const PYTHON_DIGIT = `[${ZEROS.map(range).join('')}]`;

const anyDigit = new RegExp(PYTHON_DIGIT, 'gu');

/** Text with digits of any script as 0 to 9. */
export function plainDigits(text: string): string {
  return text.replaceAll(anyDigit, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));
}

/** Value of text matched by `-?\d+(\.\d+)?`, as Python's `float()` or `int()` gives it: digits of any script count. */
export function pythonNumber(text: string): number {
  return Number(plainDigits(text));
}

function digitValue(codePoint: number): number {
  const zero = ZEROS.findLast((start) => start <= codePoint);
  if (zero === undefined) throw new RangeError(`U+${codePoint.toString(16)} is no decimal digit`);
  return codePoint - zero;
}

/**
 * CPython's `round(x, digits)`: correct on the exact binary value, half to even only on an exact tie. Never −0 for
 * `digits` 0, where Python returns an int.
 */
export function pythonRound(x: number, digits = 0): number {
  // Such a double is an integer already (or not finite), and toFixed turns to exponents at 1e21.
  if (!(Math.abs(x) < 2 ** 52)) return x;

  const magnitude = Math.abs(x);
  const nearest = magnitude.toFixed(digits);
  // toFixed works on the exact value too, but takes the larger of two equally near numbers.
  const rounded = isTie(magnitude, digits) && isOdd(nearest) ? stepDown(nearest, digits) : Number(nearest);
  const signed = x < 0 || Object.is(x, -0) ? -rounded : rounded;
  return digits === 0 ? signed + 0 : signed;
}

/**
 * NumPy's `round(float64, digits)`: scale, round half to even, scale back. It differs from CPython's where the
 * product meets a half that the exact value misses: 0.0125 becomes 0.012 here, 0.013 there.
 */
export function numpyRound(x: number, digits: number): number {
  const scale = 10 ** digits;
  return pythonRound(x * scale) / scale;
}

/** A double lies exactly between two decimals of `digits` places iff it is an odd multiple of 2^-(digits+1). */
function isTie(magnitude: number, digits: number): boolean {
  return (magnitude * 2 ** (digits + 1)) % 2 === 1;
}

function isOdd(decimal: string): boolean {
  return Number(decimal.at(-1)) % 2 === 1;
}

function stepDown(decimal: string, digits: number): number {
  const units = BigInt(decimal.replace('.', '')) - 1n;
  return Number(`${units}e-${digits}`);
}
