import { isUtf8 } from 'node:buffer';
import { AppError } from '../core/errors.ts';
import { doubledName, isNothing, numberComplaint, readNumber } from '../core/tables/cells.ts';
import { foreignContent, isParquet } from '../core/tables/content.ts';
import { readCsvRows } from '../core/tables/csv.ts';
import { doubledKey, parseJson } from '../core/tables/json.ts';
import { placed, TableProblem } from '../core/tables/problem.ts';
import { otherExport, SCORE_NAMES } from '../core/tables/scoreColumns.ts';
import type { StagedScore } from '../store/bulk/stage.ts';
import { checkNames, openOneEvaluation, readFields, refuse } from './scoreFields.ts';

const MOST_LINE_LENGTH = 3_000_000;
const LINE_FEED = 10;
type EvaluationCheck = ReturnType<typeof openOneEvaluation>;

/** The scores of a body of JSON lines, in groups as they arrive. Throws INVALID_INPUT naming the line. */
export async function* readJsonLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<StagedScore[]> {
  const checkEvaluation = openOneEvaluation();
  let line = 0;
  for await (const bytes of wholeLines(body, () => line)) {
    if (line === 0) refuseForeign(bytes);
    const scores: StagedScore[] = [];
    for (const text of textOf(bytes, line).split('\n')) {
      line += 1;
      const own = line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
      if (own.trim() !== '') scores.push(readJsonLine(own, line, checkEvaluation));
    }
    if (scores.length > 0) yield scores;
  }
}

function refuseForeign(start: Uint8Array): void {
  const foreign = isParquet(start) ? 'it is Parquet, not JSON lines' : foreignContent(start);
  if (foreign) refuse(1, foreign);
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

function readJsonLine(text: string, line: number, checkEvaluation: EvaluationCheck): StagedScore {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    refuse(line, `it is not JSON: ${(error as Error).message}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    refuse(line, 'it must be an object');
  const doubled = doubledKey(text, value);
  if (doubled !== null) refuse(line, `the field ${doubled} is there twice`);
  const fields = value as Record<string, unknown>;
  checkNames(Object.keys(fields), line, 'field');
  checkEvaluation(fields, line);
  return readFields(fields, line);
}

/** The scores of a CSV with a header; an empty cell is as good as none. Throws INVALID_INPUT naming the line. */
export async function* readCsvLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<StagedScore[]> {
  const checkEvaluation = openOneEvaluation();
  let header: readonly string[] | null = null;
  let scores: StagedScore[] = [];
  try {
    for await (const { cells, line } of readCsvRows(body)) {
      if (header === null) {
        header = checkedHeader(cells, line);
        continue;
      }
      if (cells.length !== header.length)
        refuse(line, `it has ${cells.length} cells, the header ${header.length}`);
      const fields = fieldsOf(header, cells, line);
      checkEvaluation(fields, line);
      scores.push(readFields(fields, line));
      if (scores.length < 1000) continue;
      yield scores;
      scores = [];
    }
  } catch (error) {
    throw error instanceof TableProblem
      ? new AppError('INVALID_INPUT', placed(error), { cause: error })
      : error;
  }
  if (scores.length > 0) yield scores;
}

function checkedHeader(header: readonly string[], line: number): readonly string[] {
  const doubled = doubledName(header);
  if (doubled !== null) refuse(line, `the column ${doubled} is there twice`);
  const missing = ['question', 'criterion', 'value'].filter((name) => !header.includes(name));
  if (header.includes('evidence')) refuse(line, 'evidence is an object, which goes into JSON lines only');
  const other = otherExport(header);
  if (other !== null) refuse(line, `it is an export of ${other}`);
  checkNames(header, line, 'column');
  if (missing.length > 0)
    refuse(line, `the header has no column ${missing.join(', ')}; it is ${header.slice(0, 8).join(', ')}`);
  return header;
}

const NUMBERS: ReadonlySet<string> = new Set(['value', ...SCORE_NAMES.sample, ...SCORE_NAMES.official]);

function fieldsOf(
  header: readonly string[],
  cells: readonly string[],
  line: number,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [at, name] of header.entries()) {
    const cell = cells[at] ?? '';
    if (NUMBERS.has(name)) fields[name] = numberOf(cell, name, line);
    else if (cell !== '' && (name === 'question' || !isNothing(cell))) fields[name] = cell;
  }
  return fields;
}

function numberOf(cell: string, name: string, line: number): number | null {
  const number = readNumber(cell);
  if (number === undefined) refuse(line, `${name} ${numberComplaint(cell)}`);
  return number;
}
