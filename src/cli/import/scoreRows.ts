import { extname } from 'node:path';
import { isNothing, numberComplaint, readNumber } from '../../core/tables/cells.ts';
import { INSPECT, isParquet } from '../../core/tables/content.ts';
import { given, otherExport, rivalNames, SCORE_NAMES } from '../../core/tables/scoreColumns.ts';
import { Failure, UsageFailure } from '../failure.ts';
import { bytesUnit, type Progress, type Unit } from '../terminal/progress.ts';
import { readCsv, refuseMissingColumns } from './files/csvRows.ts';
import { openParquet, readParquet } from './files/parquetRows.ts';
import { openRecordFile, readRecords, readStart, statFile } from './files/recordFile.ts';
import { storable } from './files/storable.ts';
import { type Omit, omitOr } from './omissions.ts';

/** One row of a file of somebody's own scores. */
export interface ScoreRow {
  question: string;
  sampleIndex: number;
  /** Null where the file names none. */
  criterion: string | null;
  value: number | null;
  /** Undefined where the file has none, which is the value. */
  officialValue: number | null | undefined;
  outcome: string | null;
  reason: string | null;
  /** Where the score was; null where the file is no export. */
  from: { evaluation: string; benchmark: string | null } | null;
  /** Names the row in errors. */
  place: string;
  /** Its line, record or row, counted from 1. */
  at: number;
}

const NEEDED = ['question', 'value'];
const READ: readonly string[] = Object.values(SCORE_NAMES).flat();
/** Read to be held against what is asked for, and not stored. */
const COMPARED = ['evaluation_id', 'benchmark'];
const OUTCOMES = ['SCORED', 'NOT_APPLICABLE', 'UNPARSEABLE', 'OUT_OF_RANGE', 'JUDGE_ERROR', 'MISSING_MEDIA'];

/** A file of scores, which is read as a stream, as often as need be. */
export interface ScoreFile {
  path: string;
  /** What its progress counts. */
  unit: Unit;
  /** What it counts its rows by. */
  counts: 'line' | 'record' | 'row';
  /** Columns that were found and are not read, once the rows have been. */
  notRead: ReadonlySet<string>;
  /** Without those that cannot be read, which `omit` is told of; the first throws where it is not given. */
  rows(progress: Progress, omit?: Omit): AsyncIterable<ScoreRow>;
}

export async function openScoreFile(path: string): Promise<ScoreFile> {
  const { size } = await statFile(path);
  const ending = extname(path).toLowerCase();
  if (ending === '.eval') throw new Failure(`${path}: ${INSPECT}`);
  const start = await readStart(path);
  const notRead = new Set<string>();
  const note = (names: Iterable<string>): void => {
    for (const name of names) if (!READ.includes(name) && name !== '') notRead.add(name);
  };
  switch (ending) {
    case '.csv':
    case '.tsv':
      return {
        ...{ path, unit: bytesUnit, counts: 'line', notRead },
        rows: (progress, omit) => csvRows(path, size, progress, { note, omit }),
      };
    case '.jsonl':
    case '.ndjson':
    case '.json': {
      const file = await openRecordFile(path);
      return {
        ...{ path, unit: bytesUnit, counts: file.form === 'lines' ? 'line' : 'record', notRead },
        rows: (progress, omit) =>
          readRecords(file, (...record) => parseRecord(note, ...record), { progress, omit }),
      };
    }
    case '.parquet': {
      if (!isParquet(start)) throw new Failure(`${path} cannot be read as Parquet: it does not begin as one`);
      const file = await openParquet(path);
      checkColumns(path, file.columns);
      note(file.columns);
      const columns = file.columns.filter((name) => READ.includes(name) || COMPARED.includes(name));
      return {
        ...{ path, unit: String, counts: 'row', notRead },
        async *rows(progress, omit) {
          let at = 0;
          for await (const row of readParquet(file, columns, progress)) {
            at += 1;
            const parsed = rowOr(omit, () => parseRow(storable(row) as Fields, `${path}: row ${at}`, at));
            if (parsed) yield parsed;
          }
        },
      };
    }
    default:
      throw new UsageFailure(`${path}: the name must end in .csv, .tsv, .jsonl, .json or .parquet`);
  }
}

type Note = (names: Iterable<string>) => void;

/** Null where the row cannot be read and may be left out. */
function rowOr(omit: Omit | undefined, read: () => ScoreRow): ScoreRow | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    omitOr(omit, error);
    return null;
  }
}

async function* csvRows(
  path: string,
  size: number,
  progress: Progress,
  { note, omit }: { note: Note; omit: Omit | undefined },
): AsyncGenerator<ScoreRow> {
  const checkHeader = (header: readonly string[]): void => {
    checkColumns(path, header);
    note(header);
  };
  for await (const { fields, line, problem } of readCsv(path, size, { progress, checkHeader })) {
    const place = `${path}: line ${line}`;
    const row = rowOr(omit, () => {
      if (problem) throw new Failure(`${place}: ${problem}`);
      return parseRow(storable(fields) as Fields, place, line);
    });
    if (row) yield row;
  }
}

function checkColumns(path: string, header: readonly string[]): void {
  const other = otherExport(header);
  if (other) throw new Failure(`${path}: it is an export of ${other}; \`assay export scores\` writes scores`);
  refuseMissingColumns(path, header, NEEDED);
  const rivals = rivalNames(header);
  if (rivals) throw new Failure(`${path}: the columns ${rivals} are the same; keep one of them`);
}

function parseRecord(note: Note, value: unknown, index: number, line: number | null): ScoreRow {
  const place = line === null ? `record ${index + 1}` : `line ${line}`;
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Failure(`${place}: it must be an object`);
  const names = Object.keys(value);
  const other = otherExport(names);
  if (other) throw new Failure(`it is an export of ${other}; \`assay export scores\` writes scores`);
  const rivals = rivalNames(names);
  if (rivals) throw new Failure(`${place}: the fields ${rivals} are the same; keep one of them`);
  note(names);
  return parseRow(value as Record<string, unknown>, place, line ?? index + 1);
}

type Fields = Readonly<Record<string, unknown>>;

/** CSV has only text; the others have types. A NaN is how tables write that there is no number. */
export function parseRow(fields: Fields, start: string, at: number): ScoreRow {
  const question = textOf(fields, 'question', start);
  if (question === null) throw new Failure(`${start}: "question" is missing`);
  const place = `${start} (question ${JSON.stringify(question)})`;
  const sampleIndex = numberOf(given(fields, SCORE_NAMES.sample), 'sample', place) ?? 0;
  if (!Number.isInteger(sampleIndex) || sampleIndex < 0)
    throw new Failure(`${place}: "sample" must be a whole number from 0, is ${sampleIndex}`);
  const outcome = textOf(fields, 'outcome', place)?.toUpperCase() ?? null;
  if (outcome !== null && !OUTCOMES.includes(outcome))
    throw new Failure(`${place}: "outcome" is ${outcome}, not one of ${OUTCOMES.join(', ')}`);
  const value = numberOf(fields['value'], 'value', place);
  if (value === null && (outcome === null || outcome === 'SCORED'))
    throw new Failure(`${place}: "value" is missing; give the "outcome" that explains why there is none`);
  if (value !== null && outcome !== null && outcome !== 'SCORED')
    throw new Failure(`${place}: "outcome" ${outcome} goes without a "value"`);
  const official = given(fields, SCORE_NAMES.official);
  const officialValue = official === undefined ? undefined : numberOf(official, 'official_value', place);
  const [criterion, reason] = [textOf(fields, 'criterion', place), textOf(fields, 'reason', place)];
  const [evaluation, benchmark] = COMPARED.map((name) => textOf(fields, name, place));
  const from = evaluation ? { evaluation, benchmark: benchmark ?? null } : null;
  return { question, sampleIndex, criterion, value, officialValue, outcome, reason, from, place, at };
}

function textOf(fields: Fields, name: string, place: string): string | null {
  const value = fields[name];
  if (name === 'question' && value === '') return null;
  if (typeof value === 'string' && (name === 'question' || !isNothing(value))) return value;
  if (isNothing(value)) return null;
  if (typeof value === 'number') return String(value);
  throw new Failure(`${place}: "${name}" must be text`);
}

function numberOf(value: unknown, name: string, place: string): number | null {
  const number = readNumber(value);
  if (number !== undefined) return number;
  throw new Failure(`${place}: "${name}" ${numberComplaint(value)}`);
}
