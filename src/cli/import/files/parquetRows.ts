import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { doubledName } from '../../../core/tables/cells.ts';
import { Failure } from '../../failure.ts';
import type { Progress } from '../../terminal/progress.ts';

/** Snappy comes with the reader; pandas writes it, polars Zstandard. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
};
const CODECS: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', ...Object.keys(compressors)];

/** Rows that are in memory at a time. */
const ROWS = 10_000;

/** A Parquet file of which the outer columns are known. */
export interface ParquetFile {
  path: string;
  columns: readonly string[];
  file: AsyncBuffer;
  metadata: FileMetaData;
}

/** Throws for what is no Parquet, and for a column that is there twice. */
export async function openParquet(path: string): Promise<ParquetFile> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((error) => {
    throw unreadable(path, error);
  });
  const columns = outerColumns(metadata);
  const doubled = doubledName(columns);
  if (doubled !== null) throw new Failure(`${path}: the column ${doubled} is there twice`);
  return { path, columns, file, metadata };
}

/** Those of the schema that are in no other. */
function outerColumns({ schema }: FileMetaData): string[] {
  const columns: string[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at]?.num_children ?? 0;
    at += 1;
    for (let child = 0; child < children; child++) skip();
  };
  while (at < schema.length) {
    columns.push(schema[at]?.name ?? '');
    skip();
  }
  return columns;
}

/** The rows with the columns named, one row group after the other. */
export async function* readParquet(
  { path, file, metadata }: ParquetFile,
  columns: readonly string[],
  progress: Progress,
): AsyncGenerator<Record<string, unknown>> {
  refuseCodecs(path, metadata, columns);
  const total = Number(metadata.num_rows);
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    for (; start < end; start += ROWS) {
      const rowEnd = Math.min(end, start + ROWS);
      const rows = await parquetReadObjects({
        ...{ file, metadata, compressors, rowStart: start, rowEnd },
        columns: [...columns],
      }).catch((error) => {
        throw unreadable(path, error);
      });
      yield* rows.map(plainRow);
      progress.update(rowEnd, total);
    }
    start = end;
  }
}

function refuseCodecs(path: string, { row_groups }: FileMetaData, columns: readonly string[]): void {
  for (const { meta_data } of row_groups.flatMap((group) => group.columns)) {
    const [name = ''] = meta_data?.path_in_schema ?? [];
    if (!meta_data || !columns.includes(name) || CODECS.includes(meta_data.codec)) continue;
    throw new Failure(
      `${path}: the column ${name} is compressed with ${meta_data.codec}, which is not read: write it with ` +
        'zstd, snappy, gzip, brotli or none (compression="zstd" in pandas and polars)',
    );
  }
}

const unreadable = (path: string, error: Error): Failure =>
  new Failure(`${path} cannot be read as Parquet: ${error.message}`, { cause: error });

/** 64-bit integers come as BigInt; ids that no number can hold become text. */
const plainRow = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? plainInteger(value) : value,
    ]),
  );

const plainInteger = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
