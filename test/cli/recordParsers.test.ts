import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrayParser, lineParser, type RecordParser } from '../../src/cli/import/files/recordParsers.ts';
import { storable } from '../../src/cli/import/files/storable.ts';
import { openUtf8Check } from '../../src/core/tables/utf8.ts';

function parseAll(parser: RecordParser, bytes: Buffer, size: number) {
  const values: unknown[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const parsed = parser.write(bytes.subarray(at, at + size));
    values.push(...parsed.items.map(({ value }) => value));
    if (parsed.problem) return { values, problem: parsed.problem };
  }
  const rest = parser.end();
  return { values: [...values, ...rest.items.map(({ value }) => value)], problem: rest.problem };
}

const records = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('whatever the pieces a file is read in, its records are what they are', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 40 }), (all, size) => {
      const array = parseAll(arrayParser(), Buffer.from(JSON.stringify(all, null, 1)), size);
      const lines = parseAll(
        lineParser(),
        Buffer.from(all.map((one) => JSON.stringify(one)).join('\r\n')),
        size,
      );

      expect(plain(array)).toEqual({ values: plain(all), problem: null });
      expect(plain(lines)).toEqual({ values: plain(all), problem: null });
    }),
  );
});

test('the first byte that is not UTF-8 is found, whatever the pieces', () => {
  const text = Buffer.from('añ€😀x'.repeat(9));
  for (let size = 1; size < 12; size++) {
    for (const [at, bad] of [
      [30, 0xff],
      [12, 0xe9],
      [31, 0x80],
      [0, 0xc0],
    ] as const) {
      // Only where a character begins, so that nothing before it is broken by the change.
      const start = Buffer.from(text.toString('utf8').slice(0, at)).length;
      const bytes = Buffer.concat([text.subarray(0, start), Buffer.from([bad, 0x20]), text.subarray(start)]);
      const utf8 = openUtf8Check();
      let found = null;
      for (let from = 0; from < bytes.length && !found; from += size)
        found = utf8.check(bytes.subarray(from, from + size));

      expect(found?.inFile).toBe(start);
    }
  }
});

test('a mark at the start of a file is no part of it', () => {
  const mark = Buffer.from([0xef, 0xbb, 0xbf]);

  expect(parseAll(arrayParser(), Buffer.concat([mark, Buffer.from('[1]')]), 99).values).toEqual([1]);
  expect(parseAll(lineParser(), Buffer.concat([mark, Buffer.from('1\n')]), 99).values).toEqual([1]);
});

test('what a database cannot keep is replaced in every text, keys included, and nothing else', () => {
  const kept = { a: [1, null, true, 'plain é 😀'] };

  expect(storable(kept)).toEqual(kept);
  expect(storable({ 'a\0': ['\ud800x', { b: 'c\0d' }] })).toEqual({ 'a�': ['�x', { b: 'c�d' }] });
});
