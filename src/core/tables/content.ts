/** First bytes of files that are none of the tables and records that are read here, with what to do. */
const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x00, 0x05, 0x16, 0x07], 'it is what macOS keeps beside a file: give the file of that name without "._"'],
  [[0x1f, 0x8b], 'it is compressed: unpack it first (gzip)'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'it is compressed: unpack it first (Zstandard)'],
  [[0x42, 0x5a, 0x68], 'it is compressed: unpack it first (bzip2)'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'it is compressed: unpack it first (xz)'],
  [[0x04, 0x22, 0x4d, 0x18], 'it is compressed: unpack it first (LZ4)'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'it is an archive: unpack it first (7z)'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'it is an Excel workbook: save the sheet as CSV (UTF-8)'],
  [ascii('PARE'), 'it is encrypted Parquet: write it without encryption'],
  [ascii('ARROW1'), 'it is an Arrow (Feather) file: write it as Parquet or CSV'],
  [ascii('ORC'), 'it is ORC: write it as Parquet or CSV'],
  [ascii('Obj\x01'), 'it is Avro: write it as Parquet or CSV'],
  [ascii('SQLite format 3'), 'it is an SQLite database: write the table as CSV'],
  [[0x89, 0x48, 0x44, 0x46], 'it is HDF5: write the table as Parquet or CSV'],
  [[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], 'it is a NumPy array: write the table as Parquet or CSV'],
  [[0x80, 0x04, 0x95], 'it is a Python pickle: write the table as Parquet or CSV'],
  [[0x80, 0x05, 0x95], 'it is a Python pickle: write the table as Parquet or CSV'],
  [[0x89, 0x50, 0x4e, 0x47], 'it is a picture (PNG)'],
  [[0xff, 0xd8, 0xff], 'it is a picture (JPEG)'],
  [ascii('%PDF'), 'it is a PDF'],
];

export const UTF16 = 'it is UTF-16, not UTF-8: save it as UTF-8';

/** Says what a file is, and the remedy, where its first bytes are of no text and no Parquet; null for the rest. */
export function foreignContent(start: Uint8Array): string | null {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.length);
  if (begins(bytes, ascii('PK'))) return zipped(bytes);
  const found = SIGNATURES.find(([signature]) => begins(bytes, signature));
  if (found) return found[1];
  if (begins(bytes, [0xff, 0xfe]) || begins(bytes, [0xfe, 0xff]) || isWide(bytes)) return UTF16;
  if (begins(bytes, ascii('<?xml')) || /^\s*<(!doctype )?html/i.test(bytes.toString('latin1')))
    return 'it is XML or a web page, not data: was a log-in page saved?';
  if (begins(bytes, ascii('version https://git-lfs')))
    return 'it is a pointer of Git LFS, not the file: run git lfs pull';
  return null;
}

export const isParquet = (start: Uint8Array): boolean => begins(start, ascii('PAR1'));

/** A workbook, an archive of evaluations and any other zip are told apart by the first file in it. */
function zipped(bytes: Buffer): string {
  const names = bytes.toString('latin1');
  if (names.includes('[Content_Types].xml') || names.includes('_rels/') || names.includes('xl/'))
    return 'it is an Excel workbook: save the sheet as CSV (UTF-8)';
  if (names.includes('mimetypeapplication/vnd.oasis'))
    return 'it is an OpenDocument file: save the sheet as CSV (UTF-8)';
  if (names.includes('_journal/') || names.includes('header.json') || names.includes('samples/'))
    return INSPECT;
  return 'it is a zip archive: unpack it first';
}

export const INSPECT =
  'it is a log of inspect_ai, which is not read: write its scores as a table with the columns question, sample ' +
  '(the epoch from 0), criterion and value';

/** A document that is one JSON object of somebody's tool; null where nothing is known of it. */
export function foreignDocument(start: string): string | null {
  if (!/^\s*\{/.test(start)) return null;
  if (/"eval"\s*:\s*\{/.test(start) && /"(eval_id|run_id|task)"/.test(start)) return INSPECT;
  if (/"schema_version"/.test(start) && /"evaluation_(id|timestamp)"/.test(start))
    return 'it is a record of Every Eval Ever, which holds means: import the scores that they were made of';
  if (/^\s*\{\s*"results"\s*:\s*\{/.test(start))
    return 'it is a summary of lm-evaluation-harness: import its samples, as a table with question, criterion and value';
  return null;
}

/** Text of two bytes a character without a mark: every other byte of plain text is 0. */
function isWide(bytes: Buffer): boolean {
  const some = bytes.subarray(0, 64);
  if (some.length < 4) return false;
  const zeros = [0, 1].map((side) => some.filter((byte, at) => at % 2 === side && byte === 0).length);
  return zeros.some((count) => count >= Math.floor(some.length / 2) * 0.9);
}

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

const begins = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);
