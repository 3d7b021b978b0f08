import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { AppError } from '../../../core/errors.ts';
import { foreignContent, foreignDocument, isParquet } from '../../../core/tables/content.ts';
import { type InvalidAt, openUtf8Check } from '../../../core/tables/utf8.ts';
import { Failure } from '../../failure.ts';
import type { Progress } from '../../terminal/progress.ts';
import { arrayParser, type Item, lineParser, type Parsed, type RecordParser } from './recordParsers.ts';
import { storable } from './storable.ts';

/** A file of JSON records: one array, or one record a line. It is read as a stream, as often as need be. */
export interface RecordFile {
  path: string;
  bytes: number;
  form: 'array' | 'lines';
  modifiedMs: number;
}

/** What one pass over a file feeds beside the records. */
export interface Pass {
  progress: Progress;
  /** Gets every byte of the file. */
  hash?: Hash;
}

export interface RecordPass<T> extends Pass {
  /** Takes what is wrong with a record, which is then left out; the first throws unless given. */
  omit?: ((what: string) => void) | undefined;
  /** Is given each record that can be read, and throws for one that may not be left out. */
  check?: (record: T, index: number) => void;
}

/** Below the API's limit on a request, with room for what an import adds around a record. */
const MAX_RECORD_BYTES = 3_000_000;
/** Enough to tell what a document is. */
const START_BYTES = 1 << 16;

/** Throws for what cannot be read more than once, or is no JSON records at its first bytes. */
export async function openRecordFile(path: string): Promise<RecordFile> {
  const { size, mtimeMs } = await statFile(path);
  const start = await readStart(path);
  if (isParquet(start)) throw new Failure(`${path}: it is Parquet, not JSON`);
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  const foreign = foreignDocument(text);
  if (foreign) throw new Failure(`${path}: ${foreign}`);
  if (/^\{\s*\r?\n/.test(text))
    throw new Failure(`${path}: it is one JSON object; records are a JSON array or one object a line`);
  const form = text.startsWith('[') ? 'array' : text.startsWith('{') ? 'lines' : null;
  if (form) return { path, bytes: size, form, modifiedMs: mtimeMs };
  const found = text === '' ? 'only blanks' : JSON.stringify(text.slice(0, 20));
  throw new Failure(`${path} is neither a JSON array nor JSON lines: it begins with ${found}`);
}

/** Size and time of a regular file that is not empty. */
export async function statFile(path: string): Promise<{ size: number; mtimeMs: number }> {
  const again = 'it is read more than once. Give the name of a file';
  if (path === '-') throw new Failure(`Standard input cannot be imported: ${again}`);
  const found = await stat(path);
  if (found.isDirectory()) throw new Failure(`A file is needed, not a folder: ${path}`);
  if (!found.isFile()) throw new Failure(`${path} cannot be imported: ${again}`);
  if (found.size === 0) throw new Failure(`${path} is empty`);
  return found;
}

/** The first bytes. Throws for a file that is none of text or Parquet, with what it is. */
export async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    const foreign = foreignContent(start);
    if (foreign) throw new Failure(`${path}: ${foreign}`);
    return start;
  } finally {
    await file.close();
  }
}

/** What a record is made into; `index` counts from 0, `line` from 1 where records are lines. */
export type ParseRecord<T> = (value: unknown, index: number, line: number | null) => T;

/**
 * The records in their order, each as `parse` gives it, without those that are left out. An error names the file and the
 * record, and comes after the records before it.
 */
export async function* readRecords<T>(
  file: RecordFile,
  parse: ParseRecord<T>,
  { progress, hash, omit, check }: RecordPass<T>,
): AsyncGenerator<T> {
  await refuseChanged(file);
  const parser: RecordParser = file.form === 'array' ? arrayParser() : lineParser();
  let [index, done] = [0, 0];
  const named = (error: unknown): unknown =>
    isOurs(error) ? new Failure(`${file.path}: ${error.message}`, { cause: error }) : error;
  const read = (item: Item): { record: T } | null => {
    try {
      return { record: parse(checked(item, index), index, item.line) };
    } catch (error) {
      if (!omit || !isOurs(error)) throw error;
      omit(`${file.path}: ${error.message}`);
      return null;
    }
  };
  try {
    for await (const { chunk, items, problem } of chunksOf(file, parser)) {
      hash?.update(chunk);
      for (const item of items) {
        const found = read(item);
        if (found) {
          check?.(found.record, index);
          yield found.record;
        }
        index += 1;
      }
      if (problem) throw new Failure(`record ${index + 1}: ${problem}`);
      done += chunk.length;
      progress.update(done, file.bytes);
    }
  } catch (error) {
    throw named(error);
  }
}

const isOurs = (error: unknown): error is Error => error instanceof AppError || error instanceof Failure;

interface ParsedChunk extends Parsed {
  chunk: Buffer;
}

async function* chunksOf({ path, form }: RecordFile, parser: RecordParser): AsyncGenerator<ParsedChunk> {
  const utf8 = openUtf8Check();
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1 << 18 });
  // Lines are checked one by one.
  const invalidIn = (chunk: Buffer) => (form === 'lines' ? null : utf8.check(chunk));
  const words = ({ inFile }: InvalidAt) => `not UTF-8 at byte ${inFile} of the file: save it as UTF-8`;
  for await (const chunk of stream) {
    const invalidAt = invalidIn(chunk);
    const { items, problem } = parser.write(invalidAt ? chunk.subarray(0, invalidAt.inChunk) : chunk);
    yield { chunk, items, problem: problem ?? (invalidAt && words(invalidAt)) };
  }
  const cut = utf8.end();
  const { items, problem } = parser.end();
  yield { chunk: Buffer.alloc(0), items, problem: (cut && words(cut)) ?? problem };
}

/** What this pass reads must be what an earlier one checked. */
async function refuseChanged({ path, bytes, modifiedMs }: RecordFile): Promise<void> {
  const { size, mtimeMs } = await statFile(path);
  if (size !== bytes || mtimeMs !== modifiedMs)
    throw new Failure(`${path} was changed while it was imported. Run the command again`);
}

function checked({ value, line, problem }: Item, index: number): unknown {
  const place = line === null ? `record ${index + 1}` : `line ${line}`;
  if (problem !== null) throw new Failure(`${place}: ${problem}`);
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= MAX_RECORD_BYTES) return storable(value);
  throw new Failure(`${place}: is ${(bytes / 1e6).toFixed(1)} MB; at most 3 MB can be stored`);
}
