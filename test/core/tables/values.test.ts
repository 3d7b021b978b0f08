import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openPythonNumbers } from '../../../src/cli/import/files/pythonNumbers.ts';
import { doubledName, isNothing, numberComplaint, readNumber } from '../../../src/core/tables/cells.ts';
import { openNamesakes } from '../../../src/core/tables/ids.ts';
import { doubledKey, parseJson } from '../../../src/core/tables/json.ts';

test('a number is read as it was written, as a cell and as a field', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(readNumber(String(number))).toBe(number === 0 ? 0 : number);
      expect(readNumber(number)).toBe(number);
    }),
  );
});

describe('of a cell', () => {
  test('every spelling of true and false is 1 and 0', () => {
    expect(['True', 'TRUE', 'true', ' true '].map(readNumber)).toEqual([1, 1, 1, 1]);
    expect(['False', 'FALSE', 'false'].map(readNumber)).toEqual([0, 0, 0]);
    expect([true, false].map(readNumber)).toEqual([1, 0]);
  });

  test('what tables write for no number is none', () => {
    const all = ['', ' ', 'NaN', 'nan', 'NA', 'N/A', '<NA>', 'None', 'null', null, undefined, Number.NaN];

    expect(all.map(readNumber)).toEqual(all.map(() => null));
    expect(all.every(isNothing)).toBe(true);
  });

  test('the rest is no number, and says why', () => {
    const cases: [unknown, string][] = [
      [Number.POSITIVE_INFINITY, 'is Infinity'],
      [Number.NEGATIVE_INFINITY, 'is -Infinity'],
      ['inf', 'is Infinity'],
      ['-Infinity', 'is -Infinity'],
      ['1e400', 'that fits 64 bits, is 1e400'],
      ['4,5', 'is "4,5": write it with a point'],
      ['0x10', 'is "0x10"'],
      ['good', 'is "good"'],
      [[1], 'is [1]'],
    ];
    for (const [given, words] of cases) {
      expect(readNumber(given)).toBeUndefined();
      expect(numberComplaint(given)).toContain(words);
    }
  });
});

const python = (value: unknown): string =>
  JSON.stringify(value).replaceAll('"\u2022nan"', 'NaN').replaceAll('"\u2022inf"', '-Infinity');
const readBack = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll('"\u2022nan"', 'null').replaceAll('"\u2022inf"', '-1e999'));
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.constantFrom('NaN', '\\"NaN', 'an Infinity', '\u2022nan', '\u2022inf', null, 1.5, -2),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'NaN', '"', '\\'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

test("Python's NaN is no number and its Infinity one, outside texts and nowhere else", () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(parseJson(python(value))).toEqual(readBack(value));
    }),
  );
  expect(() => parseJson('{"a": NaNa}')).toThrow(SyntaxError);
});

test('and so in a stream, however it is cut', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 9 }), (value, size) => {
      const numbers = openPythonNumbers();
      const bytes = Buffer.from(python(value));
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size)
        pieces.push(numbers.write(bytes.subarray(at, at + size)));
      pieces.push(numbers.end());

      expect(JSON.parse(Buffer.concat(pieces).toString())).toEqual(readBack(value));
    }),
  );
});

test('a field that is there twice is found, at the outer level only', () => {
  const doubled = (text: string): string | null => doubledKey(text, JSON.parse(text));

  expect(doubled('{"a": 1, "b": {"a": 2}, "c": "\\"a\\":"}')).toBeNull();
  expect(doubled('{"a": 1, "b": 2, "\\u0061": 3}')).toBe('a');
  expect(doubled('{}')).toBeNull();
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      expect(doubled(JSON.stringify(object))).toBeNull();
    }),
  );
});

test('a name that is there twice', () => {
  expect(doubledName(['a', 'b', 'a'])).toBe('a');
  expect(doubledName(['a', 'b'])).toBeNull();
});

test('ids that a table took for numbers are found again, all that may be meant', () => {
  const namesakes = openNamesakes(['00000', '00007', '7', 'SA-1', '0.5']);

  expect(namesakes('0')).toEqual(['00000']);
  expect(namesakes('0.0')).toEqual(['00000']);
  expect(namesakes('7.')).toEqual(['00007', '7']);
  expect(namesakes('8')).toEqual([]);
  expect(namesakes('SA-1')).toEqual([]);
});
