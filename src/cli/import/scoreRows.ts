import { extname } from 'node:path';
import { Failure, UsageFailure } from '../failure.ts';
import { bytesUnit, type Progress, type Unit } from '../terminal/progress.ts';
import { readCsv } from './files/csvRows.ts';
import { readParquet } from './files/parquetRows.ts';
import { openRecordFile, readRecords, statFile } from './files/recordFile.ts';
import { storable } from './files/storable.ts';

/** One row of a file of somebody's own scores. */
export interface ScoreRow {
  question: string;
  sampleIndex: number;
  /** Null where the file names none. */
  criterion: string | null;
  value: number | null;
  outcome: string | null;
  reason: string | null;
  /** Names the row in errors. */
  place: string;
}

const COLUMNS = {
  needed: ['question', 'value'],
  known: ['question', 'sample', 'criterion', 'value', 'outcome', 'reason'],
};
const OUTCOMES = ['SCORED', 'NOT_APPLICABLE', 'UNPARSEABLE', 'OUT_OF_RANGE', 'JUDGE_ERROR', 'MISSING_MEDIA'];

/** A file of scores, which is read as a stream, as often as need be. */
export interface ScoreFile {
  path: string;
  /** What its progress counts. */
  unit: Unit;
  rows(progress: Progress): AsyncIterable<ScoreRow>;
}

export async function openScoreFile(path: string): Promise<ScoreFile> {
  const { size } = await statFile(path);
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return { path, unit: bytesUnit, rows: (progress) => csvRows(path, size, progress) };
    case '.jsonl':
    case '.ndjson':
    case '.json': {
      const file = await openRecordFile(path);
      return { path, unit: bytesUnit, rows: (progress) => readRecords(file, parseRecord, { progress }) };
    }
    case '.parquet':
      return { path, unit: String, rows: (progress) => parquetRows(path, progress) };
    default:
      throw new UsageFailure(`${path}: the name must end in .csv, .jsonl or .parquet`);
  }
}

async function* csvRows(path: string, size: number, progress: Progress): AsyncGenerator<ScoreRow> {
  for await (const { fields, line, problem } of readCsv(path, size, COLUMNS.needed, { progress })) {
    const place = `${path}: line ${line}`;
    if (problem) throw new Failure(`${place}: ${problem}`);
    yield parseRow(storable(fields) as Record<string, unknown>, place);
  }
}

async function* parquetRows(path: string, progress: Progress): AsyncGenerator<ScoreRow> {
  let index = 0;
  for await (const row of readParquet(path, COLUMNS, progress)) {
    index += 1;
    yield parseRow(storable(row) as Record<string, unknown>, `${path}: row ${index}`);
  }
}

function parseRecord(value: unknown, index: number): ScoreRow {
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return parseRow(value as Record<string, unknown>, `record ${index + 1}`);
  throw new Failure(`record ${index + 1}: it must be an object`);
}

/** CSV has only text; the others have types. A NaN is how tables write that there is no number. */
export function parseRow(fields: Readonly<Record<string, unknown>>, start: string): ScoreRow {
  const question = textOf(fields, 'question', start);
  if (question === null) throw new Failure(`${start}: "question" is missing`);
  const place = `${start} (question ${JSON.stringify(question)})`;
  const sampleIndex = numberOf(fields, 'sample', place) ?? 0;
  if (!Number.isInteger(sampleIndex) || sampleIndex < 0)
    throw new Failure(`${place}: "sample" must be a whole number from 0, is ${sampleIndex}`);
  const outcome = textOf(fields, 'outcome', place)?.toUpperCase() ?? null;
  if (outcome !== null && !OUTCOMES.includes(outcome))
    throw new Failure(`${place}: "outcome" is ${outcome}, not one of ${OUTCOMES.join(', ')}`);
  const value = numberOf(fields, 'value', place);
  if (value === null && (outcome === null || outcome === 'SCORED'))
    throw new Failure(`${place}: "value" is missing; give the "outcome" that explains why there is none`);
  if (value !== null && outcome !== null && outcome !== 'SCORED')
    throw new Failure(`${place}: "outcome" ${outcome} goes without a "value"`);
  const [criterion, reason] = [textOf(fields, 'criterion', place), textOf(fields, 'reason', place)];
  return { question, sampleIndex, criterion, value, outcome, reason, place };
}

function textOf(fields: Readonly<Record<string, unknown>>, name: string, place: string): string | null {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Failure(`${place}: "${name}" must be text`);
}

function numberOf(fields: Readonly<Record<string, unknown>>, name: string, place: string): number | null {
  const given = fields[name];
  const value = typeof given === 'boolean' ? Number(given) : given;
  if (value === undefined || value === null || Number.isNaN(value)) return null;
  if (typeof value === 'string' && /^\s*(nan)?\s*$/i.test(value)) return null;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new Failure(`${place}: "${name}" must be a number, is ${JSON.stringify(given) ?? typeof given}`);
}
