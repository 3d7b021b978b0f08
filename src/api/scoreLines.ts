import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { AppError } from '../core/errors.ts';
import type { StagedScore } from '../store/bulk/stage.ts';
import { FIELDS, readFields, refuse } from './scoreFields.ts';

const MOST_LINE_LENGTH = 3_000_000;
const LINE_FEED = 10;
const CSV_FIELDS = FIELDS.filter((name) => name !== 'evidence');

/** The scores of a body of JSON lines, in groups as they arrive. Throws INVALID_INPUT naming the line. */
export async function* readJsonLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<StagedScore[]> {
  let line = 0;
  for await (const bytes of wholeLines(body, () => line)) {
    const scores: StagedScore[] = [];
    for (const text of textOf(bytes, line).split('\n')) {
      line += 1;
      if (text.trim() !== '') scores.push(readJsonLine(text, line));
    }
    if (scores.length > 0) yield scores;
  }
}

/** The body in pieces that end where a line does, without its break. */
async function* wholeLines(body: AsyncIterable<Uint8Array>, line: () => number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
    const end = bytes.lastIndexOf(LINE_FEED);
    rest = bytes.subarray(end + 1);
    if (rest.length > MOST_LINE_LENGTH) refuse(line() + 1, 'it is longer than 3 MB');
    if (end >= 0) yield bytes.subarray(0, end);
  }
  if (rest.length > 0) yield rest;
}

function textOf(bytes: Buffer, line: number): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  for (let [start, at] = [0, line + 1]; ; at += 1) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) refuse(at, 'it is not UTF-8');
    start = end + 1;
  }
}

function readJsonLine(text: string, line: number): StagedScore {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse(line, `it is not JSON: ${(error as Error).message}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    refuse(line, 'it must be an object');
  for (const name in value)
    if (!FIELDS.includes(name)) refuse(line, `there is no field "${name}"; there are ${FIELDS.join(', ')}`);
  return readFields(value as Record<string, unknown>, line);
}

/** The scores of a CSV with a header; an empty cell is as good as none. Throws INVALID_INPUT naming the line. */
export async function* readCsvLines(body: Readable): AsyncGenerator<StagedScore[]> {
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    max_record_size: MOST_LINE_LENGTH,
  });
  body.once('error', (error) => parser.destroy(error));
  let header: string[] | null = null;
  let scores: StagedScore[] = [];
  try {
    for await (const { record, info } of body.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header === null) {
        header = checkedHeader(record);
        continue;
      }
      scores.push(readFields(cellsOf(header, record, info.lines), info.lines));
      if (scores.length < 1000) continue;
      yield scores;
      scores = [];
    }
  } catch (error) {
    throw readable(error as Error);
  }
  if (scores.length > 0) yield scores;
}

function checkedHeader(header: string[]): string[] {
  const unknown = header.find((name) => !CSV_FIELDS.includes(name));
  const missing = ['question', 'criterion', 'value'].find((name) => !header.includes(name));
  if (unknown !== undefined) refuse(1, `there is no column "${unknown}"; there are ${CSV_FIELDS.join(', ')}`);
  if (missing !== undefined) refuse(1, `the header has no column ${missing}`);
  return header;
}

function cellsOf(
  header: readonly string[],
  record: readonly string[],
  line: number,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [at, name] of header.entries()) {
    const cell = record[at];
    if (cell === undefined || cell === '') continue;
    fields[name] = name === 'value' || name.startsWith('sample') ? numberOf(cell, name, line) : cell;
  }
  return fields;
}

function numberOf(cell: string, name: string, line: number): number {
  const number = cell.trim() === '' ? Number.NaN : Number(cell);
  if (!Number.isFinite(number)) refuse(line, `${name} must be a number, is ${JSON.stringify(cell)}`);
  return number;
}

function readable(error: Error): Error {
  if (!('code' in error) || !String(error.code).startsWith('CSV_')) return error;
  const { lines } = error as CsvError & { lines?: number };
  return new AppError('INVALID_INPUT', `line ${lines ?? 1}: ${error.message}`, { cause: error });
}
