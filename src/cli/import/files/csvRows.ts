import { createReadStream } from 'node:fs';
import { type CsvError, type InfoRecord, parse } from 'csv-parse';
import { Failure } from '../../failure.ts';
import type { Pass } from './recordFile.ts';
import { openUtf8Check } from './utf8.ts';

export interface CsvRow {
  fields: Readonly<Record<string, string>>;
  /** Where the row ends, counted from 1; cells may hold line breaks. */
  line: number;
  /** Why the row does not fit the header; its fields are what could be read. */
  problem: string | null;
}

const MAX_ROW_CHARACTERS = 3_000_000;

/** The rows of a CSV file with a header, as a stream. Throws naming the line. */
export async function* readCsv(
  path: string,
  bytes: number,
  columns: readonly string[],
  { progress, hash }: Pass,
): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    columns: (header: string[]) => checkedHeader(path, header, columns),
    info: true,
    // A row that does not fit is the caller's to judge; a quote inside a cell is common in what people typed.
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
  });
  const check = openUtf8Check();
  let done = 0;
  const source = createReadStream(path);
  source.on('data', (chunk) => {
    const piece = chunk as Buffer;
    hash?.update(piece);
    done += piece.length;
    progress.update(done, bytes);
    const invalid = check(piece);
    if (invalid) source.destroy(new Failure(`${path}: not UTF-8 at byte ${invalid.inFile} of the file`));
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: CsvRow['fields'];
      info: InfoRecord;
    }>) {
      yield { fields: record, line: info.lines, problem: problemOf(info.error) };
    }
  } catch (error) {
    throw readable(path, error as Error);
  } finally {
    source.destroy();
  }
}

function problemOf(error: CsvError | undefined): string | null {
  if (!error) return null;
  const { columns, record } = error as CsvError & { columns?: unknown[]; record?: unknown[] };
  return columns && record ? `has ${record.length} cells, the header ${columns.length}` : error.message;
}

function checkedHeader(path: string, header: string[], needed: readonly string[]): string[] {
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length === 0) return header;
  const found = header.slice(0, 8).join(', ');
  throw new Failure(
    `${path} has no column ${missing.join(', ')}; its header is ${found}${header.length > 8 ? ', …' : ''}`,
  );
}

function readable(path: string, error: Error): Error {
  if (error instanceof Failure || !('code' in error) || !String(error.code).startsWith('CSV_')) return error;
  const { lines } = error as Error & { lines?: number };
  return new Failure(`${path}${lines === undefined ? '' : ` line ${lines}`}: ${error.message}`, {
    cause: error,
  });
}
