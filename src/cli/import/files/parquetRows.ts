import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { asyncBufferFromFile, type Compressors, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { Failure } from '../../failure.ts';
import type { Progress } from '../../terminal/progress.ts';

/** Snappy comes with the reader; pandas writes it, polars Zstandard. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
};

/** Rows that are in memory at a time. */
const ROWS = 10_000;

/** The rows of a Parquet file, of the columns that it has of those named, one row group after the other. */
export async function* readParquet(
  path: string,
  columns: { needed: readonly string[]; known: readonly string[] },
  progress: Progress,
): AsyncGenerator<Record<string, unknown>> {
  const file = await asyncBufferFromFile(path);
  try {
    const metadata = await parquetMetadataAsync(file);
    const header = metadata.schema.slice(1).map(({ name }) => name);
    const missing = columns.needed.filter((name) => !header.includes(name));
    if (missing.length > 0)
      throw new Failure(
        `${path} has no column ${missing.join(', ')}; it has ${header.slice(0, 8).join(', ')}`,
      );
    const total = Number(metadata.num_rows);
    let start = 0;
    for (const group of metadata.row_groups) {
      const end = start + Number(group.num_rows);
      for (; start < end; start += ROWS) {
        const rowEnd = Math.min(end, start + ROWS);
        const rows = await parquetReadObjects({
          ...{ file, metadata, compressors, rowStart: start, rowEnd },
          columns: columns.known.filter((name) => header.includes(name)),
        });
        yield* rows.map(plainRow);
        progress.update(rowEnd, total);
      }
      start = end;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${path} cannot be read as Parquet: ${(error as Error).message}`, { cause: error });
  }
}

/** 64-bit integers come as BigInt; ids and indices fit a number. */
const plainRow = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
