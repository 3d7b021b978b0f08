import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { foreignContent, isParquet } from './content.ts';
import { asGiven } from './formula.ts';
import { TableProblem } from './problem.ts';
import { NOT_UTF8, openUtf8Check } from './utf8.ts';

export interface CsvRow {
  cells: readonly string[];
  /** Where it begins, counted from 1; cells may hold line breaks. */
  line: number;
}

export interface CsvOptions {
  /** Whether a quote inside a cell that does not begin with one is a quote, as in what people typed. */
  takesStrayQuotes?: boolean;
}

const MOST_ROW_LENGTH = 3_000_000;
const LEAST_START = 512;
const MOST_HEADER_BYTES = 1 << 16;
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * The rows of a CSV, its header first. Cells are apart by commas, semicolons or tabs, whichever the header has most of;
 * the apostrophe before what a spreadsheet would run is no part of one.
 * Throws a TableProblem.
 */
export async function* readCsvRows(
  bytes: AsyncIterable<Uint8Array>,
  { takesStrayQuotes = false }: CsvOptions = {},
): AsyncGenerator<CsvRow> {
  const pieces = inPieces(bytes);
  const { value: start, done } = await pieces.next();
  if (done) return;
  refuseForeign(start);
  const lines = openLines();
  const parser = parse({
    ...{ bom: true, skip_empty_lines: true, relax_column_count: true },
    delimiter: delimiterOf(start.toString('utf8')),
    relax_quotes: takesStrayQuotes,
    max_record_size: MOST_ROW_LENGTH,
    // Before rows that come after it are read: an error would be told with the line of one that nobody has taken yet.
    on_record: (cells, { lines: counted }) => [lines.beginOf(cells, counted), cells] as unknown as string[],
  });
  const stream = Readable.from(checked(chained(start, pieces)), { objectMode: false });
  stream.once('error', (error) => parser.destroy(error));
  try {
    for await (const [line, cells] of stream.pipe(parser) as AsyncIterable<[number, string[]]>)
      yield { cells: cells.map(asGiven), line };
  } catch (error) {
    throw error instanceof CsvError ? problemOf(error, lines) : error;
  } finally {
    stream.destroy();
  }
}

interface Lines {
  /** Where a row begins that ends at the parser's line. */
  beginOf(cells: readonly string[], counted: number): number;
  /** The line behind the rows so far. */
  next(): number;
  /** A line as the parser counts it, which counts a line break of two characters twice where it stands in quotes. */
  plain(counted: number): number;
}

function openLines(): Lines {
  let [end, doubled] = [0, 0];
  return {
    beginOf: (cells, counted) => {
      let inside = 0;
      for (const cell of cells) {
        if (!cell.includes('\n') && !cell.includes('\r')) continue;
        const breaks = cell.match(/\r\n|\r|\n/g) ?? [];
        inside += breaks.length;
        doubled += breaks.filter((one) => one === '\r\n').length;
      }
      end = counted - doubled;
      return end - inside;
    },
    next: () => end + 1,
    plain: (counted) => Math.max(end + 1, counted - doubled),
  };
}

/** The bytes, of which the first piece holds the whole header and enough to tell what they are. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, undefined> {
  let start: Buffer = Buffer.alloc(0);
  let isWhole = false;
  for await (const chunk of bytes) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (isWhole) {
      yield piece;
      continue;
    }
    start = Buffer.concat([start, piece]);
    isWhole = start.length >= LEAST_START && (start.includes(10) || start.length >= MOST_HEADER_BYTES);
    if (isWhole) yield start;
  }
  if (!isWhole && start.length > 0) yield start;
}

function refuseForeign(start: Uint8Array): void {
  const foreign = foreignContent(start);
  if (foreign) throw new TableProblem(1, foreign);
  if (isParquet(start)) throw new TableProblem(1, 'it is Parquet, not CSV');
  if (/^[\ufeff\s]*(\{\s*"|\[\s*[{[])/.test(Buffer.from(start.subarray(0, 256)).toString('utf8')))
    throw new TableProblem(1, 'it is JSON, not CSV');
}

async function* checked(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const utf8 = openUtf8Check();
  for await (const piece of pieces) {
    const invalid = utf8.check(piece);
    if (invalid) throw new TableProblem(invalid.line, NOT_UTF8);
    yield piece;
  }
  const cut = utf8.end();
  if (cut) throw new TableProblem(cut.line, NOT_UTF8);
}

async function* chained(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function delimiterOf(start: string): string {
  const header = (start.split(/[\r\n]/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

const WORDS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_MAX_RECORD_SIZE: 'it is longer than 3 MB',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'a cell goes on behind the quote that ends it',
};
const DOUBLE_IT = 'put such a cell in quotes and write each quote inside it twice';

function problemOf(error: CsvError, lines: Lines): TableProblem {
  const { code, message } = error;
  const { lines: counted } = error as CsvError & { lines?: number };
  const isWhole = counted === undefined || code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE';
  const line = isWhole ? lines.next() : lines.plain(counted);
  const words = WORDS[code] ?? message;
  const remedy = code.endsWith('ING_QUOTE') ? `; ${DOUBLE_IT}` : '';
  return new TableProblem(line, `${words}${remedy}`, { cause: error });
}
