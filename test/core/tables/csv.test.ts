import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CsvOptions, readCsvRows } from '../../../src/core/tables/csv.ts';
import { placed, TableProblem } from '../../../src/core/tables/problem.ts';

async function* inPieces(body: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(body: string | Uint8Array, size = 1000, options: CsvOptions = {}) {
  const rows: { cells: readonly string[]; line: number }[] = [];
  for await (const row of readCsvRows(inPieces(body, size), options)) rows.push(row);
  return rows;
}

const problemOf = (body: string | Uint8Array, size?: number): Promise<string> =>
  rowsOf(body, size).then(
    () => 'none',
    (error) => (error instanceof TableProblem ? placed(error) : String(error)),
  );

const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r\n', ' ', '0') });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test('cells are what they were, at the line where their row begins, however they are apart and cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (rows, delimiter, lineBreak, size, hasMark) => {
        let line = 2;
        const expected = rows.map((cells) => {
          const begins = line;
          line += 1 + cells.join('').split('\n').length - 1;
          return { cells, line: begins };
        });
        const text = [['id', 'n'], ...rows].map((row) => row.map(quoted).join(delimiter)).join(lineBreak);

        const [, ...found] = await rowsOf(`${hasMark ? '\ufeff' : ''}${text}${lineBreak}`, size);

        expect(found).toEqual(expected);
      },
    ),
  );
});

test('blank lines are no rows, and count', async () => {
  expect(await rowsOf('a,b\r\n\r\n1,2\r\n\r\n\r\n3,4')).toEqual([
    { cells: ['a', 'b'], line: 1 },
    { cells: ['1', '2'], line: 3 },
    { cells: ['3', '4'], line: 6 },
  ]);
});

describe('what is no CSV is told with its line:', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  const cases: [string, string | Uint8Array, string][] = [
    ['a quote inside a cell', 'a,b\n1,2\n1,x"y"\n', 'line 3: a quote stands inside a cell'],
    ['a cell behind its quote', 'a,b\n1,"x"y\n', 'line 2: a cell goes on behind the quote'],
    ['a quote that never ends', 'a,b\n1,2\n3,"x\n4,5\n', 'line 3: a quote is opened and never closed'],
    ['Latin-1', latin1('a,b\n1,2\n3,\u00e4\n'), 'line 3: it is not UTF-8'],
    ['Latin-1 at its very end', latin1('a,b\n1,2\n3,\u00e4'), 'line 3: it is not UTF-8'],
    ['Latin-1 in the header', latin1('\u00e4,b\n1,2\n'), 'line 1: it is not UTF-8'],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'line 1: it is UTF-16'],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'line 1: it is UTF-16'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'line 1: it is compressed: unpack it first (gzip)'],
    ['Parquet', 'PAR1\u0015', 'line 1: it is Parquet, not CSV'],
    ['JSON lines', '{"a": 1, "b": 2}\n', 'line 1: it is JSON, not CSV'],
    ['a JSON array', ' [{"a": 1}]', 'line 1: it is JSON, not CSV'],
    ['a workbook', 'PK\u0003\u0004....[Content_Types].xml', 'line 1: it is an Excel workbook'],
    ['a web page', '<!DOCTYPE html>\n<html>', 'line 1: it is XML or a web page'],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\n',
      'line 1: it is a pointer of Git LFS',
    ],
  ];
  test.for(cases)('%s', async ([, body, words]) => {
    for (const size of [1, 5, 1000]) expect(await problemOf(body, size)).toContain(words);
  });
});

test('quotes inside cells are quotes where people typed them', async () => {
  const [, row] = await rowsOf('a,b\n1,x "y"\n', 1000, { takesStrayQuotes: true });

  expect(row?.cells).toEqual(['1', 'x "y"']);
});

test('an empty table has no rows', async () => {
  expect(await rowsOf('')).toEqual([]);
});
