import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { AppError } from '../../../core/errors.ts';
import { Failure } from '../../failure.ts';
import type { Progress } from '../../terminal/progress.ts';
import { arrayParser, lineParser, type RecordParser } from './recordParsers.ts';
import { storable } from './storable.ts';
import { openUtf8Check } from './utf8.ts';

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

/** Below the API's limit on a request, with room for what an import adds around a record. */
const MAX_RECORD_BYTES = 3_000_000;

/** Throws for what cannot be read more than once, or is no JSON records at its first byte. */
export async function openRecordFile(path: string): Promise<RecordFile> {
  const { size, mtimeMs } = await statFile(path);
  const start = await readStart(path);
  if (start[0] === 0x1f && start[1] === 0x8b) throw new Failure(`${path} is compressed: unpack it first`);
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
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

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The records in their order, each as `parse` gives it. An error names the file and the record, and comes after the
 * records before it.
 */
export async function* readRecords<T>(
  file: RecordFile,
  parse: (value: unknown, index: number) => T,
  { progress, hash }: Pass,
): AsyncGenerator<T> {
  await refuseChanged(file);
  const parser: RecordParser = file.form === 'array' ? arrayParser() : lineParser();
  let [index, done] = [0, 0];
  const named = (error: unknown): unknown => {
    const isOurs = error instanceof AppError || error instanceof Failure;
    return isOurs ? new Failure(`${file.path}: ${error.message}`, { cause: error }) : error;
  };
  try {
    for await (const { chunk, values, problem } of chunksOf(file, parser)) {
      hash?.update(chunk);
      for (const value of values) yield parse(checked(value, index), index++);
      if (problem) throw new Failure(`record ${index + 1}: ${problem}`);
      done += chunk.length;
      progress.update(done, file.bytes);
    }
  } catch (error) {
    throw named(error);
  }
}

interface ParsedChunk {
  chunk: Buffer;
  values: unknown[];
  /** Why there are no records behind these. */
  problem: string | null;
}

async function* chunksOf({ path }: RecordFile, parser: RecordParser): AsyncGenerator<ParsedChunk> {
  const check = openUtf8Check();
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1 << 18 });
  for await (const chunk of stream) {
    const invalidAt = check(chunk);
    const { values, problem } = parser.write(
      invalidAt === null ? chunk : chunk.subarray(0, invalidAt.inChunk),
    );
    yield {
      chunk,
      values,
      problem: problem ?? (invalidAt && `not UTF-8 at byte ${invalidAt.inFile} of the file`),
    };
  }
  yield { chunk: Buffer.alloc(0), ...parser.end() };
}

/** What this pass reads must be what an earlier one checked. */
async function refuseChanged({ path, bytes, modifiedMs }: RecordFile): Promise<void> {
  const { size, mtimeMs } = await statFile(path);
  if (size !== bytes || mtimeMs !== modifiedMs)
    throw new Failure(`${path} was changed while it was imported. Run the command again`);
}

function checked(value: unknown, index: number): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= MAX_RECORD_BYTES) return storable(value);
  throw new Failure(`record ${index + 1}: is ${(bytes / 1e6).toFixed(1)} MB; at most 3 MB can be stored`);
}
