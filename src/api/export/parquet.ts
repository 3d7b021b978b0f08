import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column } from '../../store/exports/columns.ts';
import type { ExportPlan } from '../../store/exports/plan.ts';
import type { Snapshot } from '../../store/exports/snapshot.ts';
import type { Piece } from './batches.ts';
import { type BinaryRows, readBinaryRows } from './binaryRows.ts';

/** A row group is in memory at a time: it ends at so many rows, or bytes, whichever comes first. */
const GROUP_ROWS = 50_000;
const GROUP_BYTES = 32 * 1024 * 1024;

/** One Parquet file of all rows, row group by row group. */
export async function* parquetPieces(
  snapshot: Snapshot,
  plan: ExportPlan,
  about: Readonly<Record<string, string>>,
): AsyncGenerator<Piece> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: schemaOf(plan.columns),
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    createdBy: 'assay',
  });
  const source = readBinaryRows(plan.columns);
  for (const select of plan.selects('binary')) {
    source.restart();
    for await (const chunk of snapshot.copy(select, 'binary')) {
      source.add(chunk as Buffer);
      if (source.rows >= GROUP_ROWS || source.bytes >= GROUP_BYTES)
        yield await writeGroup(plan, file, writer, source);
    }
  }
  if (source.rows > 0) yield await writeGroup(plan, file, writer, source);
  await file.finish();
  yield { bytes: taken(writer), rows: 0 };
}

async function writeGroup(
  { columns }: ExportPlan,
  file: ParquetWriter,
  writer: ByteWriter,
  source: BinaryRows,
): Promise<Piece> {
  const { rows } = source;
  const values = source.take();
  await file.write({
    columnData: columns.map(({ name }, at) => ({ name, data: values[at] ?? [] })),
    rowGroupSize: rows,
  });
  return { bytes: taken(writer), rows };
}

/** What was written since the last time; the writer keeps its place in the file. */
function taken(writer: ByteWriter): Buffer {
  const bytes = Buffer.from(writer.getBytes());
  writer.index = 0;
  return bytes;
}

const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: 'root', num_children: columns.length },
  ...columns.map(({ name, type, isNullable }) => ({
    name,
    repetition_type: isNullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
    ...TYPES[type],
  })),
];

const TYPES: Readonly<Record<Column['type'], Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT32' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  // Text to its writer, which would otherwise quote the JSON once more.
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
};
