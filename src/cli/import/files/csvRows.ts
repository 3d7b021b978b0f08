import { createReadStream } from 'node:fs';
import { doubledName } from '../../../core/tables/cells.ts';
import { type CsvOptions, readCsvRows } from '../../../core/tables/csv.ts';
import { placed, TableProblem } from '../../../core/tables/problem.ts';
import { Failure } from '../../failure.ts';
import type { Pass } from './recordFile.ts';

export interface CsvRow {
  fields: Readonly<Record<string, string>>;
  /** Where the row begins, counted from 1; cells may hold line breaks. */
  line: number;
  /** Why the row does not fit the header; its fields are what could be read. */
  problem: string | null;
}

interface CsvPass extends Pass, CsvOptions {
  /** Throws for a header that will not do. */
  checkHeader: (header: readonly string[]) => void;
}

/** The rows of a CSV file with a header, as a stream. Throws naming the line. */
export async function* readCsv(path: string, bytes: number, pass: CsvPass): AsyncGenerator<CsvRow> {
  let header: readonly string[] | null = null;
  try {
    for await (const { cells, line } of readCsvRows(counted(path, bytes, pass), pass)) {
      if (header === null) {
        header = cells;
        const doubled = doubledName(header.filter((name) => name !== ''));
        if (doubled !== null) throw new TableProblem(line, `the column ${doubled} is there twice`);
        pass.checkHeader(header);
        continue;
      }
      const fits = cells.length === header.length;
      const problem = fits ? null : `has ${cells.length} cells, the header ${header.length}`;
      yield { fields: fieldsOf(header, cells), line, problem };
    }
  } catch (error) {
    if (!(error instanceof TableProblem)) throw error;
    throw new Failure(`${path}: ${placed(error)}`, { cause: error });
  }
}

async function* counted(path: string, bytes: number, { progress, hash }: Pass): AsyncGenerator<Buffer> {
  let done = 0;
  const source: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of source) {
    hash?.update(chunk);
    done += chunk.length;
    progress.update(done, bytes);
    yield chunk;
  }
}

function fieldsOf(header: readonly string[], cells: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [at, name] of header.entries()) {
    const cell = cells[at];
    if (name !== '' && cell !== undefined) fields[name] = cell;
  }
  return fields;
}

/** Throws naming the columns that are needed and not there. */
export function refuseMissingColumns(
  path: string,
  header: readonly string[],
  needed: readonly string[],
): void {
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length === 0) return;
  const found = header.slice(0, 8).join(', ');
  const more = header.length > 8 ? ', …' : '';
  throw new Failure(`${path} has no column ${missing.join(', ')}; its header is ${found}${more}`);
}
